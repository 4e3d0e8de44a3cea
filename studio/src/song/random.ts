/** Seeded chance: the same seed parts give the same numbers, on every machine. */
export interface Random {
  /** 0 up to, not including, 1. */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** An index, each as likely as its weight. */
  pickIndex(weights: readonly number[]): number
}

/** Each part of a song takes its own stream (`makeRandom(seed, 'drums')`), so a change in one leaves the rest alone. */
export function makeRandom(...seedParts: (string | number)[]): Random {
  const next = makeSfc32(seedParts.join('\u0000'))
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  const pickIndex = (weights: readonly number[]) => {
    let left = next() * weights.reduce((sum, weight) => sum + weight, 0)
    for (const [index, weight] of weights.entries()) {
      left -= weight
      if (left < 0) return index
    }
    return weights.length - 1
  }
  const pick = <T>(items: readonly T[]): T => {
    const item = items[int(0, items.length - 1)]
    if (item === undefined) throw new Error('Nothing to pick from')
    return item
  }
  return { next, int, pick, pickIndex, chance: (probability) => next() < probability }
}

/** Chris Doty-Humphrey's sfc32: 128 bits of state, passes PractRand, a few integer operations a number. */
function makeSfc32(seed: string): () => number {
  let [a, b, c, counter] = hashToState(seed)
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 2 ** 32
  }
  // The first outputs still show the hash; twelve rounds are what the author advises.
  for (let i = 0; i < 12; i++) next()
  return next
}

/** Four FNV-1a hashes with different starts. */
function hashToState(text: string): [number, number, number, number] {
  const hash = (start: number) => {
    let value = start
    for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
    return value ^ (value >>> 15)
  }
  return [hash(0x811c9dc5), hash(0x9e3779b9), hash(0x243f6a88), 1]
}
