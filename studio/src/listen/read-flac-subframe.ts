import { Refusal } from '../refusal.ts'
import { readBits, readSigned, readUnary } from './bit-reader.ts'
import type { BitReader } from './bit-reader.ts'

const BROKEN = 'The FLAC file is broken; send it anew.'
/** The fixed predictors as coefficients, by order. */
const FIXED = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]]

/** One channel of a frame. Samples of up to 33 bits are exact in doubles, and so are all sums of the predictors. */
export function readFlacSubframe(reader: BitReader, size: number, frameBits: number): Float64Array {
  const kind = readBits(reader, 8) >> 1
  // The low bit, already read past, says that the lowest bits are all zero and left out.
  const wasted = hasWastedBits(reader) ? readUnary(reader) + 1 : 0
  const bits = frameBits - wasted
  if (bits < 1) throw new Refusal(BROKEN)
  const samples = new Float64Array(size)
  if (kind === 0) samples.fill(readSigned(reader, bits))
  else if (kind === 1) for (let i = 0; i < size; i++) samples[i] = readSigned(reader, bits)
  else if (kind >= 8 && kind <= 12) readPredicted(reader, samples, { order: kind - 8, bits, isFixed: true })
  else if (kind >= 32) readPredicted(reader, samples, { order: kind - 31, bits, isFixed: false })
  else throw new Refusal(BROKEN)
  if (wasted > 0) for (let i = 0; i < size; i++) samples[i] = (samples[i] ?? 0) * 2 ** wasted
  return samples
}

function hasWastedBits({ bytes, at }: BitReader): boolean {
  return (((bytes[(at - 1) >> 3] ?? 0) >> (7 - ((at - 1) & 7))) & 1) === 1
}

function readPredicted(
  reader: BitReader,
  samples: Float64Array,
  { order, bits, isFixed }: { order: number; bits: number; isFixed: boolean },
): void {
  if (order > samples.length) throw new Refusal(BROKEN)
  for (let i = 0; i < order; i++) samples[i] = readSigned(reader, bits)
  let coefficients = FIXED[order] ?? []
  let divisor = 1
  if (!isFixed) {
    const precision = readBits(reader, 4) + 1
    const shift = readSigned(reader, 5)
    if (precision === 16 || shift < 0) throw new Refusal(BROKEN)
    divisor = 2 ** shift
    coefficients = Array.from({ length: order }, () => readSigned(reader, precision))
  }
  readResidual(reader, samples, order)
  for (let i = order; i < samples.length; i++) {
    let sum = 0
    for (let k = 0; k < order; k++) sum += (coefficients[k] ?? 0) * (samples[i - 1 - k] ?? 0)
    samples[i] = (samples[i] ?? 0) + Math.floor(sum / divisor)
  }
}

/** Rice codes in partitions, each with a parameter of its own, or plain numbers behind an escape. */
function readResidual(reader: BitReader, samples: Float64Array, order: number): void {
  const method = readBits(reader, 2)
  if (method > 1) throw new Refusal(BROKEN)
  const parameterBits = method === 0 ? 4 : 5
  const partitions = 1 << readBits(reader, 4)
  const length = samples.length / partitions
  if (!Number.isInteger(length) || length < order) throw new Refusal(BROKEN)
  for (let partition = 0, at = order; partition < partitions; partition++) {
    const parameter = readBits(reader, parameterBits)
    const end = (partition + 1) * length
    if (parameter === (1 << parameterBits) - 1) {
      const bits = readBits(reader, 5)
      for (; at < end; at++) samples[at] = bits === 0 ? 0 : readSigned(reader, bits)
    } else {
      for (; at < end; at++) {
        const folded = readUnary(reader) * 2 ** parameter + readBits(reader, parameter)
        samples[at] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
      }
    }
  }
}
