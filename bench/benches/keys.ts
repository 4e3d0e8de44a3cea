import { countDeadlocks } from '../lib/count-deadlocks.ts'
import { makeAsk, type Outcome } from '../lib/make-ask.ts'
import { percentile } from '../lib/median.ts'
import type { Options } from '../lib/options.ts'
import { makeOrganisations } from '../lib/organisations.ts'
import type { Report } from '../lib/report.ts'
import { CREATE_BODY, CREATE_PATH } from '../lib/requests.ts'
import { startMedley, verifyMedley } from '../lib/start-medley.ts'
import { kindOf, makeTally } from '../lib/tally.ts'
import { withPostgres, type Postgres } from '../lib/with-postgres.ts'

/** Two of each process, all under way at once. */
const COPIES = 4
const TENANTS = 10

/** The same Idempotency-Key from two api processes at once: one task, one hold and one key for each, and one answer. */
export async function benchKeys(options: Options): Promise<Report> {
  const keys = options.tasks ?? (options.isQuick ? 500 : 10_000)
  return await withPostgres(async (postgres) => {
    const servers = [await startMedley('api', postgres), await startMedley('api', postgres)]
    const tenants = await makeOrganisations(postgres.database, TENANTS)
    const { ask, close } = makeAsk(options.connections)
    const sendCopies = (index: number): Promise<Outcome[]> =>
      Promise.all(
        Array.from({ length: COPIES }, (_, copy) => {
          const headers = {
            authorization: `Bearer ${tenants[index % TENANTS]?.key}`,
            'idempotency-key': `key-${Math.floor(index / TENANTS)}`,
          }
          const url = `${servers[copy % servers.length]?.said}${CREATE_PATH}`
          return ask({ method: 'POST', url, headers, body: CREATE_BODY })
        }),
      )
    const startedAt = performance.now()
    const answers = await sendAll(keys, Math.max(1, Math.floor(options.connections / COPIES)), sendCopies)
    const seconds = (performance.now() - startedAt) / 1000
    close()
    await Promise.all(servers.map((server) => server.stop()))
    const verdict = await verifyMedley(postgres)
    const deadlocks = await countDeadlocks(postgres)
    const stored = await countStored(postgres)
    return toReport({ keys, answers, seconds, stored, deadlocks, verdict })
  })
}

/** All copies of `atOnce` keys are under way at any time; answers the outcomes of each key. */
async function sendAll(
  keys: number,
  atOnce: number,
  sendCopies: (index: number) => Promise<Outcome[]>,
): Promise<Outcome[][]> {
  const answers: Outcome[][] = []
  let sent = 0
  const sendOn = async (): Promise<void> => {
    while (sent < keys) {
      sent += 1
      answers.push(await sendCopies(sent - 1))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, sendOn))
  return answers
}

interface Stored {
  tasks: number
  holds: number
  keys: number
  jobs: number
}

async function countStored(postgres: Postgres): Promise<Stored> {
  const [row] = await postgres.execute<Stored>(
    `select (select count(*) from tasks) as tasks, (select count(*) from movements where kind = 'hold') as holds,
      (select count(*) from idempotency_keys) as keys, (select count(*) from jobs) as jobs`,
  )
  if (row === undefined) throw new Error('a count has a row')
  return row
}

function toReport(run: {
  keys: number
  answers: readonly Outcome[][]
  seconds: number
  stored: Stored
  deadlocks: number
  verdict: string
}): Report {
  const { keys, stored } = run
  const kinds = makeTally()
  const latencies: number[] = []
  let replays = 0
  for (const outcome of run.answers.flat()) {
    kinds.add(kindOf(outcome))
    if (outcome.kind !== 'answered') continue
    latencies.push(outcome.ms)
    if (outcome.isReplay) replays += 1
  }
  const all = keys * COPIES
  const split = run.answers.filter((copies) => new Set(copies.map(taskOf)).size !== 1).length
  const missed = (count: number): number => Math.abs(count - keys)
  const mostMissed = Math.max(...Object.values(stored).map(missed))
  return {
    name: 'keys',
    rows: [
      {
        requests: all,
        ...stored,
        answers: kinds.text(),
        replays,
        'a second': all / run.seconds,
        'p50 ms': percentile(latencies, 0.5),
        'p99 ms': percentile(latencies, 0.99),
      },
    ],
    aims: [
      { name: 'tasks, holds, keys, jobs: most off the number of keys', value: mostMissed, aim: 0, atMost: true },
      { name: 'keys whose answers name different tasks, or none', value: split, aim: 0, atMost: true },
      { name: 'answers other than 202', value: all - kinds.of('202'), aim: 0, atMost: true },
      { name: 'replays off three a key', value: Math.abs(replays - (COPIES - 1) * keys), aim: 0, atMost: true },
      { name: 'deadlocks', value: run.deadlocks, aim: 0, atMost: true },
    ],
    remarks: [
      `each key is sent ${COPIES} times at once, twice to each of two api processes, over ${TENANTS} organisations`,
      `medley verify afterwards: ${run.verdict}`,
    ],
  }
}

/** The task that an answer names; an outcome without one is like no other. */
function taskOf(outcome: Outcome): unknown {
  if (outcome.kind !== 'answered' || outcome.status !== 202) return outcome
  return JSON.parse(outcome.body).task_id ?? outcome
}
