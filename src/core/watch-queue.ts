import { readReady } from '../store/queue-figures.ts'
import type { Context } from './context.ts'

/** The queue's gauges, read from the database when somebody scrapes them. */
export function watchQueue(context: Context): void {
  context.metrics.addCollector(async () => {
    const { ready, oldest_ready_seconds: seconds } = await readReady(context.background)
    context.metrics.queueDepth.set(ready)
    context.metrics.queueOldestAge.set(Math.max(0, seconds))
  })
}
