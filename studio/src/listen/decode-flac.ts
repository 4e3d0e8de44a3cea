import type { EncodeStep } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import { CRC16, CRC8, crc } from '../audio/write-flac-frame.ts'
import { Refusal } from '../refusal.ts'
import { alignReader, makeBitReader, readBits } from './bit-reader.ts'
import type { BitReader } from './bit-reader.ts'
import { readFlacSubframe } from './read-flac-subframe.ts'
import { makeStereoSink } from './stereo-sink.ts'

const FRAMES_PER_STEP = 16
const LEFT_SIDE = 8
const RIGHT_SIDE = 9
const MID_SIDE = 10

interface StreamHead {
  sampleRate: number
  channels: number
  bits: number
  /** Null = the writer did not know. */
  frames: number | null
}

/**
 * All of FLAC but its OGG wrapping. Our own, because a decoder that takes files by chunks cannot say beforehand how much
 * comes out of one: here a block of silence counts before it takes memory. Every frame's check sums must be right, and
 * as many samples must come as the file promises.
 */
export async function decodeFlac(bytes: Uint8Array, step: EncodeStep): Promise<Pcm> {
  const { head, at } = readStreamHead(bytes)
  const sink = makeStereoSink(head)
  const reader = makeBitReader(bytes, at)
  for (let frame = 0; head.frames === null ? reader.at < bytes.length * 8 : sink.length() < head.frames; frame++) {
    if (frame % FRAMES_PER_STEP === 0) await step(reader.at / 8 / bytes.length)
    const channels = readFrame(reader, head)
    const past = head.frames === null ? 0 : sink.length() + (channels[0]?.length ?? 0) - head.frames
    if (past > 0) throw new Refusal(CUT_OFF)
    sink.write(channels)
  }
  return sink.finish()
}

const CUT_OFF = 'The FLAC file is cut off or broken; send the whole of it.'

/** The metadata blocks: the first says what the samples are, the others are passed over. */
function readStreamHead(bytes: Uint8Array): { head: StreamHead; at: number } {
  if (bytes.length < 42 || ((bytes[4] ?? 0) & 127) !== 0) throw new Refusal(CUT_OFF)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const packed = view.getUint32(18)
  const frames = (packed & 15) * 2 ** 32 + view.getUint32(22)
  const head = {
    sampleRate: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bits: ((view.getUint16(20) >> 4) & 31) + 1,
    frames: frames === 0 ? null : frames,
  }
  let at = 4
  for (let isLast = false; !isLast;) {
    if (at + 4 > bytes.length) throw new Refusal(CUT_OFF)
    const block = view.getUint32(at)
    isLast = block >>> 31 === 1
    at += 4 + (block & 0xffffff)
  }
  return { head, at }
}

function readFrame(reader: BitReader, head: StreamHead): Float32Array[] {
  const start = reader.at / 8
  // Sync code; the last bit says whether blocks vary in size, which nothing here depends on.
  if (readBits(reader, 15) !== 0x7ffc) throw new Refusal(CUT_OFF)
  readBits(reader, 1)
  const sizeCode = readBits(reader, 4)
  const rateCode = readBits(reader, 4)
  const mode = readBits(reader, 4)
  readBits(reader, 4)
  skipNumber(reader)
  const size = readBlockSize(reader, sizeCode)
  readBits(reader, rateCode === 12 ? 8 : rateCode === 13 || rateCode === 14 ? 16 : 0)
  checkSum(reader, start, 8)
  const count = mode < 8 ? mode + 1 : 2
  if (mode > MID_SIDE || count !== head.channels) throw new Refusal(CUT_OFF)
  const channels = Array.from({ length: count }, (_, channel) => {
    const isSide =
      (mode === RIGHT_SIDE && channel === 0) || ((mode === LEFT_SIDE || mode === MID_SIDE) && channel === 1)
    return readFlacSubframe(reader, size, isSide ? head.bits + 1 : head.bits)
  })
  alignReader(reader)
  checkSum(reader, start, 16)
  if (mode >= LEFT_SIDE) undoSides(mode, channels)
  const fullScale = 2 ** (head.bits - 1) - 1
  return channels.map((channel) => Float32Array.from(channel.map((sample) => sample / fullScale)))
}

/** The frame's number, written as UTF-8 writes a code point. */
function skipNumber(reader: BitReader): void {
  const first = readBits(reader, 8)
  const further = first < 0x80 ? 0 : Math.clz32(~(first << 24)) - 1
  for (let i = 0; i < further; i++) readBits(reader, 8)
}

function readBlockSize(reader: BitReader, code: number): number {
  if (code === 1) return 192
  if (code >= 2 && code <= 5) return 576 << (code - 2)
  if (code === 6) return readBits(reader, 8) + 1
  if (code === 7) return readBits(reader, 16) + 1
  if (code >= 8) return 256 << (code - 8)
  throw new Refusal(CUT_OFF)
}

/** Of all that lies between `start` and here. */
function checkSum(reader: BitReader, start: number, width: 8 | 16): void {
  const bytes = reader.bytes.subarray(start, reader.at / 8)
  if (readBits(reader, width) !== crc(bytes, width === 8 ? CRC8 : CRC16, width)) throw new Refusal(CUT_OFF)
}

/** Back to left and right from the difference and one of them, or their middle. */
function undoSides(mode: number, [first, second]: Float64Array[]): void {
  if (first === undefined || second === undefined) return
  for (let i = 0; i < first.length; i++) {
    const a = first[i] ?? 0
    const b = second[i] ?? 0
    if (mode === LEFT_SIDE) second[i] = a - b
    else if (mode === RIGHT_SIDE) first[i] = a + b
    else {
      // The middle was halved; whether it was odd shows in the difference.
      const doubled = 2 * a + Math.abs(b % 2)
      first[i] = (doubled + b) / 2
      second[i] = (doubled - b) / 2
    }
  }
}
