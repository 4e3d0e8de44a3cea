import { requestText, runLoad } from '../lib/load.ts'
import { median } from '../lib/median.ts'
import type { Options } from '../lib/options.ts'
import { makeOrganisations } from '../lib/organisations.ts'
import type { Report } from '../lib/report.ts'
import { makeLives } from '../lib/requests.ts'
import { startMedley, verifyMedley } from '../lib/start-medley.ts'
import { startRedis } from '../lib/start-redis.ts'
import { untilNoJobs } from '../lib/until-no-jobs.ts'
import { withPostgres } from '../lib/with-postgres.ts'
import { startPeer } from '../peers/start-peer.ts'

/**
 * `share` of the tasks: peers that need minutes for all of them get fewer. pg-boss polls every two seconds and takes one job
 * a worker each time, unless it is told otherwise.
 */
const PEERS = [
  { name: 'graphile-worker', share: 1, aim: 2 },
  { name: 'graphile-worker, tuned', share: 1, aim: null },
  { name: 'pg-boss', share: 0.02, aim: 2 },
  { name: 'pg-boss, tuned', share: 1, aim: 2 },
  { name: 'bullmq', share: 1, aim: 0.3 },
] as const
const OWN = 'Medley, whole paid life over HTTP'
const CHECK_WARM = requestText('GET', '/v1/health', {})

interface Rate {
  jobs: number
  seconds: number
}

/** Whole paid lives a second beside bare no-op jobs, enqueue to completion (DESIGN 9.3). */
export async function benchLife(options: Options): Promise<Report> {
  const tasks = options.tasks ?? (options.isQuick ? 1000 : 20_000)
  const rates = new Map<string, Rate[]>([OWN, ...PEERS.map(({ name }) => name)].map((name) => [name, []]))
  for (let round = 0; round < options.rounds; round += 1) {
    rates.get(OWN)?.push(await runOwn(options, tasks))
    for (const { name, share } of PEERS) {
      rates.get(name)?.push(await runPeer(name, Math.max(100, Math.round(tasks * share)), options))
    }
  }
  return toReport(rates)
}

/** A fresh installation for each round: creates by all connections at once, then waits for the last task to settle. */
async function runOwn(options: Options, tasks: number): Promise<Rate> {
  return await withPostgres(async (postgres) => {
    const medley = await startMedley('serve', postgres)
    const keys = (await makeOrganisations(postgres.database, 100)).map(({ key }) => key)
    const next = makeLives(keys)
    const load = { url: medley.said, connections: options.connections, seconds: 0 }
    await runLoad({ ...load, requests: 200, next: () => CHECK_WARM })
    await runLoad({ ...load, requests: Math.min(2000, tasks), next })
    await untilNoJobs(postgres)
    await postgres.execute('checkpoint')
    const startedAt = performance.now()
    await runLoad({ ...load, requests: tasks, next })
    await untilNoJobs(postgres)
    const seconds = (performance.now() - startedAt) / 1000
    await medley.stop()
    await verifyMedley(postgres)
    return { jobs: tasks, seconds }
  })
}

async function runPeer(name: string, jobs: number, options: Options): Promise<Rate> {
  const redis = await startRedis()
  try {
    return await withPostgres(async (postgres) => {
      await postgres.execute('create database peers')
      const peer = await startPeer('run-lives', name, {
        databaseUrl: postgres.urlOf('peers'),
        redisPort: redis.port,
        jobs,
        producers: options.connections,
      })
      await peer.stop()
      return { jobs, seconds: Number(peer.said) }
    })
  } finally {
    await redis.stop()
  }
}

function toReport(rates: ReadonlyMap<string, Rate[]>): Report {
  const perSecond = (name: string): number => median((rates.get(name) ?? []).map(({ jobs, seconds }) => jobs / seconds))
  const own = perSecond(OWN)
  const rows = [...rates].map(([name, all]) => ({
    subject: name,
    jobs: all[0]?.jobs ?? 0,
    'a second': perSecond(name),
    'Medley / it': own / perSecond(name),
  }))
  return {
    name: 'life',
    rows,
    aims: PEERS.flatMap(({ name, aim }) =>
      aim === null ? [] : [{ name: `life / ${name} job`, value: own / perSecond(name), aim }],
    ),
    remarks: [
      'a life = create over HTTP, purchase, simulator with no delay, a result of a hundred bytes kept, settle; nobody is told by webhook',
      'a peer enqueues and works in one process without HTTP, 64 producers, 50 jobs at once; else its defaults',
      'pg-boss by default takes one job a worker every two seconds, so only its tuned row (batches of 200, bursts) says much',
    ],
  }
}
