import { auditBooks } from '../core/audit-books.ts'
import type { Context } from '../core/context.ts'
import { sweepArtifacts, sweepDeliveries, sweepJobs, sweepPartitions } from '../core/sweep.ts'
import { sweepPeople } from '../people/sweep-people.ts'

type Sweep = { name: string; everyMs: number; run(context: Context): Promise<unknown> }

/** What belongs to doing the work. */
const WORK: readonly Sweep[] = [
  // A dead worker's jobs wait for its lease and then at most this.
  { name: 'jobs', everyMs: 1_000, run: sweepJobs },
  { name: 'artifacts', everyMs: 10 * 60_000, run: sweepArtifacts },
  { name: 'deliveries', everyMs: 10 * 60_000, run: sweepDeliveries },
  { name: 'people', everyMs: 10 * 60_000, run: sweepPeople },
  { name: 'audit', everyMs: 60_000, run: auditBooks },
]
/** What every process needs to be able to accept: also where nobody works. */
const UPKEEP: readonly Sweep[] = [
  { name: 'partitions', everyMs: 60 * 60_000, run: sweepPartitions },
  { name: 'price file', everyMs: 2_000, run: ({ prices }) => prices.lookAtFile() },
  // Whoever misses the notification of new prices.
  { name: 'prices', everyMs: 5_000, run: ({ prices }) => prices.refresh() },
]

/** The periodic corrections of what time has overtaken. A sweep that fails is logged and comes again. */
export function startSweeps(context: Context, kind: 'work' | 'upkeep'): { stop(): void } {
  const timers = (kind === 'work' ? WORK : UPKEEP).map(({ name, everyMs, run }) => {
    let isRunning = false
    return setInterval(() => {
      if (isRunning) return
      isRunning = true
      run(context)
        .catch((error: unknown) => context.log.warn({ error, sweep: name }, 'sweep failed'))
        .finally(() => {
          isRunning = false
        })
    }, everyMs)
  })
  return { stop: () => timers.forEach((timer) => clearInterval(timer)) }
}
