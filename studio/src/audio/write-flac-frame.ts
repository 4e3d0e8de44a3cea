import { alignToByte, writeBits } from './bit-writer.ts'
import type { BitWriter } from './bit-writer.ts'
import { planSubframe, writeSubframe } from './flac-subframe.ts'
import type { Subframe } from './flac-subframe.ts'

/** What libFLAC uses: long enough to pay for the headers, short enough to follow the sound. */
export const FLAC_BLOCK_SIZE = 4096

const INDEPENDENT = 1
const LEFT_SIDE = 8
const RIGHT_SIDE = 9
const MID_SIDE = 10

/** One frame: the cheapest of the four ways to write two channels. */
export function writeFlacFrame(writer: BitWriter, number: number, left: Int32Array, right: Int32Array): void {
  const start = writer.length
  const { mode, subframes } = chooseChannels(left, right)
  writeBits(writer, 0xfff8, 16) // sync code, fixed block size
  writeBits(writer, 0x70, 8) // block size in 16 bits at the end of this header, sample rate from STREAMINFO
  writeBits(writer, (mode << 4) | (4 << 1), 8) // 16 bits per sample
  writeFrameNumber(writer, number)
  writeBits(writer, left.length - 1, 16)
  writeBits(writer, crc(writer.bytes.subarray(start, writer.length), CRC8, 8), 8)
  for (const subframe of subframes) writeSubframe(writer, subframe)
  alignToByte(writer)
  writeBits(writer, crc(writer.bytes.subarray(start, writer.length), CRC16, 16), 16)
}

function chooseChannels(left: Int32Array, right: Int32Array): { mode: number; subframes: [Subframe, Subframe] } {
  const middle = new Int32Array(left.length)
  const side = new Int32Array(left.length)
  for (let i = 0; i < left.length; i++) {
    middle[i] = ((left[i] ?? 0) + (right[i] ?? 0)) >> 1
    side[i] = (left[i] ?? 0) - (right[i] ?? 0)
  }
  const plans = {
    left: planSubframe(left, 16),
    right: planSubframe(right, 16),
    middle: planSubframe(middle, 16),
    side: planSubframe(side, 17),
  }
  const choices: { mode: number; subframes: [Subframe, Subframe] }[] = [
    { mode: INDEPENDENT, subframes: [plans.left, plans.right] },
    { mode: LEFT_SIDE, subframes: [plans.left, plans.side] },
    { mode: RIGHT_SIDE, subframes: [plans.side, plans.right] },
    { mode: MID_SIDE, subframes: [plans.middle, plans.side] },
  ]
  const bits = ({ subframes }: { subframes: [Subframe, Subframe] }) => subframes[0].bits + subframes[1].bits
  return choices.reduce((best, choice) => (bits(choice) < bits(best) ? choice : best))
}

/** The frame number in the way UTF-8 writes a code point. */
function writeFrameNumber(writer: BitWriter, number: number): void {
  if (number < 0x80) return writeBits(writer, number, 8)
  // Each further byte carries 6 bits and takes one bit from the first byte.
  const further = [0x800, 0x10000, 0x200000, 0x4000000, 0x80000000].findIndex((limit) => number < limit) + 1
  const marker = (0xff00 >> (further + 1)) & 0xff
  writeBits(writer, marker | (number >> (6 * further)), 8)
  for (let i = further - 1; i >= 0; i--) writeBits(writer, 0x80 | ((number >> (6 * i)) & 0x3f), 8)
}

export const CRC8 = makeCrcTable(0x07, 8)
export const CRC16 = makeCrcTable(0x8005, 16)

function makeCrcTable(polynomial: number, width: number): Uint16Array {
  const top = 1 << (width - 1)
  const mask = 2 ** width - 1
  return Uint16Array.from({ length: 256 }, (_, index) => {
    let value = index << (width - 8)
    for (let bit = 0; bit < 8; bit++) value = (value & top ? (value << 1) ^ polynomial : value << 1) & mask
    return value
  })
}

export function crc(bytes: Uint8Array, table: Uint16Array, width: number): number {
  const mask = 2 ** width - 1
  let value = 0
  for (let i = 0; i < bytes.length; i++) {
    value = ((value << 8) ^ (table[((value >> (width - 8)) ^ (bytes[i] ?? 0)) & 0xff] ?? 0)) & mask
  }
  return value
}
