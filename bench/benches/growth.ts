import { fillTasks } from '../lib/fill-tasks.ts'
import { runLoad, type LoadFigures } from '../lib/load.ts'
import { medianFigures } from '../lib/median.ts'
import type { Options } from '../lib/options.ts'
import { makeOrganisations } from '../lib/organisations.ts'
import type { Report } from '../lib/report.ts'
import { makeCreates, makeLists, makeReads } from '../lib/requests.ts'
import type { Child } from '../lib/start-child.ts'
import { startMedley, verifyMedley } from '../lib/start-medley.ts'
import { withPostgres, type Postgres } from '../lib/with-postgres.ts'

const ORGANISATIONS = 100
const FEW = 10_000
const ACTS = ['create', 'get', 'list'] as const

interface Installation {
  tasks: number
  postgres: Postgres
  medley: Child
  next: Readonly<Record<(typeof ACTS)[number], () => string>>
}

/** Create, get and list at many stored tasks beside few, taking turns on two databases (DESIGN 9.4). */
export async function benchGrowth(options: Options): Promise<Report> {
  const many = options.tasks ?? (options.isQuick ? 50_000 : 1_000_000)
  return await withPostgres((small) =>
    withPostgres(async (large) => {
      // Filled before either serves: `medley serve` makes the template, `medley api` is measured.
      const both = [await install(small, FEW), await install(large, many)]
      const runs = new Map<string, LoadFigures[]>()
      for (let round = 0; round < options.rounds; round += 1) {
        for (const act of ACTS) for (const place of both) await measure(options, runs, act, place)
      }
      for (const { medley } of both) await medley.stop()
      const verdict = await verifyMedley(large)
      return toReport(runs, many, `medley verify on the large one, ${many} tasks and what was created: ${verdict}`)
    }),
  )
}

async function install(postgres: Postgres, tasks: number): Promise<Installation> {
  // Migrates and founds; the organisations come before the tasks that are dealt out to them.
  const first = await startMedley('api', postgres)
  await first.stop()
  const organisations = await makeOrganisations(postgres.database, ORGANISATIONS)
  const startedAt = performance.now()
  await fillTasks(
    postgres,
    organisations.map(({ number }) => number),
    tasks,
  )
  process.stderr.write(`${tasks} tasks stored in ${Math.round((performance.now() - startedAt) / 1000)} s\n`)
  const keys = organisations.map(({ key }) => key)
  const keyOf = new Map(organisations.map(({ number, key }) => [number, key]))
  const picked = await postgres.execute<{ task: string; organisation: number }>(
    'select task, organisation from made order by random() limit 50000',
  )
  const reads = picked.map(({ task, organisation }) => ({ id: task, key: keyOf.get(organisation) ?? '' }))
  await postgres.execute('drop table made')
  const medley = await startMedley('api', postgres)
  return {
    tasks,
    postgres,
    medley,
    next: { create: makeCreates(keys, true), get: makeReads(reads), list: makeLists(keys) },
  }
}

async function measure(
  options: Options,
  runs: Map<string, LoadFigures[]>,
  act: (typeof ACTS)[number],
  { tasks, postgres, medley, next }: Installation,
): Promise<void> {
  await postgres.execute('checkpoint')
  const { connections, seconds } = options
  const name = nameOf(act, tasks)
  const all = runs.get(name) ?? []
  runs.set(name, all)
  all.push(
    await runLoad({
      url: medley.said,
      server: medley,
      next: next[act],
      connections,
      seconds,
      warmUpSeconds: Math.min(2, seconds),
    }),
  )
}

function nameOf(act: string, tasks: number): string {
  return `${act} at ${tasks} tasks`
}

function toReport(runs: ReadonlyMap<string, LoadFigures[]>, many: number, verdict: string): Report {
  const figures = new Map([...runs].map(([name, all]) => [name, medianFigures(all)]))
  const rateOf = (act: string, tasks: number): number => figures.get(nameOf(act, tasks))?.perSecond ?? 0
  return {
    name: 'growth',
    rows: [...figures].map(([name, { perSecond, p50Ms, p99Ms, cpuMicros, busy }]) => ({
      subject: name,
      'a second': perSecond,
      'p50 ms': p50Ms,
      'p99 ms': p99Ms,
      'server µs each': cpuMicros,
      'server core busy': busy,
    })),
    aims: ACTS.map((act) => ({
      name: `${act}: time at ${many} tasks / at ${FEW}`,
      value: rateOf(act, FEW) / rateOf(act, many),
      aim: 1.3,
      atMost: true,
    })),
    remarks: [verdict, 'gets are of 50,000 tasks drawn from all of them; lists are first pages of 20'],
  }
}
