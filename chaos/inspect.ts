import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { makeDiskArtifactStore } from '../src/artifacts/artifact-store.ts'
import { verifyBooks } from '../src/core/verify-books.ts'
import { leastUuidAt, type Uuid } from '../src/lib/ids.ts'
import type { Adjustments } from './adjustments.ts'
import { withBooks, type Books } from './books.ts'
import type { Journal } from './bought.ts'
import { hurry, listOpen } from './hurry.ts'
import { judgeEnd, type EndedRow } from './judge-end.ts'
import type { MessageInspector } from './inspect-messages.ts'
import type { LogWatch } from './judge-log.ts'
import type { LogNotes } from './log-notes.ts'
import type { Promises } from './promises.ts'
import type { Report } from './report.ts'

/** Proves, with the database, the upstream's journal and what clients were told, that every promise still holds. */
export interface Inspector {
  /** Looks at everything that is new since the last time. */
  inspect(): Promise<void>
  /**
   * Waits until every task has ended, and looks; when none ended within the time, those that are open are lost. Then the same
   * for what is to be told of them.
   */
  settle(withinMs: number): Promise<void>
  /** Everything is to be looked at again: the database is another one. */
  startOver(): void
}

interface Watched {
  dataDir: string
  promises: Promises
  journal: Journal
  report: Report
  notes: LogNotes
  messages: MessageInspector
  log: LogWatch
  adjustments: Adjustments
}

/** What was looked at already. */
interface Progress {
  judged: Set<Uuid>
  /** Which task a request made. */
  markers: Map<string, Uuid>
  from: number
  checked: number
  breach: number
}

/** Tasks that commit late, and ends, may lie this far behind. */
const OVERLAP_MS = 60_000
const STATUS_NAMES = ['queued', 'starting', 'running', 'succeeded', 'failed', 'canceled']

const ENDED = `select t.id, t.status, t.error::json->>'code' as error, t.captured, t.held, t.retry_count,
    extract(epoch from t.completed_at - t.created_at)::double precision as lived, t.callback_url,
    w.work::json->>'prompt' as marker,
    (select count(*)::int from purchases p where p.task = t.id and p.state = 'refused') as refused,
    (select count(*)::int from artifacts f where f.task = t.id) as results,
    (select array_agg(f.id::text || ' ' || f.size) from artifacts f where f.task = t.id and f.content is null) as files
  from tasks t join task_payloads w on w.task = t.id where t.status >= 3 and t.completed_at >= to_timestamp($1)`

export function makeInspector(watched: Watched): Inspector {
  const { dataDir, report, messages, log, adjustments } = watched
  const progress: Progress = { judged: new Set(), markers: new Map(), from: 0, checked: 0, breach: 0 }
  async function inspect(): Promise<void> {
    const now = Date.now()
    await withBooks(dataDir, async (books) => {
      await hurry(books)
      await findTwins(watched, progress, books)
      await findLost(watched, progress, books)
      await judgeEnds(watched, progress, books)
      await findBreaches(watched, progress, books)
      await adjustments.inspect(books)
      await messages.inspect(books)
    })
    progress.from = now - OVERLAP_MS
  }
  return {
    inspect,
    async settle(withinMs) {
      let open = await withBooks(dataDir, listOpen)
      let [fewest, end] = [open.length, Date.now() + withinMs]
      while (open.length > 0 && Date.now() < end) {
        await delay(500)
        open = await withBooks(dataDir, listOpen)
        // A long queue in front of few places is not lost for as long as it becomes shorter.
        if (open.length < fewest) [fewest, end] = [open.length, Date.now() + withinMs]
      }
      await inspect()
      for (const text of open) report.find('lost', `does not end: ${text}`)
      await countLate(watched)
      await messages.settle(withinMs)
      await log.settle(withinMs)
    },
    startOver() {
      progress.judged.clear()
      Object.assign(progress, { from: 0, checked: 0, breach: 0 })
      messages.startOver()
    },
  }
}

