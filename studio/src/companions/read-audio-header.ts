import { readMp3FrameHeader } from '../audio/read-mp3-frame-header.ts'
import type { AudioKind } from '../listen/audio-kind.ts'
import { findMp3Start } from '../listen/walk-mp3.ts'
import { positive } from './video-facts.ts'

export interface AudioFacts {
  /** Null when no header tells it. */
  durationSeconds: number | null
  sampleRate: number
  channels: number
}

/** Opus counts its samples at this rate, whatever it was made from. */
const OPUS_RATE = 48_000

/** Rate, channels and, where a header tells it, the length; null when there is no such header. */
export function readAudioHeader(kind: AudioKind, file: Uint8Array): AudioFacts | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  try {
    switch (kind) {
      case 'wav':
        return readWavHeader(bytes)
      case 'flac':
        return readFlacHeader(bytes)
      case 'ogg':
        return readOggHeader(bytes)
      case 'mp3':
        return readMp3Header(bytes)
    }
  } catch (error) {
    // The end of the bytes in the middle of a header.
    if (error instanceof RangeError) return null
    throw error
  }
}

function toFacts(sampleRate: number, channels: number, seconds: number): AudioFacts {
  return { durationSeconds: positive(seconds), sampleRate, channels }
}

function readWavHeader(bytes: Buffer): AudioFacts | null {
  let format: { sampleRate: number; channels: number; bytesPerSecond: number } | null = null
  for (let at = 12; at + 8 <= bytes.length;) {
    const [name, size] = [bytes.toString('latin1', at, at + 4), bytes.readUInt32LE(at + 4)]
    if (name === 'fmt ')
      format = {
        channels: bytes.readUInt16LE(at + 10),
        sampleRate: bytes.readUInt32LE(at + 12),
        bytesPerSecond: bytes.readUInt32LE(at + 16),
      }
    // A writer that could not go back leaves a size that is too large.
    if (name === 'data' && format !== null)
      return toFacts(format.sampleRate, format.channels, Math.min(size, bytes.length - at - 8) / format.bytesPerSecond)
    at += 8 + size + (size % 2)
  }
  return format && toFacts(format.sampleRate, format.channels, 0)
}

function readFlacHeader(bytes: Buffer): AudioFacts {
  const packed = bytes.readUInt32BE(18)
  const sampleRate = packed >>> 12
  const samples = (bytes.readUInt8(21) & 15) * 2 ** 32 + bytes.readUInt32BE(22)
  return toFacts(sampleRate, ((packed >>> 9) & 7) + 1, samples / sampleRate)
}

/** The first packet says what is in it, the last page how many samples there were. */
function readOggHeader(bytes: Buffer): AudioFacts | null {
  const packet = 27 + bytes.readUInt8(26)
  const isOpus = bytes.toString('latin1', packet, packet + 8) === 'OpusHead'
  if (!isOpus && bytes.toString('latin1', packet, packet + 7) !== '\x01vorbis') return null
  const channels = bytes.readUInt8(packet + (isOpus ? 9 : 11))
  const sampleRate = isOpus ? OPUS_RATE : bytes.readUInt32LE(packet + 12)
  const skipped = isOpus ? bytes.readUInt16LE(packet + 10) : 0
  const last = bytes.lastIndexOf('OggS')
  const samples = last + 14 <= bytes.length ? Number(bytes.readBigInt64LE(last + 6)) : 0
  return toFacts(sampleRate, channels, (samples - skipped) / sampleRate)
}

/** Only its decoder knows how long an MP3 is. */
function readMp3Header(bytes: Buffer): AudioFacts | null {
  const start = findMp3Start(bytes)
  const header = start === null ? null : readMp3FrameHeader(bytes, start)
  if (start === null || header === null) return null
  return toFacts(header.sampleRate, bytes.readUInt8(start + 3) >> 6 === 3 ? 1 : 2, 0)
}
