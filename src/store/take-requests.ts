import type { Asker, RequestLimitName, RequestPolicy } from '../domain/limits.ts'
import type { Sql } from '../lib/sql.ts'
import { arrayOf } from './array-parameter.ts'

export interface TakenRequest {
  granted: boolean
  /** As they stand after the whole batch. */
  policies: readonly RequestPolicy[]
}

interface Row {
  asker: number
  granted: number
  policy: RequestLimitName
  quota: number
  remaining: number
  window_seconds: number
  reset_seconds: number
}

interface Group extends Asker {
  count: number
  granted: number
  policies: RequestPolicy[]
}

/**
 * Counts requests against the limits of who sent them, all of a batch in one statement (migration 000010); an answer for each in
 * order, the first of an asker first. Never send it again when its answer was lost.
 */
export async function takeRequests(sql: Sql, askers: readonly Asker[]): Promise<TakenRequest[]> {
  const groups = groupsOf(askers)
  const all = [...groups.values()]
  const rows = await sql.query<Row>(
    'take-requests',
    'select asker, granted, policy, quota, remaining, window_seconds, reset_seconds from take_requests($1, $2, $3)',
    [
      arrayOf.uuid(all.map((group) => group.organisation)),
      arrayOf.uuid(all.map((group) => group.key)),
      arrayOf.int4(all.map((group) => group.count)),
    ],
  )
  for (const row of rows) {
    const group = all[row.asker - 1]
    if (group === undefined) throw new Error(`There is no asker ${row.asker}`)
    group.granted = row.granted
    group.policies.push(toPolicy(row))
  }
  return askers.map((asker) => {
    const group = groups.get(nameOf(asker))
    if (group === undefined) throw new Error('an asker has no group')
    group.granted -= 1
    return { granted: group.granted >= 0, policies: group.policies }
  })
}

/**
 * One for each key, or its room would be given twice: for some seconds after its organisation is limited, or is no more, requests
 * of one key come with the organisation and without. Whose limits were taken away a moment ago has no row, and is granted all.
 */
function groupsOf(askers: readonly Asker[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const asker of askers) {
    const name = nameOf(asker)
    const group = groups.get(name)
    if (group === undefined) {
      groups.set(name, { ...asker, count: 1, granted: Number.POSITIVE_INFINITY, policies: [] })
      continue
    }
    group.count += 1
    group.organisation ??= asker.organisation
  }
  return groups
}

/** By the key, which has one organisation only. */
function nameOf({ organisation, key }: Asker): string {
  return key ?? `${organisation}`
}

function toPolicy({ policy, quota, remaining, window_seconds, reset_seconds }: Row): RequestPolicy {
  return { name: policy, quota, remaining, windowSeconds: window_seconds, resetSeconds: reset_seconds }
}
