import { Queue } from 'bullmq'
import { makeWorkerUtils } from 'graphile-worker'
import { PgBoss } from 'pg-boss'

/** What a peer is told to reach its store. */
export interface PeerStore {
  /** A database of the peers' own. */
  databaseUrl: string
  redisPort: number
}

export type Enqueue = (body: object) => Promise<unknown>

export const QUEUE = 'tasks'

/** Each peer's plain enqueue, set up as its documentation begins, with its own default of ten connections. */
export const ENQUEUERS: Readonly<Record<string, (store: PeerStore) => Promise<Enqueue>>> = {
  /** Answers without doing anything: what the server costs by itself. */
  constant: async () => async () => null,
  'graphile-worker': async ({ databaseUrl }) => {
    const utils = await makeWorkerUtils({ connectionString: databaseUrl })
    await utils.migrate()
    return (body) => utils.addJob(QUEUE, body)
  },
  'pg-boss': async ({ databaseUrl }) => {
    const boss = new PgBoss(databaseUrl)
    boss.on('error', () => {})
    await boss.start()
    await boss.createQueue(QUEUE)
    return (body) => boss.send(QUEUE, body)
  },
  bullmq: async ({ redisPort }) => {
    const queue = new Queue(QUEUE, { connection: { host: '127.0.0.1', port: redisPort } })
    await queue.waitUntilReady()
    return (body) => queue.add(QUEUE, body)
  },
}
