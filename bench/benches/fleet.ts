import { setTimeout as delay } from 'node:timers/promises'

import { countDeadlocks } from '../lib/count-deadlocks.ts'
import { percentile } from '../lib/median.ts'
import type { Options } from '../lib/options.ts'
import { makeOrganisations } from '../lib/organisations.ts'
import type { Report, Row } from '../lib/report.ts'
import type { Child } from '../lib/start-child.ts'
import { startMedley, verifyMedley } from '../lib/start-medley.ts'
import { startSteadyLoad, type SteadyLoad } from '../lib/start-steady-load.ts'
import type { Tally } from '../lib/tally.ts'
import { untilNoJobs } from '../lib/until-no-jobs.ts'
import { readHoldings, watchTakeover, type Takeover } from '../lib/watch-takeover.ts'
import { withPostgres, type Postgres } from '../lib/with-postgres.ts'

const LEASE_MS = 15_000
/** Half the tasks keep a worker's place for a second and are lost with it; the others wait for their next check. */
const SCRIPTS = [{ accept: { delayMs: 1000 } }, { delayMs: 1000 }]
const TENANTS = 20

interface Fleet {
  apis: [Child, Child]
  workers: [Child, Child]
}

/** Two api and two worker processes on one database: all work, one worker is killed, all are restarted in turn. */
export async function benchFleet(options: Options): Promise<Report> {
  const kills = options.isQuick ? 1 : options.rounds
  const createsPerSecond = options.isQuick ? 50 : 100
  return await withPostgres(async (postgres) => {
    const fleet = await startFleet(postgres)
    const keys = (await makeOrganisations(postgres.database, TENANTS)).map(({ key }) => key)
    const urls = fleet.apis.map(({ said }) => said)
    const steady = { urls, keys, scripts: SCRIPTS, createsPerSecond }
    const shares = await measureShares(postgres, fleet, startSteadyLoad(steady), options.seconds)
    const killing = startSteadyLoad(steady)
    const takeovers: Takeover[] = []
    for (let kill = 0; kill < kills; kill += 1) takeovers.push(await killWorker(postgres, fleet))
    await killing.stop()
    const rolling = startSteadyLoad(steady)
    const codes = await restartAll(postgres, fleet)
    await rolling.stop()
    await untilNoJobs(postgres)
    codes.push(...(await Promise.all([...fleet.apis, ...fleet.workers].map((child) => child.stop()))))
    const loads = [
      { subject: 'all four at work', load: shares.load },
      { subject: `${kills} × kill -9 of a worker`, load: killing },
      { subject: 'rolling restart of all four', load: rolling },
    ]
    const acknowledged = loads.flatMap(({ load }) => load.acknowledged.map(({ id }) => id))
    const ends = await countEnds(postgres, acknowledged)
    const verdict = await verifyMedley(postgres)
    const deadlocks = await countDeadlocks(postgres)
    return toReport({ loads, shares, takeovers, codes, ends, deadlocks, verdict })
  })
}

async function startFleet(postgres: Postgres): Promise<Fleet> {
  const start = (role: 'api' | 'worker'): Promise<Child> => startMedley(role, postgres)
  return { apis: [await start('api'), await start('api')], workers: [await start('worker'), await start('worker')] }
}

interface Shares {
  load: SteadyLoad
  /** How many jobs each worker held, over many looks. */
  held: number[]
}

/** Looks which worker holds how many jobs while nothing is wrong. */
async function measureShares(postgres: Postgres, fleet: Fleet, load: SteadyLoad, seconds: number): Promise<Shares> {
  const held = fleet.workers.map(() => 0)
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    await delay(100)
    for (const [index, { pid }] of fleet.workers.entries()) {
      held[index] = (held[index] ?? 0) + (await readHoldings(postgres, pid)).jobs.length
    }
  }
  await load.stop()
  return { load, held }
}

/** Kills the first worker when its lease has just been renewed, watches the other take over, and starts it again. */
async function killWorker(postgres: Postgres, fleet: Fleet): Promise<Takeover> {
  await delay(2000)
  const { pid } = fleet.workers[0]
  let holdings = await readHoldings(postgres, pid)
  // The worst moment: nearly the whole lease is still to come.
  while (holdings.leaseUntil - Date.now() < LEASE_MS - 200) {
    await delay(20)
    holdings = await readHoldings(postgres, pid)
  }
  const killedAt = Date.now()
  await fleet.workers[0].kill()
  const takeover = await watchTakeover(postgres, holdings, killedAt)
  // Else each lease would begin, and end, at the same distance from the other worker's sweeps.
  await delay(Math.random() * 2500)
  fleet.workers[0] = await startMedley('worker', postgres)
  return takeover
}

