import type { AudioFormat } from '../../contract.ts'
import { readMp3FrameHeader } from '../read-mp3-frame-header.ts'
import { decodeFlac } from './decode-flac.ts'
import { readWav } from './read-wav.ts'

/** The length of an encoded file as a player would find it, from its frames. */
export function measureSeconds(bytes: Uint8Array, format: AudioFormat): number {
  switch (format) {
    case 'wav':
      return readWav(bytes).channels[0].length / readWav(bytes).sampleRate
    case 'flac':
      return decodeFlac(bytes).left.length / decodeFlac(bytes).sampleRate
    case 'ogg':
      return measureOgg(bytes)
    case 'mp3':
      return measureMp3(bytes)
  }
}

/** The last page's granule position counts samples; the identification header has the rate. */
function measureOgg(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  let granule = 0n
  while (at < bytes.length) {
    if (view.getUint32(at) !== 0x4f676753) throw new Error(`No Ogg page at ${at}`)
    granule = view.getBigInt64(at + 6, true)
    const segments = bytes.subarray(at + 27, at + 27 + (bytes[at + 26] ?? 0))
    at += 27 + segments.length + segments.reduce((sum, length) => sum + length, 0)
  }
  // The first page: 28 bytes of page header, then "\x01vorbis", version and channels before the rate.
  return Number(granule) / view.getUint32(28 + 12, true)
}

/** Frames times their samples, less what the gapless header says to drop. */
function measureMp3(bytes: Uint8Array): number {
  let at = 0
  let samples = 0
  let sampleRate = 44_100
  for (;;) {
    const header = readMp3FrameHeader(bytes, at)
    if (header === null) break
    samples += header.samples
    sampleRate = header.sampleRate
    at += header.bytes
  }
  if (at !== bytes.length) throw new Error(`${bytes.length - at} bytes of the file are in no MP3 frame`)
  const tag = 156 + 21
  const [first = 0, middle = 0, last = 0] = bytes.subarray(tag, tag + 3)
  const isTagged = String.fromCharCode(...bytes.subarray(36, 40)) === 'Info'
  const dropped = isTagged ? 1152 + ((first << 4) | (middle >> 4)) + (((middle & 15) << 8) | last) : 0
  return (samples - dropped) / sampleRate
}
