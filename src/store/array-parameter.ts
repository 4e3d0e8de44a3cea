import type { Uuid } from '../lib/ids.ts'

interface ElementType<Value> {
  /** The element type's number in PostgreSQL's catalogue. */
  oid: number
  sizeOf(value: Value): number
  write(target: Buffer, value: Value, at: number, size: number): void
}

/**
 * Array parameters in PostgreSQL's binary form, for statements that carry hundreds of rows: as text, each element is escaped
 * here and parsed there character by character, a tenth of what a create costs. Each takes null elements. A value that does not
 * fit its type throws a RangeError before anything is sent.
 */
export const arrayOf = {
  int2: makeEncoder<number>({
    oid: 21,
    sizeOf: () => 2,
    write: (target, value, at) => target.writeInt16BE(whole(value), at),
  }),
  int4: makeEncoder<number>({
    oid: 23,
    sizeOf: () => 4,
    write: (target, value, at) => target.writeInt32BE(whole(value), at),
  }),
  /** Safe integers only. */
  int8: makeEncoder<number>({
    oid: 20,
    sizeOf: () => 8,
    write: (target, value, at) => target.writeBigInt64BE(BigInt(value), at),
  }),
  float8: makeEncoder<number>({
    oid: 701,
    sizeOf: () => 8,
    write: (target, value, at) => target.writeDoubleBE(value, at),
  }),
  bool: makeEncoder<boolean>({
    oid: 16,
    sizeOf: () => 1,
    write: (target, value, at) => target.writeUInt8(Number(value), at),
  }),
  text: makeEncoder<string>({
    oid: 25,
    sizeOf: (value) => Buffer.byteLength(value),
    write: (target, value, at, size) => target.write(value, at, size),
  }),
  bytea: makeEncoder<Uint8Array>({
    oid: 17,
    sizeOf: (value) => value.byteLength,
    write: (target, value, at) => target.set(value, at),
  }),
  uuid: makeEncoder<Uuid>({
    oid: 2950,
    sizeOf: () => 16,
    write: (target, value, at) => {
      const digits = value.replaceAll('-', '')
      if (digits.length !== 32 || target.write(digits, at, 16, 'hex') !== 16) {
        throw new RangeError(`${value} is no UUID`)
      }
    },
  }),
}

/** Buffers would cut the fraction off. */
function whole(value: number): number {
  if (!Number.isInteger(value)) throw new RangeError(`${value} is no whole number`)
  return value
}

const HEADER_BYTES = 20
const NULL_SIZE = -1

function makeEncoder<Value>({ oid, sizeOf, write }: ElementType<Value>): (values: readonly (Value | null)[]) => Buffer {
  return (values) => {
    const sizes = values.map((value) => (value === null ? NULL_SIZE : sizeOf(value)))
    const length = sizes.reduce((sum, size) => sum + 4 + Math.max(0, size), HEADER_BYTES)
    const target = Buffer.allocUnsafe(length)
    target.writeInt32BE(1, 0) // dimensions
    target.writeInt32BE(sizes.includes(NULL_SIZE) ? 1 : 0, 4)
    target.writeInt32BE(oid, 8)
    target.writeInt32BE(values.length, 12)
    target.writeInt32BE(1, 16) // the first index
    let at = HEADER_BYTES
    for (const [index, value] of values.entries()) {
      const size = sizes[index] ?? NULL_SIZE
      target.writeInt32BE(size, at)
      at += 4
      if (value === null) continue
      write(target, value, at, size)
      at += size
    }
    return target
  }
}
