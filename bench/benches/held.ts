import { setTimeout as delay } from 'node:timers/promises'

import { countDeadlocks } from '../lib/count-deadlocks.ts'
import { runLoad, type LoadFigures } from '../lib/load.ts'
import { makeAsk } from '../lib/make-ask.ts'
import { medianFigures } from '../lib/median.ts'
import type { Options } from '../lib/options.ts'
import { makeOrganisations, type Organisation } from '../lib/organisations.ts'
import type { Report } from '../lib/report.ts'
import { CREATE_BODY, CREATE_PATH, makeCreates } from '../lib/requests.ts'
import type { Child } from '../lib/start-child.ts'
import { startMedley, verifyMedley } from '../lib/start-medley.ts'
import { kindOf, makeTally, type Tally } from '../lib/tally.ts'
import { withPostgres, type Postgres } from '../lib/with-postgres.ts'

const TENANTS = 100
/** Of the held tenant, beside the load of the others. */
const HELD_EVERY_MS = 100

interface Scene {
  postgres: Postgres
  medley: Child
  held: Organisation
  /** Creates of the other tenants, as fast as they are answered. */
  runOthers(): Promise<LoadFigures>
}

/** What became of the requests of the tenant whose account a stranger held. */
interface HeldFigures {
  creates: Tally
  reads: Tally
  /** How many creates were answered while the row was held. */
  answeredWhileHeld: number
  /** From the release to the last of its answers. */
  afterReleaseMs: number
}

/** One account row held by a stranger's transaction, and what the other tenants notice of it. */
export async function benchHeld(options: Options): Promise<Report> {
  // Longer than the ten seconds that a transaction of ours may last.
  const seconds = options.isQuick ? 3 : Math.max(20, options.seconds)
  return await withPostgres(async (postgres) => {
    const medley = await startMedley('api', postgres)
    const tenants = await makeOrganisations(postgres.database, TENANTS)
    const [held, ...others] = tenants
    if (held === undefined) throw new Error('there are tenants')
    const load = { url: medley.said, connections: options.connections, seconds, warmUpSeconds: 1, server: medley }
    const next = makeCreates(others.map(({ key }) => key))
    const scene: Scene = { postgres, medley, held, runOthers: () => runLoad({ ...load, next }) }
    const free: LoadFigures[] = []
    const open: LoadFigures[] = []
    const beside: LoadFigures[] = []
    const own: HeldFigures[] = []
    for (let round = 0; round < options.rounds; round += 1) {
      free.push(await scene.runOthers())
      open.push(await besideStranger(postgres, 'select pg_current_xact_id()', scene.runOthers))
      const { others, heldTenant } = await runHeld(scene)
      beside.push(others)
      own.push(heldTenant)
    }
    const code = await medley.stop()
    const verdict = await verifyMedley(postgres)
    const deadlocks = await countDeadlocks(postgres)
    return toReport({ seconds, free, open, beside, own, code, deadlocks, verdict })
  })
}

/** Works while a stranger's transaction is open that has begun with this statement. */
function besideStranger<T>(postgres: Postgres, statement: string, work: () => Promise<T>): Promise<T> {
  return postgres.database.withSession(async (stranger) => {
    await stranger.execute('begin')
    await stranger.execute(statement)
    const result = await work()
    await stranger.execute('commit')
    return result
  })
}

