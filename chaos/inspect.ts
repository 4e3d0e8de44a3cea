import { statSync } from 'node:fs'
import { join } from 'node:path'

import { makeDiskArtifactStore } from '../src/artifacts/artifact-store.ts'
import { verifyBooks } from '../src/core/verify-books.ts'
import { leastUuidAt, type Uuid } from '../src/lib/ids.ts'
import { withBooks, type Books } from './books.ts'
import type { Journal } from './bought.ts'
import { judgeEnd, type EndedRow } from './judge-end.ts'
import type { LogNotes } from './log-notes.ts'
import type { Promises } from './promises.ts'
import type { Report } from './report.ts'

/** Proves, with the database, the upstream's journal and what clients were told, that every promise still holds. */
export interface Inspector {
  /** Looks at everything that is new since the last time. */
  inspect(): Promise<void>
  /** Looks until every task has ended; those that have not within the time are lost. */
  settle(withinMs: number): Promise<void>
  /** Everything is looked at again: the database is another one. */
  startOver(): void
  /** Tasks of the older copy that was put back: what became of them since is not held against Medley. */
  excuse(tasks: readonly Uuid[]): void
}

interface Options {
  dataDir: string
  promises: Promises
  journal: Journal
  report: Report
  notes: LogNotes
}

/** Ids of tasks that commit late may lie this far behind. */
const OVERLAP_MS = 60_000
const STATUS_NAMES = ['queued', 'starting', 'running', 'succeeded', 'failed', 'canceled']

const ENDED = `select t.id, t.status, t.error::json->>'code' as error, t.captured, t.held, t.retry_count, t.asked_model,
    w.work::json->>'prompt' as marker,
    (select count(*)::int from purchases p where p.task = t.id and p.state = 'refused') as refused,
    (select count(*)::int from artifacts f where f.task = t.id) as files,
    (select array_agg(f.id::text || ' ' || f.size) from artifacts f where f.task = t.id) as stored
  from tasks t join task_payloads w on w.task = t.id where t.status >= 3 and t.completed_at >= to_timestamp($1)`

