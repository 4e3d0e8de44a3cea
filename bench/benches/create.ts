import { runLoad, requestText, type LoadFigures } from '../lib/load.ts'
import { medianFigures } from '../lib/median.ts'
import type { Options } from '../lib/options.ts'
import { makeOrganisations } from '../lib/organisations.ts'
import type { Report } from '../lib/report.ts'
import { CREATE_BODY, makeCreates } from '../lib/requests.ts'
import type { Child } from '../lib/start-child.ts'
import { startMedley, verifyMedley } from '../lib/start-medley.ts'
import { startRedis } from '../lib/start-redis.ts'
import { makePeerDatabase, withPostgres, type Postgres } from '../lib/with-postgres.ts'
import { startPeer } from '../peers/start-peer.ts'

const ORGANISATIONS = 100
const SPREAD = 'Medley, 100 organisations'
const HOT = 'Medley, one organisation'

/** So high that none is met: what they cost is to be counted by them. */
const REQUEST_LIMITS = { requestsPerSecond: 1e6, requestsPerDay: 1e12, requestsPerMonth: 1e12 }
const TASK_LIMITS = { tasksAtOnce: 2e9, creditsPerDay: 1e15, creditsPerMonth: 1e15 }
/** What an organisation and its key may use: each way is measured beside the one without. */
const WAYS = [
  { name: '', limits: {}, isKeyed: false },
  { name: ', Idempotency-Key', limits: {}, isKeyed: true },
  { name: ', limits of requests', limits: REQUEST_LIMITS, isKeyed: false },
  { name: ', limits of tasks and credits', limits: TASK_LIMITS, isKeyed: false },
  { name: ', all limits, Idempotency-Key', limits: { ...REQUEST_LIMITS, ...TASK_LIMITS }, isKeyed: true },
] as const
const PEERS = ['constant', 'graphile-worker', 'pg-boss', 'bullmq'] as const

interface Subject {
  name: string
  server: Child
  next(): string
}

/** Create over HTTP with everything on, beside a bare enqueue behind the same HTTP shell (DESIGN 9.1). */
export async function benchCreate(options: Options): Promise<Report> {
  return await withPostgres(async (postgres) => {
    const redis = await startRedis()
    const subjects = await startSubjects(postgres, redis.port)
    const runs = new Map<string, LoadFigures[]>(subjects.map(({ name }) => [name, []]))
    for (let round = 0; round < options.rounds; round += 1) {
      for (const { name, server, next } of subjects) {
        // What the last subject wrote is flushed at its own cost, not at the next one's.
        await postgres.execute('checkpoint')
        const { connections, seconds } = options
        const warmUpSeconds = round === 0 ? Math.min(3, seconds) : 0.5
        runs.get(name)?.push(await runLoad({ url: server.said, server, next, connections, seconds, warmUpSeconds }))
      }
    }
    for (const server of new Set(subjects.map((subject) => subject.server))) await server.stop()
    await redis.stop()
    const verdict = await verifyMedley(postgres)
    return toReport(runs, [`medley verify afterwards: ${verdict}`, `Redis ${redis.version}, appendfsync everysec`])
  })
}

async function startSubjects(postgres: Postgres, redisPort: number): Promise<Subject[]> {
  const medley = await startMedley('api', postgres)
  const subjects: Subject[] = []
  for (const [index, { name, limits, isKeyed }] of WAYS.entries()) {
    const made = await makeOrganisations(postgres.database, ORGANISATIONS, { name: `way-${index}`, limits })
    const keys = made.map(({ key }) => key)
    subjects.push({ name: `${SPREAD}${name}`, server: medley, next: makeCreates(keys, isKeyed) })
    subjects.push({ name: `${HOT}${name}`, server: medley, next: makeCreates(keys.slice(0, 1), isKeyed) })
  }
  const databaseUrl = await makePeerDatabase(postgres)
  const text = requestText('POST', '/enqueue', {}, CREATE_BODY)
  for (const name of PEERS) {
    subjects.push({
      name,
      server: await startPeer('serve-enqueue', name, { databaseUrl, redisPort }),
      next: () => text,
    })
  }
  return subjects
}

function toReport(runs: ReadonlyMap<string, LoadFigures[]>, remarks: string[]): Report {
  const figures = new Map([...runs].map(([name, all]) => [name, medianFigures(all)]))
  const rateOf = (name: string): number => figures.get(name)?.perSecond ?? 0
  const ownNames = [...figures.keys()].filter((name) => name.startsWith('Medley'))
  // The worst of all ways is what the aims are held against.
  const worst = Math.min(...ownNames.map(rateOf))
  const rows = [...figures].map(([name, { perSecond, p50Ms, p99Ms, cpuMicros, busy }]) => ({
    subject: name,
    'a second': perSecond,
    'p50 ms': p50Ms,
    'p99 ms': p99Ms,
    'server µs each': cpuMicros,
    'server core busy': busy,
    'of constant': perSecond / rateOf('constant'),
  }))
  const aims = [
    ['graphile-worker', 10],
    ['pg-boss', 5],
    ['bullmq', 1],
  ] as const
  return {
    name: 'create',
    rows,
    aims: aims.map(([peer, aim]) => ({
      name: `create (worst of all) / ${peer} enqueue`,
      value: worst / rateOf(peer),
      aim,
    })),
    remarks,
  }
}