/** The load of the others while a stranger's transaction holds the one account row; the held tenant goes on asking. */
async function runHeld(scene: Scene): Promise<{ others: LoadFigures; heldTenant: HeldFigures }> {
  const { ask, close } = makeAsk(1000)
  const authorization = `Bearer ${scene.held.key}`
  const heldTenant: HeldFigures = { creates: makeTally(), reads: makeTally(), answeredWhileHeld: 0, afterReleaseMs: 0 }
  const asked: Promise<void>[] = []
  let isHeld = true
  const askAsHeld = (): void => {
    const create = { method: 'POST', url: `${scene.medley.said}${CREATE_PATH}`, body: CREATE_BODY } as const
    const read = { method: 'GET', url: `${scene.medley.said}/v1/tasks?limit=5` } as const
    asked.push(
      ask({ ...create, headers: { authorization } }).then((outcome) => {
        heldTenant.creates.add(kindOf(outcome))
        if (isHeld) heldTenant.answeredWhileHeld += 1
      }),
      ask({ ...read, headers: { authorization } }).then((outcome) => heldTenant.reads.add(kindOf(outcome))),
    )
  }
  const hold = `select from accounts where organisation = ${scene.held.number} for update`
  const others = await besideStranger(scene.postgres, hold, async () => {
    const timer = setInterval(askAsHeld, HELD_EVERY_MS)
    const figures = await scene.runOthers()
    clearInterval(timer)
    isHeld = false
    return figures
  })
  const releasedAt = performance.now()
  await Promise.all(asked)
  heldTenant.afterReleaseMs = performance.now() - releasedAt
  close()
  // The figures of the next round are not to be those of a server that clears up after this one.
  await delay(500)
  return { others, heldTenant }
}

function toReport(run: {
  seconds: number
  free: readonly LoadFigures[]
  open: readonly LoadFigures[]
  beside: readonly LoadFigures[]
  own: readonly HeldFigures[]
  code: number | null
  deadlocks: number
  verdict: string
}): Report {
  const free = medianFigures(run.free)
  const open = medianFigures(run.open)
  const beside = medianFigures(run.beside)
  const worstP99 = Math.max(...run.beside.map(({ p99Ms }) => p99Ms))
  const kinds = (pick: (figures: HeldFigures) => Tally): string => run.own.map((one) => pick(one).text()).join(' | ')
  const refused = run.own.flatMap(({ creates, reads }) => [...creates.entries(), ...reads.entries()])
  const faults = refused.filter(([kind]) => !['200', '202', '503'].includes(kind))
  return {
    name: 'held',
    rows: [
      { subject: 'nothing held', ...toCells(free) },
      { subject: "a stranger's transaction open, nothing held", ...toCells(open) },
      { subject: 'one account row held', ...toCells(beside) },
    ],
    aims: [
      { name: 'create p99 of the others while one is held, ms (worst round)', value: worstP99, aim: 100, atMost: true },
      {
        name: 'creates a second, one held / a transaction merely open',
        value: beside.perSecond / open.perSecond,
        aim: 0.9,
      },
      {
        name: 'answers to the held tenant other than 2xx and 503',
        value: faults.reduce((sum, [, count]) => sum + count, 0),
        aim: 0,
        atMost: true,
      },
      {
        name: 'after the release: until its last waiting create is answered, ms (worst round)',
        value: Math.max(...run.own.map(({ afterReleaseMs }) => afterReleaseMs)),
        aim: 1000,
        atMost: true,
      },
      { name: 'deadlocks', value: run.deadlocks, aim: 0, atMost: true },
    ],
    remarks: [
      `${TENANTS - 1} tenants create for ${run.seconds} s, in turn with nothing, with a stranger's open transaction, and with its \`select … for update\` on the account row of one more`,
      'any open transaction that writes keeps PostgreSQL from removing old versions of the account rows meanwhile: that, not the lock, costs rate',
      `the held tenant's creates, round by round: ${kinds(({ creates }) => creates)}; of them while it was held: ${run.own.map(({ answeredWhileHeld }) => answeredWhileHeld).join(' | ')}`,
      `its reads meanwhile: ${kinds(({ reads }) => reads)}`,
      `medley api ended with ${run.code}; medley verify afterwards: ${run.verdict}`,
    ],
  }
}

function toCells({ perSecond, p50Ms, p99Ms, busy, requests }: LoadFigures) {
  return { 'a second': perSecond, 'p50 ms': p50Ms, 'p99 ms': p99Ms, 'server core': busy, requests }
}
