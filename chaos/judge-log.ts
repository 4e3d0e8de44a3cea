import { setTimeout as delay } from 'node:timers/promises'

import { withBooks } from './books.ts'
import type { Client } from './client.ts'
import { readPages, readStream, readWhole, type LogReader } from './log-readers.ts'
import type { Random } from './random.ts'
import type { Report } from './report.ts'

/** The event log of each organisation, with those who read it while all goes on. */
export interface LogWatch {
  /** The readers begin, once both organisations are there. */
  start(): void
  /** How far each reader is. What they have read is in the database for good, so a copy that is made now has it. */
  mark(): number[]
  backTo(mark: readonly number[]): void
  /** When all has ended: no gap, each task told right, and all readers have read the same. */
  settle(withinMs: number): Promise<void>
}

interface Watched {
  dataDir: string
  clients: readonly Client[]
  random: Random
  report: Report
}

/** A task is queued, may begin to run, ends once, as it did, and may be refunded after that. */
const TOLD_WRONG = `select task, kinds from (
    select t.id as task, t.status, string_agg(e.kind, ' ' order by e.seq) as kinds from tasks t left join events e on e.task = t.id
    where t.status >= 3 group by t.id, t.status) told
  where coalesce(kinds, '') !~ ('^task.queued( task.running)? '
    || (array['task.succeeded( task.refunded)*', 'task.failed', 'task.canceled'])[status - 2] || '$')`

const GAPS = `select a.organisation, a.event_seq, e.n, e.most from accounts a cross join lateral (
    select count(*)::int as n, coalesce(max(seq), 0) as most from events where organisation = a.organisation) e
  where a.event_seq <> e.n or a.event_seq <> e.most`

/** Of the first organisation and of the second, in this order. */
export function watchLog({ dataDir, clients, random, report }: Watched): LogWatch {
  const readers: { reader: LogReader; organisation: number }[] = []

  async function catchUp(withinMs: number): Promise<void> {
    const rows = await withBooks(dataDir, (books) =>
      books.rows<{ event_seq: number }>('select event_seq from accounts order by organisation'),
    )
    const missing = (): string[] =>
      readers.flatMap(({ reader, organisation }) => {
        const left = (rows[organisation]?.event_seq ?? 0) - reader.events.length
        return left === 0 ? [] : [`${reader.name} does not get the last ${left} events`]
      })
    const end = Date.now() + withinMs
    while (missing().length > 0 && Date.now() < end) await delay(100)
    for (const text of missing()) report.find('discrepancy', text)
  }

  async function compare(): Promise<void> {
    for (const [index, client] of clients.entries()) {
      const whole = await readWhole({ name: `whole ${index + 1}`, client, report })
      for (const { reader, organisation } of readers) {
        if (organisation !== index) continue
        const longer = whole.length < reader.events.length ? reader.events : whole
        const place = longer.findIndex((_event, at) => whole[at]?.digest !== reader.events[at]?.digest)
        if (place !== -1) report.find('discrepancy', `${reader.name} and a later reader differ in event ${place + 1}`)
      }
    }
  }

  return {
    start() {
      for (const [organisation, client] of clients.entries()) {
        const options = { client, random: random.fork(`reader ${organisation}`), report }
        const pages = readPages({ ...options, name: `pages ${organisation + 1}` })
        const stream = readStream({ ...options, name: `stream ${organisation + 1}` })
        readers.push({ reader: pages, organisation }, { reader: stream, organisation })
      }
    },
    mark: () => readers.map(({ reader }) => reader.events.length),
    backTo(mark) {
      for (const [index, { reader }] of readers.entries()) reader.backTo(mark[index] ?? 0)
    },
    async settle(withinMs) {
      await withBooks(dataDir, async ({ rows }) => {
        for (const row of await rows(GAPS)) report.find('discrepancy', `a gap in the event log: ${JSON.stringify(row)}`)
        for (const { task, kinds } of await rows<{ task: string; kinds: string | null }>(TOLD_WRONG)) {
          report.find('discrepancy', `task ${task}: the log tells ${kinds ?? 'nothing'}`)
        }
      })
      await catchUp(withinMs)
      await compare()
      for (const { reader } of readers) reader.stop()
    },
  }
}
