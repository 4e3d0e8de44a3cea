import { Refusal } from '../refusal.ts'

export interface BitReader {
  bytes: Uint8Array
  /** In bits from the first byte. */
  at: number
}

export function makeBitReader(bytes: Uint8Array, byte: number): BitReader {
  return { bytes, at: byte * 8 }
}

/** Up to 32 bits as an unsigned number. Past the end of the bytes it throws a `Refusal`. */
export function readBits(reader: BitReader, count: number): number {
  if (count === 0) return 0
  const bits = peek(reader)
  advance(reader, count)
  return bits >>> (32 - count)
}

/** Up to 33 bits in two's complement. */
export function readSigned(reader: BitReader, count: number): number {
  if (count > 32) {
    const sign = readBits(reader, 1)
    return readBits(reader, 32) - sign * 2 ** 32
  }
  const bits = peek(reader)
  advance(reader, count)
  return bits >> (32 - count)
}

/** Zeros up to the next one, which is read too. */
export function readUnary(reader: BitReader): number {
  let zeros = 0
  for (;;) {
    const bits = peek(reader)
    if (bits !== 0) {
      const more = Math.clz32(bits)
      advance(reader, more + 1)
      return zeros + more
    }
    zeros += 32
    advance(reader, 32)
  }
}

export function alignReader(reader: BitReader): void {
  reader.at = Math.ceil(reader.at / 8) * 8
}

/** The next 32 bits, the first of them at the top. */
function peek({ bytes, at }: BitReader): number {
  const byte = at >>> 3
  const shift = at & 7
  const four =
    ((bytes[byte] ?? 0) << 24) | ((bytes[byte + 1] ?? 0) << 16) | ((bytes[byte + 2] ?? 0) << 8) | (bytes[byte + 3] ?? 0)
  return shift === 0 ? four : (four << shift) | ((bytes[byte + 4] ?? 0) >> (8 - shift))
}

function advance(reader: BitReader, count: number): void {
  reader.at += count
  if (reader.at > reader.bytes.length * 8) throw new Refusal('The audio is cut off; send the whole of it.')
}
