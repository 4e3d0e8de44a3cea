import { readMp3FrameHeader } from './read-mp3-frame-header.ts'

/** LAME's own look-ahead: this many samples come out before the first given one. */
const ENCODER_DELAY = 576
/** Behind the frame header and the side information of an MPEG-1 stereo frame. */
const TAG_OFFSET = 4 + 32
const TAG_HAS_EVERYTHING = 0x0f
const LAME_TAG_OFFSET = TAG_OFFSET + 120
const SEEK_POINTS = 100

/**
 * The silent "Info" frame that goes before constant-rate MP3: it tells players the true length and how many samples
 * to drop at both ends. Null for MPEG-2 rates, whose frame is laid out differently and which nothing here uses.
 */
export function makeMp3InfoFrame(audio: Uint8Array, samples: number): Uint8Array | null {
  const header = readMp3FrameHeader(audio, 0)
  if (header === null || header.samples !== 1152) return null
  const frames = countFrames(audio)
  const unpadded = Math.floor((144 * header.bitRate) / header.sampleRate)
  const frame = new Uint8Array(unpadded)
  frame.set(audio.subarray(0, 4))
  frame[2] = (audio[2] ?? 0) & ~0x02 // no padding byte in this frame
  const view = new DataView(frame.buffer)
  writeText(frame, TAG_OFFSET, 'Info')
  view.setUint32(TAG_OFFSET + 4, TAG_HAS_EVERYTHING)
  view.setUint32(TAG_OFFSET + 8, frames)
  view.setUint32(TAG_OFFSET + 12, audio.length + frame.length)
  for (let i = 0; i < SEEK_POINTS; i++) frame[TAG_OFFSET + 16 + i] = Math.floor((i * 256) / SEEK_POINTS)
  writeLameTag(frame, view, audio, frames * header.samples - ENCODER_DELAY - samples)
  return frame
}

function writeLameTag(frame: Uint8Array, view: DataView, audio: Uint8Array, endPadding: number): void {
  writeText(frame, LAME_TAG_OFFSET, 'LAME3.100')
  frame[LAME_TAG_OFFSET + 9] = 1 // tag revision 0, constant bit rate
  frame[LAME_TAG_OFFSET + 20] = 192
  // Two 12-bit numbers side by side: samples to drop at the start and at the end.
  const padding = Math.max(0, Math.min(4095, endPadding))
  frame[LAME_TAG_OFFSET + 21] = ENCODER_DELAY >> 4
  frame[LAME_TAG_OFFSET + 22] = ((ENCODER_DELAY & 15) << 4) | (padding >> 8)
  frame[LAME_TAG_OFFSET + 23] = padding & 255
  view.setUint32(LAME_TAG_OFFSET + 28, audio.length + frame.length)
  view.setUint16(LAME_TAG_OFFSET + 32, crc16(audio))
  view.setUint16(LAME_TAG_OFFSET + 34, crc16(frame.subarray(0, LAME_TAG_OFFSET + 34)))
}

function countFrames(audio: Uint8Array): number {
  let count = 0
  let at = 0
  for (;;) {
    const header = readMp3FrameHeader(audio, at)
    if (header === null) return count
    count++
    at += header.bytes
  }
}

const CRC16_TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >> 1) ^ 0xa001 : value >> 1
  return value
})

/** CRC-16/ARC, as LAME tags use it. */
function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (let i = 0; i < bytes.length; i++) crc = (crc >> 8) ^ (CRC16_TABLE[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0)
  return crc
}

function writeText(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i)
}