/** SIGTERM, wait, start again, one after the other; answers their exit codes. */
async function restartAll(postgres: Postgres, fleet: Fleet): Promise<(number | null)[]> {
  const codes: (number | null)[] = []
  for (const [role, children] of [['api', fleet.apis] as const, ['worker', fleet.workers] as const]) {
    for (const [index, child] of children.entries()) {
      await delay(2000)
      codes.push(await child.stop())
      children[index] = await startMedley(role, postgres, { port: new URL(child.said).port })
    }
  }
  await delay(2000)
  return codes
}

interface Ends {
  /** Acknowledged tasks that did not succeed. */
  lost: number
  /** Tasks of creates that were not answered with a 2xx. */
  unanswered: number
}

async function countEnds(postgres: Postgres, acknowledged: readonly string[]): Promise<Ends> {
  const [row] = await postgres.execute<{ succeeded: number; others: number }>(
    `select count(*) filter (where known and status = 3) as succeeded, count(*) filter (where not known) as others
      from (select status, id = any($1::uuid[]) as known from tasks) t`,
    [acknowledged],
  )
  if (row === undefined) throw new Error('a count has a row')
  return { lost: acknowledged.length - row.succeeded, unanswered: row.others }
}

function toReport(run: {
  loads: readonly { subject: string; load: SteadyLoad }[]
  shares: Shares
  takeovers: readonly Takeover[]
  codes: readonly (number | null)[]
  ends: Ends
  deadlocks: number
  verdict: string
}): Report {
  const failed = run.loads.map(({ load }) => countFailed(load.creates) + countFailed(load.reads))
  const total = run.shares.held.reduce((sum, count) => sum + count, 0)
  const least = Math.min(...run.shares.held) / total
  const beyond = (from: (takeover: Takeover) => number): number =>
    Math.max(...run.takeovers.map((takeover) => takeover.longestMs - from(takeover)))
  const rows: Row[] = run.loads.map(({ subject, load }) => ({
    subject,
    creates: load.creates.text(),
    reads: load.reads.text(),
    'p50 ms': percentile(load.latencies, 0.5),
    'p99 ms': percentile(load.latencies, 0.99),
  }))
  const takeovers: Row[] = run.takeovers.map(({ jobs, leaseLeftMs, longestMs }) => ({
    subject: 'kill -9',
    'jobs held': jobs,
    'lease left ms': leaseLeftMs,
    'all taken over after ms': longestMs,
  }))
  return {
    name: 'fleet',
    rows: [...rows, ...takeovers],
    aims: [
      { name: 'smaller share of the jobs held by one of the two workers', value: least, aim: 0.2 },
      {
        name: 'longest gap of a killed worker’s task beyond the lease of 15 s, ms',
        value: Math.max(
          0,
          beyond(() => LEASE_MS),
        ),
        aim: 1000,
        atMost: true,
      },
      {
        name: 'requests that failed, those refused at the door apart',
        value: failed.reduce((sum, count) => sum + count, 0),
        aim: 0,
        atMost: true,
      },
      { name: 'acknowledged tasks that did not succeed', value: run.ends.lost, aim: 0, atMost: true },
      { name: 'tasks of creates that were not answered', value: run.ends.unanswered, aim: 0, atMost: true },
      {
        name: 'stops that did not end with 0',
        value: run.codes.filter((code) => code !== 0).length,
        aim: 0,
        atMost: true,
      },
      { name: 'deadlocks', value: run.deadlocks, aim: 0, atMost: true },
    ],
    remarks: [
      'each worker is killed right after it renewed its lease, when its tasks have longest to wait',
      'the clients ask both api processes in turn, try nothing again and know nothing of the restarts',
      `from the end of the killed worker's own lease until its last job was claimed again: ${Math.round(beyond(({ leaseLeftMs }) => leaseLeftMs))} ms at most`,
      `medley verify afterwards: ${run.verdict}`,
    ],
  }
}

/** Nobody listens, or the kernel drops what waited to be accepted when the listening ended. */
const AT_THE_DOOR: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET'])

function countFailed(tally: Tally): number {
  return tally
    .entries()
    .filter(([kind]) => !kind.startsWith('2') && !AT_THE_DOOR.has(kind))
    .reduce((sum, [, count]) => sum + count, 0)
}
