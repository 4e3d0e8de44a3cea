/** Big-endian bits into a growing buffer. A plain record, because the Rice coder calls `writeBits` for every sample. */
export interface BitWriter {
  bytes: Uint8Array
  length: number
  /** Bits not yet written out, in the low `pendingBits` bits; always fewer than 8. */
  pending: number
  pendingBits: number
}

export function makeBitWriter(capacity: number): BitWriter {
  return { bytes: new Uint8Array(capacity), length: 0, pending: 0, pendingBits: 0 }
}

/** Appends the low `count` bits of `value`; count is 0 to 24, so that pending and new bits fit in 32. */
export function writeBits(writer: BitWriter, value: number, count: number): void {
  writer.pending = (writer.pending << count) | (value & ((1 << count) - 1))
  writer.pendingBits += count
  if (writer.length + 4 > writer.bytes.length) grow(writer)
  while (writer.pendingBits >= 8) {
    writer.pendingBits -= 8
    writer.bytes[writer.length++] = writer.pending >>> writer.pendingBits
  }
  writer.pending &= (1 << writer.pendingBits) - 1
}

export function alignToByte(writer: BitWriter): void {
  if (writer.pendingBits > 0) writeBits(writer, 0, 8 - writer.pendingBits)
}

function grow(writer: BitWriter): void {
  const larger = new Uint8Array(writer.bytes.length * 2)
  larger.set(writer.bytes)
  writer.bytes = larger
}
