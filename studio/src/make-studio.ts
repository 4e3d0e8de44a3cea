/**
 * A pool of worker threads in front of the generators. Rendering is pure computation, so it must never run on the main
 * thread; a thread that does not answer an abort is ended and replaced.
 */
import { Worker } from 'node:worker_threads'
import type { ResultOf, StudioRequest, StudioResult } from './contract.ts'
import { Refusal } from './refusal.ts'
import type { FromWorker, ToWorker, WorkerData } from './worker.ts'

export interface StudioRunContext {
  signal: AbortSignal
  /** Percent done, 0 to 100, never falling; not called after the run has settled or was aborted. */
  onProgress(percent: number): void
}
export interface Studio {
  /** Rejects with the signal's reason when aborted, with a `Refusal` when it cannot be done, with the generator's message when it throws. */
  run<R extends StudioRequest>(request: R, context: StudioRunContext): Promise<ResultOf<R>>
  /** Ends all threads; pending runs reject. Later runs reject too. */
  close(): Promise<void>
}
export interface StudioOptions {
  threads: number
  /** How far the threads stand back behind all others of this machine, 0 (not at all) to 19. Linux only. */
  nice?: number
  /** Another worker script, for tests of the pool itself. */
  workerUrl?: URL
}

interface Job {
  id: number
  request: StudioRequest
  context: StudioRunContext
  thread: Thread | null
  resolve(result: StudioResult): void
  reject(reason: unknown): void
}
interface Thread {
  worker: Worker
  job: Job | null
  abortTimer: NodeJS.Timeout | null
}
interface Pool {
  options: StudioOptions
  threads: Set<Thread>
  queue: Job[]
  isClosed: boolean
}

/** Generators listen between their steps. One that is deep in a long step is not worth waiting for: threads are cheap. */
const abortAnswerMs = 250

export function makeStudio(options: StudioOptions): Studio {
  const pool: Pool = { options, threads: new Set(), queue: [], isClosed: false }
  let lastId = 0
  return {
    async run<R extends StudioRequest>(request: R, context: StudioRunContext): Promise<ResultOf<R>> {
      lastId += 1
      const result = await enqueue(pool, lastId, request, context)
      if (!isResultOf(request, result)) throw new Error(`A studio thread answered ${request.kind} with ${result.kind}`)
      return result
    },
    close: () => closePool(pool),
  }
}

function isResultOf<R extends StudioRequest>(request: R, result: StudioResult): result is ResultOf<R> {
  return result.kind === request.kind
}

function enqueue(pool: Pool, id: number, request: StudioRequest, context: StudioRunContext): Promise<StudioResult> {
  return new Promise((resolve, reject) => {
    if (pool.isClosed) return reject(closedError())
    if (context.signal.aborted) return reject(context.signal.reason)
    const onAbort = () => abortJob(pool, job)
    const settle = () => context.signal.removeEventListener('abort', onAbort)
    const job: Job = {
      id,
      request,
      context,
      thread: null,
      resolve: (result) => (settle(), resolve(result)),
      reject: (reason) => (settle(), reject(reason)),
    }
    context.signal.addEventListener('abort', onAbort, { once: true })
    pool.queue.push(job)
    startQueued(pool)
  })
}

function startQueued(pool: Pool): void {
  while (pool.queue.length > 0 && !pool.isClosed) {
    const idle = [...pool.threads].find((thread) => thread.job === null)
    if (idle === undefined && pool.threads.size >= pool.options.threads) return
    const job = pool.queue.shift()
    if (job === undefined) return
    startJob(idle ?? startThread(pool), job)
  }
}

function startJob(thread: Thread, job: Job): void {
  thread.job = job
  job.thread = thread
  // Only a thread at work keeps the process alive; a forgotten idle studio does not.
  thread.worker.ref()
  post(thread, { type: 'run', id: job.id, request: job.request })
}

function startThread(pool: Pool): Thread {
  const worker = new Worker(pool.options.workerUrl ?? new URL('./worker.ts', import.meta.url), {
    workerData: { nice: pool.options.nice ?? 0 } satisfies WorkerData,
  })
  const thread: Thread = { worker, job: null, abortTimer: null }
  pool.threads.add(thread)
  worker.on('message', (message: FromWorker) => receive(pool, thread, message))
  worker.on('error', (error) => dropThread(pool, thread, error))
  worker.on('exit', (code) => dropThread(pool, thread, new Error(`The studio thread ended with code ${code}`)))
  return thread
}

function receive(pool: Pool, thread: Thread, message: FromWorker): void {
  const { job } = thread
  if (job?.id !== message.id) return
  if (message.type === 'progress') {
    if (!job.context.signal.aborted) job.context.onProgress(message.percent)
    return
  }
  releaseThread(thread)
  thread.worker.unref()
  // Whatever a thread answers after an abort, the caller no longer wants it.
  if (job.context.signal.aborted) job.reject(job.context.signal.reason)
  else if (message.type === 'done') job.resolve(message.result)
  else job.reject(message.isRefusal ? new Refusal(message.message) : new Error(message.message))
  startQueued(pool)
}

function abortJob(pool: Pool, job: Job): void {
  const { thread } = job
  if (thread === null) {
    pool.queue = pool.queue.filter((queued) => queued !== job)
    job.reject(job.context.signal.reason)
    return
  }
  post(thread, { type: 'abort', id: job.id })
  thread.abortTimer = setTimeout(() => {
    dropThread(pool, thread, job.context.signal.reason)
    void thread.worker.terminate()
  }, abortAnswerMs)
}

/** Called for a crash, an exit and an unanswered abort, whichever comes first; the next job starts a fresh thread. */
function dropThread(pool: Pool, thread: Thread, error: unknown): void {
  if (!pool.threads.delete(thread)) return
  const { job } = thread
  releaseThread(thread)
  job?.reject(job.context.signal.aborted ? job.context.signal.reason : error)
  startQueued(pool)
}

function releaseThread(thread: Thread): void {
  if (thread.abortTimer !== null) clearTimeout(thread.abortTimer)
  thread.abortTimer = null
  if (thread.job !== null) thread.job.thread = null
  thread.job = null
}

async function closePool(pool: Pool): Promise<void> {
  pool.isClosed = true
  const { queue } = pool
  const threads = [...pool.threads]
  pool.queue = []
  for (const job of queue) job.reject(closedError())
  for (const thread of threads) dropThread(pool, thread, closedError())
  await Promise.all(threads.map((thread) => thread.worker.terminate()))
}

function post(thread: Thread, message: ToWorker): void {
  thread.worker.postMessage(message)
}

function closedError(): Error {
  return new Error('The studio is closed')
}
