// A process: `node run-lives.ts <peer> <options as JSON>`. Enqueues no-op jobs by 64 producers and works them off in the same
// process, without HTTP; prints `ready at <seconds>`.
import { Queue, Worker } from 'bullmq'
import { makeWorkerUtils, run, type RunnerOptions } from 'graphile-worker'
import { PgBoss, type WorkOptions } from 'pg-boss'

import { QUEUE, type Enqueue, type PeerStore } from './enqueue.ts'

interface LivesOptions extends PeerStore {
  jobs: number
  producers: number
}

/** Makes a peer ready, calling `done` for each job that is over. Answers its enqueue. */
type Start = (store: PeerStore, done: (jobs: number) => void) => Promise<Enqueue>

/** As many at once as engine.md measured; each peer's own default is 1 and would be no measure of it. */
const CONCURRENCY = 50

const PEERS: Readonly<Record<string, Start>> = {
  'graphile-worker': (store, done) => startGraphile(store, done, {}),
  'graphile-worker, tuned': (store, done) =>
    startGraphile(store, done, {
      preset: { worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    }),
  'pg-boss': (store, done) => startPgBoss(store, done, { localConcurrency: CONCURRENCY }),
  'pg-boss, tuned': (store, done) =>
    startPgBoss(store, done, {
      batchSize: 200,
      burstWhenBatchFull: true,
      pollingIntervalSeconds: 0.5,
      localConcurrency: 4,
    }),
  bullmq: async ({ redisPort }, done) => {
    const connection = { host: '127.0.0.1', port: redisPort }
    const queue = new Queue(QUEUE, { connection })
    const worker = new Worker(QUEUE, async () => null, { connection, concurrency: CONCURRENCY })
    worker.on('completed', () => done(1))
    await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()])
    return (body) => queue.add(QUEUE, body)
  },
}

async function startGraphile(
  store: PeerStore,
  done: (jobs: number) => void,
  more: Partial<RunnerOptions>,
): Promise<Enqueue> {
  const connectionString = store.databaseUrl
  const utils = await makeWorkerUtils({ connectionString })
  await utils.migrate()
  const runner = await run({
    connectionString,
    concurrency: CONCURRENCY,
    maxPoolSize: 10,
    noHandleSignals: true,
    taskList: { [QUEUE]: async () => {} },
    ...more,
  })
  runner.events.on('job:success', () => done(1))
  return (body) => utils.addJob(QUEUE, body)
}

async function startPgBoss(store: PeerStore, done: (jobs: number) => void, options: WorkOptions): Promise<Enqueue> {
  const boss = new PgBoss(store.databaseUrl)
  boss.on('error', () => {})
  await boss.start()
  await boss.createQueue(QUEUE)
  await boss.work(QUEUE, options, async (jobs) => {
    done(jobs.length)
  })
  return (body) => boss.send(QUEUE, body)
}

const [peer = '', optionsText = '{}'] = process.argv.slice(2)
const options: LivesOptions = JSON.parse(optionsText)
const start = PEERS[peer]
if (start === undefined) throw new Error(`there is no peer ${peer}`)

let finished = 0
let wanted = 0
let isOver: () => void = () => {}
const enqueue = await start(options, (jobs) => {
  finished += jobs
  if (finished >= wanted) isOver()
})

/** Seconds from the first enqueue to the last completion. */
async function runJobs(jobs: number): Promise<number> {
  finished = 0
  wanted = jobs
  const over = new Promise<void>((resolve) => {
    isOver = resolve
  })
  let sent = 0
  const produce = async (): Promise<void> => {
    while (sent < jobs) {
      sent += 1
      await enqueue({ prompt: 'a red fox in the snow at dawn', count: 1, number: sent })
    }
  }
  const startedAt = performance.now()
  await Promise.all([...Array.from({ length: options.producers }, produce), over])
  return (performance.now() - startedAt) / 1000
}

// As Medley, which is warmed up by as many.
await runJobs(Math.min(2000, Math.ceil(options.jobs / 2)))
process.stdout.write(`ready at ${await runJobs(options.jobs)}\n`)
process.exit(0)