/** A request makes one task at most, whether or not it was answered and however often it was sent. */
async function findTwins({ report }: Watched, progress: Progress, { rows }: Books): Promise<void> {
  const tasks = await rows<{ id: Uuid; marker: string }>(
    `select t.id, w.work::json->>'prompt' as marker from tasks t join task_payloads w on w.task = t.id where t.id >= $1`,
    [leastUuidAt(progress.from)],
  )
  for (const { id, marker } of tasks) {
    const twin = progress.markers.get(marker)
    if (twin !== undefined && twin !== id) report.find('discrepancy', `"${marker}" made two tasks: ${twin}, ${id}`)
    if (twin === undefined) report.count('tasks created')
    progress.markers.set(marker, id)
  }
}

async function findLost({ promises, report }: Watched, progress: Progress, { rows }: Books): Promise<void> {
  const ids = promises.all().map(({ id }) => id)
  const missing = await rows<{ id: Uuid }>(
    'select u.id from unnest($1::uuid[]) u (id) where not exists (select from tasks t where t.id = u.id)',
    [ids.slice(progress.checked)],
  )
  for (const { id } of missing) report.find('lost', `task ${id} was acknowledged and does not exist`)
  progress.checked = ids.length
}

async function judgeEnds(watched: Watched, progress: Progress, books: Books): Promise<void> {
  const { promises, journal, report, notes, dataDir } = watched
  const ended = await books.rows<EndedRow>(ENDED, [Math.max(0, progress.from - OVERLAP_MS) / 1000])
  // After the ends: a start is journaled before its task can end.
  await journal.inspect(books)
  const { pathOf } = makeDiskArtifactStore(join(dataDir, 'artifacts'))
  for (const row of ended) {
    if (progress.judged.has(row.id)) continue
    progress.judged.add(row.id)
    const status = STATUS_NAMES[row.status] ?? ''
    report.count(`ended as ${status}${row.error === null ? '' : ` (${row.error})`}`)
    report.peak('longest life of a task, s', row.lived)
    const complaints = judgeEnd(row, {
      draft: promises.draftOf(row.marker),
      cancelAsked: promises.wasCancelAsked(row.id),
      bought: journal.countOf(row.id),
      attemptBroke: notes.brokenAttempts.has(row.id),
    })
    for (const complaint of complaints) report.find('discrepancy', `task ${row.id} ${complaint}`)
    for (const text of row.files ?? []) {
      const [id = '', size] = text.split(' ')
      const file = statSync(pathOf(id), { throwIfNoEntry: false })
      if (file?.size !== Number(size))
        report.find('discrepancy', `task ${row.id}: its file ${id} is missing or cut off`)
    }
  }
  for (const { id, status } of ended) {
    const told = promises.of(id)?.end?.status ?? null
    const now = STATUS_NAMES[status] ?? ''
    if (told !== null && told !== now) report.find('discrepancy', `task ${id} was told as ${told} and is ${now}`)
  }
}

async function findBreaches({ report }: Watched, progress: Progress, { rows, database }: Books): Promise<void> {
  for (const { invariant, row } of await verifyBooks(database.background)) {
    report.find('discrepancy', `not true that ${invariant}: ${JSON.stringify(row)}`)
  }
  const breaches = await rows<{ id: number; task: Uuid; what: string }>(
    'select id, task, what from chaos_breaches where id > $1 order by id',
    [progress.breach],
  )
  for (const { id, task, what } of breaches) {
    report.find('discrepancy', `task ${task}: ${what}`)
    progress.breach = id
  }
  const [deadlocks] = await rows<{ n: number }>(
    'select coalesce(sum(deadlocks), 0)::int as n from pg_stat_database where datname = current_database()',
  )
  if ((deadlocks?.n ?? 0) > 0) report.find('discrepancy', 'the database has seen a deadlock')
}

async function countLate({ dataDir, report }: Watched): Promise<void> {
  const [late] = await withBooks(dataDir, ({ rows }) =>
    rows<{ n: number }>(
      `select count(*)::int as n from purchases p join tasks t on t.id = p.task
        where p.state = 'delivered_late' or (t.status > 3 and p.state = 'abandoned' and p.reference is not null)`,
    ),
  )
  report.count('late deliveries, recorded and not charged', late?.n ?? 0)
}
