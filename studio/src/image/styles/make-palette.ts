import type { Lab } from '../pixels/oklab.ts'
import { readLab } from '../pixels/oklab.ts'
import type { Pixels } from '../pixels/pixels.ts'

/** More say nothing new of the colours. */
const SAMPLES_MAX = 6000
const ROUNDS = 8

/** The colours that stand best for all of a picture's: k-means in OKLab, which starts from colours far apart. */
export function makePalette({ data }: Pixels, size: number): Lab[] {
  const samples: Lab[] = []
  const step = Math.max(1, Math.floor(data.length / 4 / SAMPLES_MAX))
  for (let index = 0; index * 4 < data.length; index += step) {
    const lab: Lab = { l: 0, a: 0, b: 0 }
    readLab(data, index * 4, lab)
    samples.push(lab)
  }
  let palette = farApart(samples, size)
  for (let round = 0; round < ROUNDS; round++) palette = toMeans(samples, palette)
  return palette
}

function farApart(samples: readonly Lab[], size: number): Lab[] {
  const first = samples[0] ?? { l: 0.5, a: 0, b: 0 }
  const palette = [first]
  const distances = samples.map((sample) => distance(sample, first))
  while (palette.length < size) {
    // Not the very farthest, which is a speck: colours that also cover something.
    const order = distances.map((value, index) => ({ value, index })).toSorted((one, other) => other.value - one.value)
    const next = samples[order[Math.floor(order.length * 0.004)]?.index ?? 0]
    if (next === undefined) break
    palette.push(next)
    samples.forEach((sample, index) => (distances[index] = Math.min(distances[index] ?? 0, distance(sample, next))))
  }
  return palette
}

function toMeans(samples: readonly Lab[], palette: readonly Lab[]): Lab[] {
  const sums = palette.map(() => ({ l: 0, a: 0, b: 0, count: 0 }))
  for (const sample of samples) {
    const sum = sums[nearestIn(palette, sample)]
    if (sum === undefined) continue
    sum.l += sample.l
    sum.a += sample.a
    sum.b += sample.b
    sum.count += 1
  }
  return sums.map(({ l, a, b, count }, index) =>
    count === 0 ? (palette[index] ?? { l, a, b }) : { l: l / count, a: a / count, b: b / count },
  )
}

export function nearestIn(palette: readonly Lab[], colour: Lab): number {
  let [best, least] = [0, Infinity]
  for (let index = 0; index < palette.length; index++) {
    const other = palette[index]
    if (other === undefined) continue
    const far = distance(other, colour)
    if (far < least) [best, least] = [index, far]
  }
  return best
}

/** Squared; hue counts more than lightness, so that a small red thing keeps its red. */
function distance(one: Lab, other: Lab): number {
  const [l, a, b] = [one.l - other.l, one.a - other.a, one.b - other.b]
  return l * l + (a * a + b * b) * 2.5
}
