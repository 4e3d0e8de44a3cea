import { GatewayError } from '../domain/errors.ts'
import type { Asker } from '../domain/limits.ts'
import { makeBatcher, type Batcher, type BatcherOptions } from '../lib/batcher.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Logger } from '../lib/log.ts'
import { classifyDatabaseError, isSurelyUndone, type Sql } from '../lib/sql.ts'
import { createTasks, type CreateResult, type NewTask } from '../store/create-tasks.ts'
import { getMarks, type MarkRow } from '../store/get-marks.ts'
import { getTasks, type ReadRow } from '../store/get-tasks.ts'
import { readInputs } from '../store/list-tasks.ts'
import {
  beginPurchases,
  parkJobs,
  recordPurchaseFacts,
  reportProgress,
  type NewPurchase,
  type ParkedJob,
  type ParkVerdict,
  type Progress,
  type PurchaseFact,
  type PurchaseVerdict,
} from '../store/run-tasks.ts'
import { recordAttempts, type DeliveryAttempt } from '../store/record-attempts.ts'
import { settleTasks, type Settlement, type SettleVerdict } from '../store/settle-tasks.ts'
import { takeRequests, type TakenRequest } from '../store/take-requests.ts'
import type { Told } from '../store/told.ts'

/** Every statement that many callers share, as batches. One of each kind is in flight in a process. */
export interface Batches {
  create: Batcher<NewTask, CreateResult>
  /** For members whose account somebody else holds: waits for the lock, so that the others need not. */
  createWaiting: Batcher<NewTask, CreateResult>
  /** As `create`, for members of hundreds of kilobytes and more: their neighbours would wait for their bytes. */
  createLarge: Batcher<NewTask, CreateResult>
  /** Counts requests against limits. A batch whose answer was lost is not sent again, for it may have counted. */
  takeRequest: Batcher<Asker, TakenRequest>
  get: Batcher<Uuid, ReadRow | null>
  mark: Batcher<Uuid, MarkRow | null>
  /** One large input at a time. */
  input: Batcher<Uuid, string>
  begin: Batcher<NewPurchase, PurchaseVerdict>
  /** As `createWaiting`. */
  beginWaiting: Batcher<NewPurchase, PurchaseVerdict>
  fact: Batcher<PurchaseFact, undefined>
  park: Batcher<ParkedJob, ParkVerdict>
  /** As `createWaiting`. */
  parkWaiting: Batcher<ParkedJob, ParkVerdict>
  progress: Batcher<Progress, boolean>
  settle: Batcher<Settlement, SettleVerdict>
  /** As `createWaiting`. */
  settleWaiting: Batcher<Settlement, SettleVerdict>
  /** What came of attempts to deliver messages; answers whether the endpoint has failed for too long. */
  attempt: Batcher<DeliveryAttempt, boolean>
}

const DAY_MS = 86_400_000
/** A task that nobody could start for a week has failed its client: it ends, with its credits back. */
const START_WITHIN_MS = 7 * DAY_MS
/** More than this many creates waiting means seconds of delay: better a 503 with Retry-After than a queue without end. */
const CREATE_QUEUE_MAX = 2000

export interface BatchesOptions {
  keepDays: number
  log: Logger
  /** Called after a commit that wrote messages for clients. */
  onMessages(): void
}

export function makeBatches(sql: Sql, options: BatchesOptions): Batches {
  const batch = <Item, Result>(
    name: string,
    run: (items: readonly Item[]) => Promise<readonly Result[]>,
    more: Partial<Pick<BatcherOptions<Item, Result>, 'sizeOf' | 'queueMax' | 'classify'>> = {},
  ): Batcher<Item, Result> =>
    makeBatcher({ name, run, classify: classifyDatabaseError, overflow: overloaded, log: options.log, ...more })
  const tell = <Row extends Told>(rows: readonly Row[]): readonly Row[] => {
    if (rows.some((row) => row.told)) options.onMessages()
    return rows
  }
  const verdicts = <Verdict>(rows: readonly ({ verdict: Verdict } & Told)[]): readonly Verdict[] =>
    tell(rows).map((row) => row.verdict)
  const create = (wait: boolean) => async (items: readonly NewTask[]) =>
    tell(await createTasks(sql, items, { startWithinMs: START_WITHIN_MS, keepMs: options.keepDays * DAY_MS, wait }))
  const creating = { sizeOf: weightOf, queueMax: CREATE_QUEUE_MAX }
  const begin = (wait: boolean) => async (items: readonly NewPurchase[]) =>
    verdicts(await beginPurchases(sql, items, { wait }))
  const park = (wait: boolean) => async (items: readonly ParkedJob[]) => verdicts(await parkJobs(sql, items, { wait }))
  const report = async (items: readonly Progress[]) =>
    tell(await reportProgress(sql, items)).map((row) => row.still_ours)
  const settle = (wait: boolean) => async (items: readonly Settlement[]) =>
    verdicts(await settleTasks(sql, items, { wait }))
  const settling = { sizeOf: weightOfSettlement }
  return {
    create: batch('create', create(false), creating),
    createWaiting: batch('create-waiting', create(true), creating),
    createLarge: batch('create-large', create(true), creating),
    takeRequest: batch('take-request', (askers: readonly Asker[]) => takeRequests(sql, askers), {
      classify: (error) => (isSurelyUndone(error) ? classifyDatabaseError(error) : 'fail'),
      queueMax: CREATE_QUEUE_MAX,
    }),
    get: batch('get', (ids: readonly Uuid[]) => getTasks(sql, ids)),
    mark: batch('mark', (ids: readonly Uuid[]) => getMarks(sql, ids)),
    input: batch('input', (ids: readonly Uuid[]) => readEachInput(sql, ids), { sizeOf: () => 2 ** 20 }),
    begin: batch('begin', begin(false)),
    beginWaiting: batch('begin-waiting', begin(true)),
    fact: batch('fact', (items: readonly PurchaseFact[]) => recordPurchaseFacts(sql, items)),
    park: batch('park', park(false)),
    parkWaiting: batch('park-waiting', park(true)),
    progress: batch('progress', report),
    settle: batch('settle', settle(false), settling),
    settleWaiting: batch('settle-waiting', settle(true), settling),
    attempt: batch('attempt', (items: readonly DeliveryAttempt[]) => recordAttempts(sql, items)),
  }
}

async function readEachInput(sql: Sql, ids: readonly Uuid[]): Promise<string[]> {
  const inputs = await readInputs(sql, ids)
  return ids.map((id) => inputs.get(id) ?? '{}')
}

/** Bytes, as good as: what a member adds to its batch. */
export function weightOf(task: NewTask): number {
  return task.input.length + task.work.length + task.extras.length + 500
}

function weightOfSettlement({ output, artifacts }: Settlement): number {
  const contents = artifacts.reduce((sum, { content }) => sum + (content?.byteLength ?? 0), 0)
  return (output?.length ?? 0) + contents + 500
}

function overloaded(): GatewayError {
  return new GatewayError('unavailable', { retryAfterSeconds: 1 })
}
