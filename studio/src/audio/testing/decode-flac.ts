import { createHash } from 'node:crypto'

interface BitReader {
  bytes: Uint8Array
  at: number
}

export interface DecodedFlac {
  sampleRate: number
  left: Int32Array
  right: Int32Array
}

/** A decoder for what the encoder may write (fixed predictors, 16-bit stereo), which checks the file's MD5. */
export function decodeFlac(bytes: Uint8Array): DecodedFlac {
  const reader: BitReader = { bytes, at: 0 }
  if (readBits(reader, 32) !== 0x664c6143) throw new Error('Not a FLAC file')
  readBits(reader, 32 + 16 + 16 + 24 + 24)
  const sampleRate = readBits(reader, 20)
  readBits(reader, 8)
  const frames = readBits(reader, 36)
  const left = new Int32Array(frames)
  const right = new Int32Array(frames)
  const hash = bytes.subarray(26, 42)
  reader.at = 42 * 8
  for (let done = 0; done < frames;) done += readFrame(reader, left.subarray(done), right.subarray(done))
  if (reader.at !== bytes.length * 8) throw new Error('Bytes after the last frame')
  const samples = Buffer.from(
    Int16Array.from({ length: frames * 2 }, (_, i) => (i % 2 ? right : left)[i >> 1] ?? 0).buffer,
  )
  if (!createHash('md5').update(samples).digest().equals(hash)) throw new Error('The samples do not match the MD5')
  return { sampleRate, left, right }
}

function readFrame(reader: BitReader, left: Int32Array, right: Int32Array): number {
  if (readBits(reader, 16) !== 0xfff8) throw new Error('No frame here')
  readBits(reader, 8)
  const mode = readBits(reader, 4)
  readBits(reader, 4)
  const lead = readBits(reader, 8)
  const further = lead < 0x80 ? 0 : Math.clz32(~(lead << 24)) - 1
  readBits(reader, 8 * further)
  const size = readBits(reader, 16) + 1
  readBits(reader, 8)
  const first = readSubframe(reader, size, mode === 9 ? 17 : 16)
  const second = readSubframe(reader, size, mode === 8 || mode === 10 ? 17 : 16)
  reader.at = Math.ceil(reader.at / 8) * 8
  readBits(reader, 16)
  for (let i = 0; i < size; i++) {
    const a = first[i] ?? 0
    const b = second[i] ?? 0
    const middle = (a << 1) | (b & 1)
    left[i] = mode === 9 ? a + b : mode === 10 ? (middle + b) >> 1 : a
    right[i] = mode === 8 ? a - b : mode === 10 ? (middle - b) >> 1 : b
  }
  return size
}

function readSubframe(reader: BitReader, size: number, bitsPerSample: number): Int32Array {
  const kind = readBits(reader, 8) >> 1
  const samples = new Int32Array(size)
  if (kind === 0) return samples.fill(readSigned(reader, bitsPerSample))
  const order = kind & 7
  for (let i = 0; i < order; i++) samples[i] = readSigned(reader, bitsPerSample)
  if (readBits(reader, 2) !== 0) throw new Error('Rice parameters of five bits')
  const partitions = 1 << readBits(reader, 4)
  for (let partition = 0, at = order; partition < partitions; partition++) {
    const parameter = readBits(reader, 4)
    for (const end = ((partition + 1) * size) / partitions; at < end; at++) {
      let high = 0
      while (readBits(reader, 1) === 0) high++
      const folded = high * 2 ** parameter + readBits(reader, parameter)
      samples[at] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
    }
  }
  for (let pass = order - 1; pass >= 0; pass--) undoDifference(samples, pass, order)
  return samples
}

/** Turns differences of one order higher into those below it; the warm-up samples give the start. */
function undoDifference(samples: Int32Array, pass: number, order: number): void {
  const start = samples.slice(0, order)
  for (let step = 0; step < pass; step++)
    for (let i = order - 1; i > step; i--) start[i] = (start[i] ?? 0) - (start[i - 1] ?? 0)
  let last = start[order - 1] ?? 0
  for (let i = order; i < samples.length; i++) {
    last += samples[i] ?? 0
    samples[i] = last
  }
}

function readBits(reader: BitReader, count: number): number {
  let value = 0
  for (let i = 0; i < count; i++, reader.at++) {
    value = value * 2 + (((reader.bytes[reader.at >> 3] ?? 0) >> (7 - (reader.at & 7))) & 1)
  }
  return value
}

function readSigned(reader: BitReader, count: number): number {
  const value = readBits(reader, count)
  return value >= 2 ** (count - 1) ? value - 2 ** count : value
}
