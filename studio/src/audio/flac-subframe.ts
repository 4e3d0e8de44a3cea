import { writeBits } from './bit-writer.ts'
import type { BitWriter } from './bit-writer.ts'

/** One channel of one frame, planned but not written. */
export interface Subframe {
  samples: Int32Array
  bitsPerSample: number
  /** All samples are equal: written as one. */
  isConstant: boolean
  /** Of the fixed polynomial predictor, 0 to 4. */
  order: number
  /** Estimated size, good enough to compare plans. */
  bits: number
}

const ORDER_MAX = 4
/** 64 partitions of a 4,096-sample block: below 64 samples a parameter costs more than it saves. */
const PARTITION_ORDER_MAX = 6
/** 15 is the escape code of four-bit Rice parameters. */
const RICE_PARAMETER_MAX = 14

export function planSubframe(samples: Int32Array, bitsPerSample: number): Subframe {
  const isConstant = samples.every((sample) => sample === samples[0])
  const sums = sumResiduals(samples)
  let order = 0
  for (let i = 1; i <= Math.min(ORDER_MAX, samples.length - 1); i++) {
    if ((sums[i] ?? 0) < (sums[order] ?? 0)) order = i
  }
  const bits = isConstant ? 0 : riceBits(2 * (sums[order] ?? 0), samples.length) + order * bitsPerSample
  return { samples, bitsPerSample, isConstant, order, bits }
}

/** The sum of absolute residuals of every predictor order, in one pass over the running differences. */
function sumResiduals(samples: Int32Array): [number, number, number, number, number] {
  let [sum0, sum1, sum2, sum3, sum4] = [0, 0, 0, 0, 0]
  let [last0, last1, last2, last3] = [0, 0, 0, 0]
  for (let i = 0; i < samples.length; i++) {
    const difference0 = samples[i] ?? 0
    const difference1 = difference0 - last0
    const difference2 = difference1 - last1
    const difference3 = difference2 - last2
    const difference4 = difference3 - last3
    last0 = difference0
    last1 = difference1
    last2 = difference2
    last3 = difference3
    if (i < ORDER_MAX) continue // these differ only by the start from nothing
    sum0 += Math.abs(difference0)
    sum1 += Math.abs(difference1)
    sum2 += Math.abs(difference2)
    sum3 += Math.abs(difference3)
    sum4 += Math.abs(difference4)
  }
  return [sum0, sum1, sum2, sum3, sum4]
}

export function writeSubframe(writer: BitWriter, subframe: Subframe): void {
  const { samples, bitsPerSample, order } = subframe
  if (subframe.isConstant) {
    writeBits(writer, 0, 8)
    writeBits(writer, samples[0] ?? 0, bitsPerSample)
    return
  }
  writeBits(writer, (8 | order) << 1, 8) // a fixed predictor of this order, no wasted bits
  for (let i = 0; i < order; i++) writeBits(writer, samples[i] ?? 0, bitsPerSample)
  writeResiduals(writer, foldResiduals(samples, order), samples.length, order)
}

/** Residuals with the sign in the lowest bit (0, -1, 1, -2 become 0, 1, 2, 3), warm-up samples left out. */
function foldResiduals(samples: Int32Array, order: number): Uint32Array {
  const residuals = samples.slice()
  for (let pass = 0; pass < order; pass++) {
    for (let i = residuals.length - 1; i > pass; i--) residuals[i] = (residuals[i] ?? 0) - (residuals[i - 1] ?? 0)
  }
  const folded = new Uint32Array(residuals.length - order)
  for (let i = 0; i < folded.length; i++) {
    const residual = residuals[i + order] ?? 0
    folded[i] = (residual << 1) ^ (residual >> 31)
  }
  return folded
}

function writeResiduals(writer: BitWriter, folded: Uint32Array, blockSize: number, order: number): void {
  const { partitionOrder, parameters } = choosePartitions(folded, blockSize, order)
  writeBits(writer, 0, 2) // Rice coding with four-bit parameters
  writeBits(writer, partitionOrder, 4)
  let at = 0
  for (const [partition, parameter] of parameters.entries()) {
    writeBits(writer, parameter, 4)
    const end = ((partition + 1) * blockSize) / parameters.length - order
    for (; at < end; at++) writeRice(writer, folded[at] ?? 0, parameter)
  }
}

function writeRice(writer: BitWriter, value: number, parameter: number): void {
  let zeros = value >>> parameter
  for (; zeros > 9; zeros -= 8) writeBits(writer, 0, 8)
  // At most 9 zeros, the stop bit and 14 low bits: 24 bits, what `writeBits` takes.
  writeBits(writer, (1 << parameter) | (value & ((1 << parameter) - 1)), zeros + 1 + parameter)
}

function choosePartitions(
  folded: Uint32Array,
  blockSize: number,
  order: number,
): { partitionOrder: number; parameters: number[] } {
  let best = { partitionOrder: 0, parameters: [0], bits: Number.POSITIVE_INFINITY }
  let sums = sumPartitions(folded, blockSize, order)
  for (let partitionOrder = Math.log2(sums.length); partitionOrder >= 0; partitionOrder--) {
    const size = blockSize >> partitionOrder
    const parameters = sums.map((sum, i) => riceParameter(sum, i === 0 ? size - order : size))
    const bits = sums.reduce((total, sum, i) => total + 4 + riceBits(sum, i === 0 ? size - order : size), 0)
    if (bits < best.bits) best = { partitionOrder, parameters, bits }
    sums = sums.flatMap((sum, i) => (i % 2 === 0 ? [sum + (sums[i + 1] ?? 0)] : []))
  }
  return best
}

/** Sums of folded residuals over the finest partitions that this block can be cut into. */
function sumPartitions(folded: Uint32Array, blockSize: number, order: number): number[] {
  let finest = 0
  while (finest < PARTITION_ORDER_MAX && blockSize % 2 ** (finest + 1) === 0 && blockSize >> (finest + 1) > order) {
    finest++
  }
  const size = blockSize >> finest
  return Array.from({ length: 2 ** finest }, (_, partition) => {
    let sum = 0
    const end = (partition + 1) * size - order
    for (let i = Math.max(0, partition * size - order); i < end; i++) sum += folded[i] ?? 0
    return sum
  })
}

/** The parameter whose geometric distribution has this mean: about log2 of it. */
function riceParameter(sum: number, count: number): number {
  if (sum <= count) return 0
  return Math.min(RICE_PARAMETER_MAX, Math.floor(Math.log2(sum / count)))
}

function riceBits(sum: number, count: number): number {
  const parameter = riceParameter(sum, count)
  return count * (parameter + 1) + sum / 2 ** parameter
}
