import { fileURLToPath } from 'node:url'

import { runLoad, type LoadFigures } from '../lib/load.ts'
import { medianFigures } from '../lib/median.ts'
import type { Options } from '../lib/options.ts'
import { makeOrganisations } from '../lib/organisations.ts'
import type { Report } from '../lib/report.ts'
import { makeCreates, makeReads } from '../lib/requests.ts'
import type { Child } from '../lib/start-child.ts'
import { startMedley } from '../lib/start-medley.ts'
import { withPostgres, type Postgres } from '../lib/with-postgres.ts'
import { startPeer } from '../peers/start-peer.ts'

const CONSTANT = 'same HTTP shell, constant answer'
const SELECT = 'Medley without batches: one select a request'
const MANNERS = [
  [CONSTANT, 'constant'],
  ['bare Fastify, constant answer', 'bare-constant'],
  ['bare Fastify, one select a request', 'bare-select'],
] as const
const TASKS = 1000
/** More than a process keeps answers of, so that each of these reads renders anew; `--quick` has fewer. */
const MANY_TASKS = 20_000

type Ask = () => string

/** Get over HTTP beside a constant answer and beside one select a request (DESIGN 9.2). */
export async function benchGet(options: Options): Promise<Report> {
  return await withPostgres(async (postgres) => {
    const medley = await startMedley('api', postgres)
    const many = await createTasks(postgres, medley, options.isQuick ? TASKS : MANY_TASKS)
    // Of all ten organisations.
    const tasks = many.filter((_, index) => index % Math.ceil(many.length / (options.tasks ?? TASKS)) === 0)
    const next = makeReads(tasks)
    const first = tasks[0]
    if (first === undefined) throw new Error('no task was created')
    const body = await readOne(medley, first)
    const nodeArgs = ['--import', fileURLToPath(new URL('../peers/without-batches.ts', import.meta.url))]
    const subjects: [string, Child, Ask][] = [
      ['Medley', medley, next],
      // A process of its own: what one keeps in memory must not be pushed out by the other's reads.
      [`Medley, ${many.length} tasks in turn`, await startMedley('api', postgres), makeReads(many)],
      [SELECT, await startMedley('api', postgres, { nodeArgs }), next],
    ]
    for (const [name, manner] of MANNERS) {
      subjects.push([name, await startPeer('serve-read', manner, { databaseUrl: postgres.url, body }), next])
    }
    const runs = new Map<string, LoadFigures[]>(subjects.map(([name]) => [name, []]))
    for (let round = 0; round < options.rounds; round += 1) {
      for (const [name, server, ask] of subjects) {
        const { connections, seconds } = options
        const warmUpSeconds = round === 0 ? Math.min(3, seconds) : 0.5
        runs
          .get(name)
          ?.push(await runLoad({ url: server.said, server, next: ask, connections, seconds, warmUpSeconds }))
      }
    }
    for (const server of new Set(subjects.map(([, server]) => server))) await server.stop()
    return toReport(runs, Buffer.byteLength(body))
  })
}

/** Tasks of ten organisations, created over HTTP. */
async function createTasks(postgres: Postgres, medley: Child, count: number): Promise<{ id: string; key: string }[]> {
  const tasks: { id: string; key: string }[] = []
  for (const { key } of await makeOrganisations(postgres.database, 10)) {
    const onBody = (body: string): void => {
      const answer: { task_id: string } = JSON.parse(body)
      tasks.push({ id: answer.task_id, key })
    }
    const requests = Math.ceil(count / 10)
    await runLoad({ url: medley.said, connections: 16, seconds: 0, requests, next: makeCreates([key]), onBody })
  }
  return tasks
}

async function readOne(medley: Child, task: { id: string; key: string }): Promise<string> {
  const headers = { authorization: `Bearer ${task.key}` }
  const response = await fetch(`${medley.said}/v1/tasks/${task.id}`, { headers })
  return await response.text()
}

function toReport(runs: ReadonlyMap<string, LoadFigures[]>, bodyBytes: number): Report {
  const figures = new Map([...runs].map(([name, all]) => [name, medianFigures(all)]))
  const rateOf = (name: string): number => figures.get(name)?.perSecond ?? 0
  const own = rateOf('Medley')
  const rows = [...figures].map(([name, { perSecond, p50Ms, p99Ms, cpuMicros, busy }]) => ({
    subject: name,
    'a second': perSecond,
    'p50 ms': p50Ms,
    'p99 ms': p99Ms,
    'server µs each': cpuMicros,
    'server core busy': busy,
    'Medley / it': own / perSecond,
  }))
  return {
    name: 'get',
    rows,
    aims: [
      { name: 'get / the same server answering a constant', value: own / rateOf(CONSTANT), aim: 0.65 },
      { name: 'get / one select a request', value: own / rateOf(SELECT), aim: 1.5 },
    ],
    remarks: [`an answer has ${bodyBytes} bytes; the constant one is a real answer, stored`],
  }
}
