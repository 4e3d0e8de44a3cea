import type { Uuid } from '../../lib/ids.ts'

/** Remembers ids in a fixed room. Answers "no" for sure; its "yes" has to be looked up. */
export interface KeyFilter {
  add(id: Uuid): void
  mayHold(id: Uuid): boolean
}

/** 16 MiB. With a million ids a "yes" is wrong once in ten thousand million times, with four million once in 250,000. */
const BITS = 2 ** 27
const MARKS = 8

/** A Bloom filter for ids whose ends are random, as derived ones are. */
export function makeKeyFilter(): KeyFilter {
  const bits = new Uint8Array(BITS / 8)
  return {
    add(id) {
      for (const mark of marksOf(id)) bits[mark >>> 3] = (bits[mark >>> 3] ?? 0) | (1 << (mark & 7))
    },
    mayHold(id) {
      for (const mark of marksOf(id)) if (((bits[mark >>> 3] ?? 0) & (1 << (mark & 7))) === 0) return false
      return true
    },
  }
}

/** As good as independent ones, from the two ends of an id. */
function* marksOf(id: Uuid): Generator<number> {
  const first = Number.parseInt(id.slice(-8), 16)
  const step = Number.parseInt(id.slice(0, 8), 16) | 1
  for (let index = 0; index < MARKS; index += 1) yield (first + index * step) & (BITS - 1)
}
