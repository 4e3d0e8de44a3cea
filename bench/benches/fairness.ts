import { setTimeout as delay } from 'node:timers/promises'

import { fillJobs } from '../lib/fill-jobs.ts'
import { runLoad } from '../lib/load.ts'
import { makeAsk } from '../lib/make-ask.ts'
import { percentile } from '../lib/median.ts'
import type { Options } from '../lib/options.ts'
import { makeOrganisations } from '../lib/organisations.ts'
import type { Report } from '../lib/report.ts'
import { LIFE_PATH, lifeBody, makeLives } from '../lib/requests.ts'
import { startMedley, verifyMedley } from '../lib/start-medley.ts'
import { withPostgres, type Postgres } from '../lib/with-postgres.ts'

const TASK_MS = 200
/** Each start takes as long as the task, so that it keeps a worker's place all the while. */
const BIG_SCRIPT = { accept: { delayMs: TASK_MS } }
const SMALL_SCRIPT = { delayMs: TASK_MS }
const WORKERS = 2
/** Of the simulator, in one process (`concurrency` in src/providers/simulator/provider.ts). */
const PLACES = 1000 * WORKERS
const PAUSE_MS = 200

interface Case {
  subject: string
  tenants: number
  /** Of all big tenants together. */
  queued: number
  samples: number
  /** Stored in SQL before anybody serves, not created over HTTP: for more than HTTP takes in minutes. */
  isCopied: boolean
}

interface Sample {
  /** From the create's answer to `started_at`; the task may have begun before the answer came. */
  waitedMs: number
  placesTaken: number
}

interface Finding extends Case {
  fillSeconds: number
  waits: Sample[]
  leftQueued: number
  verdict: string
}

/** How long the one task of a small tenant waits while big tenants' queues keep every worker's place taken. */
export async function benchFairness(options: Options): Promise<Report> {
  const queued = options.tasks ?? (options.isQuick ? 16_000 : 50_000)
  const samples = options.isQuick ? 5 : 20
  const one = await measureCase({
    subject: `one tenant with ${queued} queued`,
    tenants: 1,
    queued,
    samples,
    isCopied: false,
  })
  const each = queued / 100
  const hundred = await measureCase({
    subject: `100 tenants with ${each} queued each`,
    tenants: 100,
    queued,
    samples,
    isCopied: false,
  })
  const deep = options.isQuick ? 200_000 : 5_000_000
  const copied = {
    subject: `100 tenants with ${deep / 100} queued each`,
    tenants: 100,
    queued: deep,
    samples,
    isCopied: true,
  }
  const findings = [one, hundred, await measureCase(copied)]
  return {
    name: 'fairness',
    rows: findings.map((finding) => ({
      subject: finding.subject,
      samples: finding.waits.length,
      'p50 ms': percentile(waitsOf(finding), 0.5),
      'max ms': Math.max(...waitsOf(finding)),
      'places taken, median': percentile(placesOf(finding), 0.5),
      'at least': Math.min(...placesOf(finding)),
      'of places': PLACES,
      'still queued after': finding.leftQueued,
      'filled in s': finding.fillSeconds,
    })),
    aims: findings.flatMap((finding) => [
      {
        name: `${finding.subject}: longest wait of the small one, ms`,
        value: Math.max(...waitsOf(finding)),
        aim: 2000,
        atMost: true,
      },
      { name: `${finding.subject}: samples with the queue outlasting them`, value: finding.waits.length, aim: samples },
    ]),
    remarks: [
      `${WORKERS} worker processes and an api; each big task keeps its place for ${TASK_MS} ms; the small tenant has one task at a time`,
      'waits go from the answer of its create to started_at, by the one clock of the machine',
      'places taken: jobs that a worker held when the sample was begun; with settling, places turn over slower than the work itself',
      `medley verify afterwards: ${findings.map(({ verdict }) => verdict).join(' | ')}`,
    ],
  }
}

const waitsOf = ({ waits }: Finding): number[] => waits.map(({ waitedMs }) => waitedMs)
const placesOf = ({ waits }: Finding): number[] => waits.map(({ placesTaken }) => placesTaken)

async function measureCase(scene: Case): Promise<Finding> {
  return await withPostgres(async (postgres) => {
    const startedAt = performance.now()
    if (scene.isCopied) {
      await fillJobs(postgres, { count: scene.queued, lanes: scene.tenants, hot: 0, script: BIG_SCRIPT })
    }
    const api = await startMedley('api', postgres)
    const [small, ...big] = await makeOrganisations(postgres.database, 1 + (scene.isCopied ? 0 : scene.tenants))
    if (!scene.isCopied) {
      const next = makeLives(
        big.map(({ key }) => key),
        BIG_SCRIPT,
      )
      await runLoad({ url: api.said, connections: 64, seconds: 0, requests: scene.queued, next })
    }
    const fillSeconds = (performance.now() - startedAt) / 1000
    const workers = await Promise.all(Array.from({ length: WORKERS }, () => startMedley('worker', postgres)))
    while ((await countJobs(postgres)).held < PLACES / 2) await delay(50)
    const waits = await takeSamples(postgres, { url: api.said, key: small?.key ?? '', samples: scene.samples })
    const { ready } = await countJobs(postgres)
    await Promise.all([api, ...workers].map((child) => child.stop()))
    const verdict = scene.isCopied ? 'not asked of what was stored in SQL' : await verifyMedley(postgres)
    return { ...scene, fillSeconds, waits, leftQueued: ready, verdict }
  })
}

/** One task of the small tenant after the other; ends early when the big ones' queue no longer keeps the workers busy. */
async function takeSamples(
  postgres: Postgres,
  { url, key, samples }: { url: string; key: string; samples: number },
): Promise<Sample[]> {
  const { ask, close } = makeAsk(1)
  const taken: Sample[] = []
  while (taken.length < samples) {
    const { ready, held } = await countJobs(postgres)
    const headers = { 'x-api-key': key }
    const outcome = await ask({ method: 'POST', url: `${url}${LIFE_PATH}`, headers, body: lifeBody(SMALL_SCRIPT) })
    const answeredAt = Date.now()
    if (outcome.kind !== 'answered' || outcome.status !== 200) throw new Error(JSON.stringify(outcome))
    const startedAt = await untilStarted(postgres, JSON.parse(outcome.body).data.task_id)
    if (ready < PLACES) break
    taken.push({ waitedMs: startedAt - answeredAt, placesTaken: held })
    await delay(PAUSE_MS)
  }
  close()
  return taken
}

async function untilStarted(postgres: Postgres, task: string): Promise<number> {
  for (;;) {
    const [row] = await postgres.database.query<{ started_at: number | null }>(
      'started-at',
      'select started_at from tasks where id = $1',
      [task],
    )
    if (typeof row?.started_at === 'number') return row.started_at
    await delay(10)
  }
}

async function countJobs({ database }: Postgres): Promise<{ ready: number; held: number }> {
  const [row] = await database.query<{ ready: number; held: number }>(
    'count-jobs',
    `select count(*) filter (where phase = 1) as ready, count(*) filter (where worker is not null) as held from jobs`,
    [],
  )
  if (row === undefined) throw new Error('a count has a row')
  return row
}
