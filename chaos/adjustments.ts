import { setTimeout as delay } from 'node:timers/promises'

import { isJsonObject, type JsonObject } from '../src/lib/json.ts'
import type { Books } from './books.ts'
import type { Client } from './client.ts'
import type { Promises } from './promises.ts'
import type { Random } from './random.ts'
import type { Report } from './report.ts'

/** An operator who grants and refunds, each with a key, and asks again until he is told that it is done. */
export interface Adjustments {
  /** One grant or refund, or an earlier one once more. */
  adjust(withinMs: number): Promise<void>
  /** Each was made once at most, and those that were acknowledged once. */
  inspect(books: Books): Promise<void>
  /** What was acknowledged after this moment is lost with the database that knew it. */
  forgetAfter(at: number): void
}

interface Order {
  path: string
  body: JsonObject
  key: string
  /** Where it stands in the ledger, and when that was said; null = it was not. */
  made: { seq: number; at: number } | null
}

interface AdjustOptions {
  /** The operator's. */
  client: Client
  promises: Promises
  report: Report
  random: Random
}

/** So little that every charge has room for it. */
const AMOUNT = '0.0001'
const ORGANISATIONS = '/operator/v1/organisations'

export function makeAdjustments({ client, promises, report, random }: AdjustOptions): Adjustments {
  const orders = new Map<string, Order>()
  let drawn = 0
  let organisations: string[] = []

  async function pickOrganisation(): Promise<string | null> {
    if (organisations.length === 0) {
      const { status, body } = await client.send('GET', ORGANISATIONS)
      const list = status === 200 && isJsonObject(body) && Array.isArray(body['data']) ? body['data'] : []
      organisations = list.flatMap((each) => (isJsonObject(each) && typeof each['id'] === 'string' ? [each['id']] : []))
    }
    return organisations[random.int(0, Math.max(0, organisations.length - 1))] ?? null
  }
  async function draw(): Promise<Order | null> {
    const key = `chaos-adjustment-${(drawn += 1)}`
    if (random.chance(0.5)) {
      const organisation = await pickOrganisation()
      const body = { credits: AMOUNT, reason: key }
      return organisation === null ? null : { path: `${ORGANISATIONS}/${organisation}/grants`, body, key, made: null }
    }
    const succeeded = promises.all().filter(({ end }) => end?.status === 'succeeded')
    const task = succeeded[random.int(0, Math.max(0, succeeded.length - 1))]
    const body = { credits: AMOUNT, reason: key }
    return task === undefined ? null : { path: `/operator/v1/tasks/${task.id}/refunds`, body, key, made: null }
  }
  async function order(it: Order, withinMs: number): Promise<void> {
    const end = Date.now() + withinMs
    while (Date.now() < end) {
      const { status, body } = await client.send('POST', it.path, { body: it.body, key: it.key })
      const seq = status === 201 && isJsonObject(body) ? body['seq'] : null
      if (typeof seq === 'number') {
        if (it.made !== null && it.made.seq !== seq) {
          report.find('discrepancy', `${it.key} was made as movement ${it.made.seq} and as ${seq}`)
        }
        report.count(it.made === null ? 'grants and refunds acknowledged' : 'grants and refunds repeated, told as made')
        it.made ??= { seq, at: Date.now() }
        return
      }
      // Of a task that was free there is nothing to give back.
      if (status === 400 && it.made === null) return
      if (status >= 200 && status < 500) {
        report.find('discrepancy', `${it.key} was answered ${status}: ${JSON.stringify(body).slice(0, 300)}`)
        return
      }
      await delay(100 + random.int(0, 400))
    }
  }
  return {
    async adjust(withinMs) {
      const earlier = [...orders.values()]
      const repeated = random.chance(0.3) ? earlier[random.int(0, Math.max(0, earlier.length - 1))] : undefined
      const it = repeated ?? (await draw())
      if (it === null) return
      orders.set(it.key, it)
      // Two at once: who asks again may overtake himself.
      await Promise.all([order(it, withinMs), random.chance(0.2) ? order(it, withinMs) : null])
    },
    async inspect({ rows }) {
      // Before the database is asked: what is acknowledged meanwhile need not be in what it says.
      const made = [...orders.values()].filter((it) => it.made !== null)
      const found = await rows<{ reason: string; n: number }>(
        `select reason, count(*)::int as n from movements where reason like 'chaos-adjustment-%' group by reason`,
      )
      const times = new Map(found.map(({ reason, n }) => [reason, n]))
      for (const [reason, n] of times) if (n > 1) report.find('discrepancy', `${reason} was made ${n} times`)
      for (const { key } of made)
        if (!times.has(key)) report.find('lost', `${key} was acknowledged and is not in the ledger`)
    },
    forgetAfter(at) {
      for (const it of orders.values()) if (it.made !== null && it.made.at > at) it.made = null
    },
  }
}
