import type { Logger } from './log.ts'

/** What a failed batch means for its members. */
export type BatchFailure = 'repeat' | 'bisect' | 'fail'

export interface BatcherOptions<Item, Result> {
  name: string
  /**
   * Runs one batch as one statement and answers after its commit, a result for each item in order. Must be idempotent by
   * the ids in the items: a batch whose answer was lost is sent again.
   */
  run(items: readonly Item[]): Promise<readonly Result[]>
  /** What went wrong: `repeat` (deadlock, lost connection), `bisect` (one member's data), `fail` (nobody can be served). */
  classify(error: unknown): BatchFailure
  /** Bytes that an item weighs; a batch holds at most 1 MiB (or one item). */
  sizeOf?(item: Item): number
  /** Items waiting at most; `add` rejects with `overflow()` above. */
  queueMax?: number
  overflow?(): Error
  log: Logger
}

export interface Batcher<Item, Result> {
  /** Resolves with the item's result once its batch has committed. */
  add(item: Item): Promise<Result>
  /** Resolves when nothing waits and nothing is in flight. */
  idle(): Promise<void>
}

const ITEMS_MAX = 200
const BYTES_MAX = 1024 * 1024
/** Together about 10 s of patience with a database that restarts; then callers learn that it is away. */
const REPEAT_DELAYS_MS = [0, 20, 50, 100, 250, 500, 1000, 2000, 3000, 3000]
/** The same patience with a database that leaves each try waiting: none begins after it. */
const PATIENCE_MS = 10_000

interface Entry<Item, Result> {
  item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

/**
 * Concurrent callers' items run as one multi-row statement. No timer: the next batch starts when the previous one returns,
 * so a lone caller waits for nobody and a crowd shares one commit. One batch is in flight at a time.
 */
export function makeBatcher<Item, Result>(options: BatcherOptions<Item, Result>): Batcher<Item, Result> {
  const waiting: Entry<Item, Result>[] = []
  const idlers: (() => void)[] = []
  let running = false

  async function drain(): Promise<void> {
    running = true
    // Callers of the same turn of the event loop (several sockets were ready at once) share the first batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) await runBatch(options, takeBatch(options, waiting))
    running = false
    for (const wake of idlers.splice(0)) wake()
  }

  return {
    add(item) {
      if (waiting.length >= (options.queueMax ?? Number.POSITIVE_INFINITY)) {
        return Promise.reject(options.overflow?.() ?? new Error(`The ${options.name} queue is full.`))
      }
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        if (!running) void drain()
      })
    },
    idle: () => (running ? new Promise((resolve) => idlers.push(resolve)) : Promise.resolve()),
  }
}

function takeBatch<Item, Result>(
  options: BatcherOptions<Item, Result>,
  waiting: Entry<Item, Result>[],
): Entry<Item, Result>[] {
  let bytes = 0
  let count = 0
  for (const entry of waiting) {
    bytes += options.sizeOf?.(entry.item) ?? 0
    if (count > 0 && (bytes > BYTES_MAX || count >= ITEMS_MAX)) break
    count += 1
  }
  return waiting.splice(0, count)
}

async function runBatch<Item, Result>(
  options: BatcherOptions<Item, Result>,
  entries: readonly Entry<Item, Result>[],
): Promise<void> {
  const begun = performance.now()
  for (const delayMs of REPEAT_DELAYS_MS) {
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    try {
      const results = await options.run(entries.map((entry) => entry.item))
      settleEntries(options, entries, results)
      return
    } catch (error) {
      const failure = options.classify(error)
      const isPatient = delayMs !== REPEAT_DELAYS_MS.at(-1) && performance.now() - begun < PATIENCE_MS
      if (failure === 'repeat' && isPatient) {
        options.log.warn({ batch: options.name, members: entries.length, error: String(error) }, 'batch repeated')
        continue
      }
      if (failure === 'bisect' && entries.length > 1) {
        // A poison member costs about sixteen statements, not its two hundred neighbours.
        const middle = entries.length >> 1
        await runBatch(options, entries.slice(0, middle))
        await runBatch(options, entries.slice(middle))
        return
      }
      for (const entry of entries) entry.reject(error)
      return
    }
  }
}

function settleEntries<Item, Result>(
  options: BatcherOptions<Item, Result>,
  entries: readonly Entry<Item, Result>[],
  results: readonly Result[],
): void {
  if (results.length !== entries.length) {
    const error = new Error(`The ${options.name} batch answered ${results.length} of ${entries.length} members.`)
    for (const entry of entries) entry.reject(error)
    return
  }
  const waiting = entries.values()
  for (const result of results) waiting.next().value?.resolve(result)
}
