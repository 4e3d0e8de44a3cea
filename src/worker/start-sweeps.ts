import type { Context } from '../core/context.ts'
import { sweepArtifacts, sweepJobs, sweepPartitions } from '../core/sweep.ts'

const SWEEPS: readonly { name: string; everyMs: number; run(context: Context): Promise<unknown> }[] = [
  // A dead worker's jobs wait for its lease and then at most this.
  { name: 'jobs', everyMs: 2_500, run: sweepJobs },
  { name: 'artifacts', everyMs: 10 * 60_000, run: sweepArtifacts },
  { name: 'partitions', everyMs: 60 * 60_000, run: sweepPartitions },
]

/** The periodic corrections of what time has overtaken. A sweep that fails is logged and comes again. */
export function startSweeps(context: Context): { stop(): void } {
  const timers = SWEEPS.map(({ name, everyMs, run }) => {
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
