import type { Uuid } from '../src/lib/ids.ts'
import type { Arrival } from './arrivals.ts'
import { withBooks, type Books } from './books.ts'
import { judgeArrival, type MessageFacts } from './judge-arrival.ts'
import { proveAll, sendAll, type MessagesWatched } from './settle-messages.ts'

/** Proves that what had to be told was told, with the database and the receivers' journals. */
export interface MessageInspector {
  /** Looks at what is new: was everything raised, is what came right, did what counts as delivered come. */
  inspect(books: Books): Promise<void>
  /** When every task has ended: sees everything sent, replays what was given up, and proves that all of it came. */
  settle(withinMs: number): Promise<void>
  startOver(): void
}

/** What commits late may lie this far behind. */
const OVERLAP_MS = 120_000

/**
 * Messages follow from the event log: each event is told to each endpoint that wanted it, and each end to the task's own URL,
 * by one message. What of that is missing or too much, of tasks with events since `$1`. Progress is not in the log.
 */
const NOT_AS_DUE = `with told as materialized (
    select e.task, e.kind, e.at, t.organisation, t.dialect, t.callback_url from events e join tasks t on t.id = e.task
    where e.task in (select task from events where at >= to_timestamp($1))),
  wanted as (
    select told.task, told.kind, p.id::text as receiver from told join endpoints p on p.organisation = told.organisation
      and told.kind = any (p.events) and p.created_at < told.at
      and (p.dialect is null or (p.dialect = told.dialect and told.callback_url is null))
    union all
    select task, kind, 'its URL' from told
      where callback_url is not null and kind in ('task.succeeded', 'task.failed', 'task.canceled')),
  due as (select task, kind, receiver, count(*)::int as n from wanted group by 1, 2, 3),
  raised as (
    select task, kind, coalesce(endpoint::text, 'its URL') as receiver, count(*)::int as n from messages
    where task in (select task from told) and kind <> 'task.progress' group by 1, 2, 3)
  select task, kind, receiver, due.task is not null as is_due, coalesce(raised.n, 0) as n
    from due full join raised using (task, kind, receiver) where raised.n is distinct from due.n`

const FACTS = `select m.id, m.task, m.kind, m.sequence, coalesce(p.url, t.callback_url) as url,
    case when m.endpoint is null then t.callback_secret end as secret
  from messages m left join tasks t on t.id = m.task left join endpoints p on p.id = m.endpoint where m.id = any($1::uuid[])`

export function makeMessageInspector(watched: MessagesWatched): MessageInspector {
  const { dataDir, inbox, report } = watched
  const progress = { from: 0, proved: new Set<Uuid>() }

  async function inspect(books: Books): Promise<void> {
    const now = Date.now()
    const due = await books.rows<{ task: Uuid; kind: string; receiver: string; is_due: boolean; n: number }>(
      NOT_AS_DUE,
      [Math.max(0, progress.from) / 1000],
    )
    for (const { task, kind, receiver, is_due, n } of due) {
      if (is_due && n === 0) report.find('lost', `task ${task}: ${kind} was never raised for ${receiver}`)
      else report.find('discrepancy', `task ${task}: ${kind} was raised ${n} times for ${receiver}`)
    }
    // Before the journals: what was delivered is written down there already.
    const delivered = await books.rows<{ id: Uuid }>(
      'select id from messages where state = 1 and delivered_at >= to_timestamp($1)',
      [progress.from / 1000],
    )
    await judgeArrivals(books, inbox.readOn())
    for (const { id } of delivered) {
      if (progress.proved.has(id)) continue
      progress.proved.add(id)
      if (!inbox.isReceived(id)) report.find('lost', `message ${id} counts as delivered, and no receiver has taken it`)
    }
    progress.from = now - OVERLAP_MS
  }

  async function judgeArrivals({ rows }: Books, arrivals: readonly Arrival[]): Promise<void> {
    const facts = await rows<MessageFacts>(FACTS, [[...new Set(arrivals.map(({ message }) => message))]])
    const byId = new Map(facts.map((row) => [row.id, row]))
    for (const arrival of arrivals) {
      const [first] = inbox.of(arrival.message)
      for (const complaint of judgeArrival(arrival, first ?? arrival, byId.get(arrival.message) ?? null)) {
        report.find('discrepancy', `message ${arrival.message} ${complaint}`)
      }
    }
  }

  return {
    inspect,
    async settle(withinMs) {
      await sendAll(watched, withinMs)
      await withBooks(dataDir, async (books) => {
        await inspect(books)
        await proveAll(watched, books)
      })
    },
    startOver() {
      progress.proved.clear()
      progress.from = 0
    },
  }
}
