import { readQueueFigures } from '../store/installation.ts'
import type { Context } from './context.ts'

/** The queue's gauges, read from the database when somebody scrapes them. */
export function watchQueue(context: Context): void {
  context.metrics.addCollector(async () => {
    const pools = await readQueueFigures(context.background)
    context.metrics.queueDepth.set(pools.reduce((sum, pool) => sum + pool.ready, 0))
    context.metrics.queueOldestAge.set(Math.max(0, ...pools.map((pool) => pool.oldest_ready_ms / 1000)))
  })
}
