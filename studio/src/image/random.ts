/** A seeded source of chance. The same seed and label always give the same sequence. */
export interface Random {
  /** 0 <= n < 1 */
  next(): number
  between(low: number, high: number): number
  /** A whole number, both ends included. */
  whole(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
}

/** Each layer draws from its own label, so that a change in one layer leaves all others as they were. */
export function makeRandom(seed: string, label: string): Random {
  const next = makeSfc32(hashToWords(`${seed}|${label}`))
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => low + Math.floor((high - low + 1) * next()),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  }
}

/** FNV-1a over UTF-16 units, four times with different starts: enough to seed sfc32, not a security hash. */
function hashToWords(text: string): [number, number, number, number] {
  const hash = (start: number): number => {
    let value = start
    for (let index = 0; index < text.length; index++) {
      value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
    }
    return value >>> 0
  }
  return [hash(0x811c9dc5), hash(0x9e3779b9), hash(0x85ebca6b), hash(0xc2b2ae35)]
}

function makeSfc32([a, b, c, d]: [number, number, number, number]): () => number {
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 4294967296
  }
  // The first outputs still resemble the seed words.
  for (let round = 0; round < 12; round++) next()
  return next
}
