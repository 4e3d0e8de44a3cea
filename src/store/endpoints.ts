import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

export interface EndpointRow {
  id: Uuid
  url: string
  description: string
  events: string[]
  /** Index of DIALECT_NAMES; null = our own form, tasks of every API. */
  dialect: number | null
  enabled: boolean
  disabled_reason: string | null
  failing_since: number | null
  created_at: number
  updated_at: number
}

const COLUMNS = 'id, url, description, events, dialect, enabled, disabled_reason, failing_since, created_at, updated_at'

/** Of an organisation, in order of creation. */
export function listEndpoints(sql: Sql, organisation: number): Promise<EndpointRow[]> {
  return sql.query<EndpointRow>(
    'list-endpoints',
    `select ${COLUMNS} from endpoints where organisation = $1 order by id`,
    [organisation],
  )
}

export async function findEndpoint(sql: Sql, organisation: number, id: Uuid): Promise<EndpointRow | null> {
  const [row] = await sql.query<EndpointRow>(
    'find-endpoint',
    `select ${COLUMNS} from endpoints where organisation = $1 and id = $2`,
    [organisation, id],
  )
  return row ?? null
}

/** Makes an endpoint; answers its first secret, or null when the organisation has `most` already. */
export async function createEndpoint(
  sql: Sql,
  endpoint: {
    id: Uuid
    organisation: number
    url: string
    description: string
    events: readonly string[]
    dialect: number | null
    enabled: boolean
  },
  most: number,
): Promise<string | null> {
  const [row] = await sql.query<{ secret: string | null }>(
    'create-endpoint',
    'select create_endpoint($1, $2, $3, $4, $5, $6, $7, $8) as secret',
    [
      endpoint.id,
      endpoint.organisation,
      endpoint.url,
      endpoint.description,
      endpoint.events,
      endpoint.dialect,
      endpoint.enabled,
      most,
    ],
  )
  return row?.secret ?? null
}

/** What is null stays as it is. Switching it on forgets why it was off. */
export interface EndpointChange {
  url: string | null
  description: string | null
  events: readonly string[] | null
  enabled: boolean | null
}

/** Answers the lanes of before and after; null when the organisation has no such endpoint. */
export async function changeEndpoint(
  sql: Sql,
  organisation: number,
  id: Uuid,
  change: EndpointChange,
): Promise<{ was: number; isNow: number } | null> {
  const [row] = await sql.query<{ was: number | null; is_now: number }>(
    'change-endpoint',
    'select was, is_now from change_endpoint($1, $2, $3, $4, $5, $6)',
    [id, organisation, change.url, change.description, change.events, change.enabled],
  )
  return row === undefined || row.was === null ? null : { was: row.was, isNow: row.is_now }
}

export async function deleteEndpoint(sql: Sql, organisation: number, id: Uuid): Promise<boolean> {
  const [row] = await sql.query<{ found: boolean }>('delete-endpoint', 'select delete_endpoint($1, $2) as found', [
    id,
    organisation,
  ])
  return row?.found === true
}

/** Switches off an endpoint that is on at this URL, with an event; false when it was off, or has another URL. */
export async function disableEndpoint(
  sql: Sql,
  { id, url, reason }: { id: Uuid; url: string; reason: 'gone' | 'failing' },
): Promise<boolean> {
  const [row] = await sql.query<{ was_on: boolean }>(
    'disable-endpoint',
    'select disable_endpoint($1, $2, $3) as was_on',
    [id, url, reason],
  )
  return row?.was_on === true
}

/** A message of its own to one endpoint, to try it; null when that is off. */
export async function raiseTestMessage(sql: Sql, organisation: number, endpoint: Uuid): Promise<Uuid | null> {
  const [row] = await sql.query<{ id: Uuid }>(
    'raise-test-message',
    `select raise_endpoint_messages($1, $2, 'endpoint.test', $2) as id`,
    [organisation, endpoint],
  )
  return row?.id ?? null
}
