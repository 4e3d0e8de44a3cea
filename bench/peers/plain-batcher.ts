import type { Batcher, BatcherOptions } from '../../src/lib/batcher.ts'

/** What Medley's batcher would be if there were none: each caller's item is a statement of its own, at once. */
export function makeBatcher<Item, Result>(options: BatcherOptions<Item, Result>): Batcher<Item, Result> {
  return {
    async add(item) {
      const [result] = await options.run([item])
      if (result === undefined) throw new Error(`${options.name} answered nothing`)
      return result
    },
    idle: async () => {},
  }
}
