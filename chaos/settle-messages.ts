import { setTimeout as delay } from 'node:timers/promises'

import type { Uuid } from '../src/lib/ids.ts'
import { withBooks, type Books } from './books.ts'
import type { Client } from './client.ts'
import { hurryDeliveries } from './hurry.ts'
import type { Inbox } from './inbox.ts'
import { judgeRepeats, mayBeTakenBack } from './judge-arrival.ts'
import type { Receivers } from './receivers.ts'
import type { Report } from './report.ts'

export interface MessagesWatched {
  dataDir: string
  inbox: Inbox
  receivers: Receivers
  clients: readonly Client[]
  /** Epoch ms. */
  databaseDeaths: readonly number[]
  report: Report
}

/** A replay begins the whole schedule anew, and the receivers are well by then. */
const REPLAYS_MAX = 3
/** Before anything that a run can have raised. */
const LONG_AGO = '2020-01-01T00:00:00Z'

/** The first attempts of a task's messages to one receiver, out of the order in which things happened. */
const OUT_OF_ORDER = `with firsts as (
    select m.id, m.task, m.endpoint, m.sequence, min(a.at) as at from messages m join attempts a on a.message = m.id
    group by m.id, m.task, m.endpoint, m.sequence),
  pairs as (
    select task, id, at, lag(at) over (partition by task, endpoint order by sequence) as before from firsts)
  select task, id, round(extract(epoch from before - at) * 1000)::int as ms from pairs where at < before`

/** When all tasks have ended and all receivers are well: sees everything sent, what was given up by a replay. */
export async function sendAll(watched: MessagesWatched, withinMs: number): Promise<void> {
  await watched.receivers.heal()
  await drain(watched, withinMs)
  for (let time = 0; time < REPLAYS_MAX; time += 1) {
    const n = await replayFailed(watched)
    if (n === 0) return
    watched.report.count('messages given up, then replayed', n)
    await drain(watched, withinMs)
  }
}

/** Until nothing is left to send; hurries it on. */
async function drain({ dataDir, report }: MessagesWatched, withinMs: number): Promise<void> {
  let [fewest, end] = [Number.POSITIVE_INFINITY, Date.now() + withinMs]
  for (;;) {
    const [row] = await withBooks(dataDir, async (books) => {
      await hurryDeliveries(books)
      return await books.rows<{ n: number }>('select count(*)::int as n from deliveries')
    })
    const n = row?.n ?? 0
    if (n === 0) return
    if (n < fewest) [fewest, end] = [n, Date.now() + withinMs]
    if (Date.now() > end) {
      report.find('lost', `${n} messages are not sent, and do not become fewer`)
      return
    }
    await delay(500)
  }
}

/** As an operator would after an outage: everything that failed, once more. Answers how many there were. */
async function replayFailed({ dataDir, clients, report }: MessagesWatched): Promise<number> {
  const [failed] = await withBooks(dataDir, ({ rows }) =>
    rows<{ n: number }>(`select count(*)::int as n from messages where state = 2 and kind <> 'task.progress'`),
  )
  if (failed === undefined || failed.n === 0) return 0
  for (const client of clients) {
    const { status } = await client.send('POST', '/v1/webhooks/replay', { body: { since: LONG_AGO } })
    if (status !== 202) report.find('discrepancy', `a replay was answered ${status}`)
  }
  return failed.n
}

/** All that was raised was taken; came again only after an attempt or a claim that ended without one; in order. */
export async function proveAll({ inbox, databaseDeaths, report }: MessagesWatched, { rows }: Books): Promise<void> {
  const messages = await rows<{
    id: Uuid
    kind: string
    state: number
    text: string
    sent: number[]
    hand_backs: number
  }>(
    `select m.id, m.kind, m.state, format('%s of task %s, %s attempts, %s', m.kind, m.task, m.attempts, m.last_error) as text,
      array(select extract(epoch from a.at)::double precision from attempts a where a.message = m.id order by a.at) as sent,
      (select count(*)::int from chaos_hand_backs h where h.message = m.id) as hand_backs from messages m`,
  )
  for (const { id, kind, state, text, sent, hand_backs: handBacks } of messages) {
    const isReceived = inbox.isReceived(id)
    if (isReceived) report.count('messages received')
    // A progress that does not arrive is not sent again: what follows says more.
    if (kind !== 'task.progress' && (!isReceived || state !== 1)) {
      report.find('lost', `message ${id} has ${isReceived ? `state ${state}` : 'never been taken'}: ${text}`)
    }
    const { again, unrecorded } = judgeRepeats(inbox.of(id), sent)
    const takenBack = unrecorded.filter((arrival) => mayBeTakenBack(arrival, databaseDeaths))
    const unexplained = unrecorded.length - takenBack.length - handBacks
    report.count('messages that came again, by attempts on record', again)
    report.count('messages that came without an attempt on record', unrecorded.length)
    if (unexplained > 0) {
      report.find('discrepancy', `message ${id} came ${unexplained} times more than attempts and lost claims explain`)
    }
  }
  for (const { task, id, ms } of await rows<{ task: Uuid; id: Uuid; ms: number }>(OUT_OF_ORDER)) {
    report.find('discrepancy', `task ${task}: message ${id} was first tried ${ms} ms before the one before it`)
  }
}
