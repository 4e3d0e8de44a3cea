import { readMp3FrameHeader } from '../audio/read-mp3-frame-header.ts'
import { Refusal } from '../refusal.ts'

export interface Mp3Walk {
  /** Where the first frame is, and where the last one ends. */
  start: number
  end: number
  sampleRate: number
  /** Of each channel, before a gapless header takes some away. */
  samples: number
}

/** More than the largest frame. */
const FRAME_BYTES_MAX = 4096
/** Some files begin with padding or the end of a frame that was cut. */
const LEAD_IN_MAX = 16_384
/** As many frames must follow each other before bytes count as MP3. */
const CHAIN = 4
/** Bytes between frames that belong to none: a little of it is common, a tenth is a broken file. */
const LOST_SHARE_MAX = 0.02

/**
 * Goes from frame to frame without decoding, which gives the length before any memory is taken. Throws a `Refusal` if the
 * last frame is not whole, if the file's own count says that frames are missing, and if much lies between frames.
 */
export function walkMp3(bytes: Uint8Array): Mp3Walk {
  const start = findMp3Start(bytes)
  const first = start === null ? null : readMp3FrameHeader(bytes, start)
  if (start === null || first === null) throw new Refusal('The audio is no MP3 that can be read.')
  let at = start
  let [frames, lost] = [0, 0]
  while (at < bytes.length) {
    const header = readMp3FrameHeader(bytes, at)
    if (header !== null && header.sampleRate === first.sampleRate) {
      frames++
      at += header.bytes
    } else if (isTail(bytes, at)) {
      break
    } else {
      if (isCutFrame(bytes, at)) throw new Refusal('The MP3 file is cut off in a frame; send the whole of it.')
      at++
      lost++
    }
  }
  const promised = readFrameCount(bytes, start)
  // The frame that holds the count is not counted by most.
  if (promised !== null && frames - 1 < promised - 1)
    throw new Refusal('The MP3 file is cut off: it has fewer frames than it says; send the whole of it.')
  if (lost > LEAD_IN_MAX && lost > LOST_SHARE_MAX * bytes.length)
    throw new Refusal('The MP3 file is broken: frames are missing.')
  return { start, end: at, sampleRate: first.sampleRate, samples: frames * first.samples }
}

/** The first of a chain of frames behind any ID3 tags; null = this is no MP3. */
export function findMp3Start(bytes: Uint8Array): number | null {
  let at = 0
  while (bytes[at] === 0x49 && bytes[at + 1] === 0x44 && bytes[at + 2] === 0x33) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at + 6, at + 10)
    const footer = ((bytes[at + 5] ?? 0) & 0x10) === 0 ? 0 : 10
    at += 10 + ((a & 127) << 21) + ((b & 127) << 14) + ((c & 127) << 7) + (d & 127) + footer
  }
  for (const end = at + LEAD_IN_MAX; at < end && at < bytes.length; at++) if (isChain(bytes, at)) return at
  return null
}

function isChain(bytes: Uint8Array, from: number): boolean {
  let at = from
  let sampleRate = 0
  for (let frame = 0; frame < CHAIN; frame++) {
    const header = readMp3FrameHeader(bytes, at)
    // A sound of a few frames ends before the chain does.
    if (header === null) return frame > 0 && (at === bytes.length || isTail(bytes, at))
    if (frame > 0 && header.sampleRate !== sampleRate) return false
    sampleRate = header.sampleRate
    at += header.bytes
  }
  return true
}

const TAIL_MARKS = ['TAG', 'APETAGEX', 'LYRICSBEGIN', 'ID3', '3DI']

/** What may stand behind the last frame: tags, or zeros. */
function isTail(bytes: Uint8Array, at: number): boolean {
  const text = Buffer.from(bytes.subarray(at, at + 11)).toString('latin1')
  if (TAIL_MARKS.some((mark) => text.startsWith(mark))) return true
  for (let i = at; i < bytes.length; i++) if (bytes[i] !== 0) return false
  return true
}

function isCutFrame(bytes: Uint8Array, at: number): boolean {
  if (bytes.length - at >= FRAME_BYTES_MAX) return false
  const longer = new Uint8Array(2 * FRAME_BYTES_MAX)
  longer.set(bytes.subarray(at))
  return readMp3FrameHeader(longer, 0) !== null
}

/** The count in a "Xing" or "Info" header, which stands behind the side information of the first frame. */
function readFrameCount(bytes: Uint8Array, start: number): number | null {
  const isMpeg1 = (((bytes[start + 1] ?? 0) >> 3) & 3) === 3
  const isMono = (bytes[start + 3] ?? 0) >> 6 === 3
  const at = start + 4 + (isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17)
  const mark = Buffer.from(bytes.subarray(at, at + 4)).toString('latin1')
  if ((mark !== 'Xing' && mark !== 'Info') || ((bytes[at + 7] ?? 0) & 1) === 0 || at + 12 > bytes.length) return null
  return new DataView(bytes.buffer, bytes.byteOffset + at + 8, 4).getUint32(0)
}