export function makeInspector(options: Options): Inspector {
  const { dataDir, promises, journal, report, notes } = options
  const judged = new Set<Uuid>()
  const markers = new Map<string, Uuid>()
  const excused = new Set<Uuid>()
  const state = { from: 0, checked: 0, breach: 0 }
  const pathOf = makeDiskArtifactStore(join(dataDir, 'artifacts')).pathOf

  /** A request makes one task at most, whether or not it was answered and however often it was sent. */
  async function findTwins({ rows }: Books): Promise<void> {
    const tasks = await rows<{ id: Uuid; marker: string }>(
      `select t.id, w.work::json->>'prompt' as marker from tasks t join task_payloads w on w.task = t.id where t.id >= $1`,
      [leastUuidAt(state.from)],
    )
    for (const { id, marker } of tasks) {
      const twin = markers.get(marker)
      if (twin !== undefined && twin !== id) report.find('discrepancy', `"${marker}" made two tasks: ${twin}, ${id}`)
      if (twin === undefined) report.count('tasks created')
      markers.set(marker, id)
    }
  }
  async function findLost({ rows }: Books): Promise<void> {
    const ids = promises.all().map(({ id }) => id)
    const fresh = ids.slice(state.checked)
    const missing = await rows<{ id: Uuid }>(
      'select u.id from unnest($1::uuid[]) u (id) where not exists (select from tasks t where t.id = u.id)',
      [fresh],
    )
    for (const { id } of missing) report.find('lost', `task ${id} was acknowledged and does not exist`)
    state.checked = ids.length
  }
  async function judgeEnds({ rows }: Books): Promise<void> {
    const ended = await rows<EndedRow>(ENDED, [Math.max(0, state.from - OVERLAP_MS) / 1000])
    for (const row of ended) {
      if (judged.has(row.id)) continue
      judged.add(row.id)
      report.count(`ended as ${STATUS_NAMES[row.status]}${row.error === null ? '' : ` (${row.error})`}`)
      const facts = {
        draft: promises.draftOf(row.marker),
        cancelAsked: promises.wasCancelAsked(row.id),
        bought: journal.countOf(row.id),
        attemptBroke: notes.brokenAttempts.has(row.id),
        excused: excused.has(row.id),
      }
      for (const complaint of judgeEnd(row, facts)) report.find('discrepancy', `task ${row.id} ${complaint}`)
      findFiles(row)
    }
    const ends = promises.all().filter(({ id, end }) => end !== null && judged.has(id))
    const byId = new Map(ended.map((row) => [row.id, STATUS_NAMES[row.status]]))
    for (const { id, end } of ends) {
      const now = byId.get(id)
      if (end !== null && now !== undefined && now !== end.status) {
        report.find('discrepancy', `task ${id} was told as ${end.status} and is ${now}`)
      }
    }
  }
  function findFiles(row: EndedRow): void {
    for (const text of row.stored ?? []) {
      const [id = '', size = ''] = text.split(' ')
      const file = statSync(pathOf(id), { throwIfNoEntry: false })
      if (file?.size !== Number(size))
        report.find('discrepancy', `task ${row.id}: its file ${id} is missing or cut off`)
    }
  }
  async function findBreaches({ rows, database }: Books): Promise<void> {
    for (const { invariant, row } of await verifyBooks(database.background)) {
      report.find('discrepancy', `not true that ${invariant}: ${JSON.stringify(row)}`)
    }
    const breaches = await rows<{ id: number; task: Uuid; what: string }>(
      'select id, task, what from chaos_breaches where id > $1 order by id',
      [state.breach],
    )
    for (const { id, task, what } of breaches) {
      report.find('discrepancy', `task ${task}: ${what}`)
      state.breach = id
    }
    const [deadlocks] = await rows<{ n: number }>(`select coalesce(sum(deadlocks), 0)::int as n from pg_stat_database`)
    if ((deadlocks?.n ?? 0) > 0) report.find('discrepancy', 'the database has seen a deadlock')
  }
  async function inspect(): Promise<void> {
    const now = Date.now()
    await withBooks(dataDir, async (books) => {
      await nudge(books)
      await journal.inspect(books)
      await findTwins(books)
      await findLost(books)
      await judgeEnds(books)
      await findBreaches(books)
    })
    state.from = now - OVERLAP_MS
  }

  return {
    inspect,
    async settle(withinMs) {
      const end = Date.now() + withinMs
      let open = await listOpen(dataDir)
      while (open.length > 0 && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 500))
        open = await listOpen(dataDir)
      }
      await inspect()
      for (const { text, id } of open) {
        if (!excused.has(id)) report.find('lost', `does not end: ${text}`)
      }
      const [late] = await withBooks(dataDir, ({ rows }) =>
        rows<{ n: number }>(`select count(*)::int as n from purchases where state = 'delivered_late'`),
      )
      report.count('late deliveries', late?.n ?? 0)
    },
    startOver() {
      judged.clear()
      Object.assign(state, { from: 0, checked: 0, breach: 0 })
    },
    excuse(tasks) {
      for (const task of tasks) excused.add(task)
    },
  }
}

/** What is still open, after hurrying it on. */
async function listOpen(dataDir: string): Promise<{ id: Uuid; text: string }[]> {
  return await withBooks(dataDir, async (books) => {
    await nudge(books)
    return await books.rows<{ id: Uuid; text: string }>(
      `select t.id, format('task %s status %s purchase %s attempt %s takeovers %s worker %s model %s', t.id, t.status, p.state,
          j.attempt, j.takeovers, j.worker, t.asked_model) as text
        from tasks t left join jobs j on j.task = t.id
        left join purchases p on p.task = t.id and p.state not in ('refused', 'not_sent')
        where t.status < 3`,
    )
  })
}

/**
 * Hurries on what only waits for time, in ways that time or a callback could: retries are looked at now, and a purchase of
 * which nobody can ever tell whether it was made (the upstream neither knows keys nor can be asked, or a cancel forbids the
 * resend) has its deadline now instead of in an hour.
 */
async function nudge({ rows }: Books): Promise<void> {
  await rows(`update jobs j set deadline = now() from purchases p, task_payloads w, tasks t
    where p.task = j.task and w.task = j.task and t.id = j.task and j.phase = 2 and j.worker is null and j.deadline > now()
      and p.state in ('sending', 'unknown') and p.sent_at < now() - interval '5 s' and not p.restartable
      and not coalesce((w.work::json->'script'->'accept'->>'lookup')::boolean, true)
      and (t.cancel_requested_at is not null or not coalesce((w.work::json->'script'->'accept'->>'idempotent')::boolean, true))`)
  await rows(`update jobs set run_at = now() where phase = 2 and worker is null and run_at > now() + interval '1 s'`)
}
