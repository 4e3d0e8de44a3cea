import type { EncodeStep } from './encode-audio.ts'
import { toPcm16 } from './pcm16.ts'
import type { Pcm } from './pcm.ts'

const HEADER_BYTES = 44
const BYTES_PER_FRAME = 4
/** About 10 ms of work between two looks at the abort signal. */
const FRAMES_PER_STEP = 1 << 18

/** A 16-bit PCM WAV file. */
export async function encodeWav(pcm: Pcm, step: EncodeStep): Promise<Uint8Array> {
  const [left, right] = pcm.channels
  const frames = left.length
  const bytes = new Uint8Array(HEADER_BYTES + frames * BYTES_PER_FRAME)
  const view = new DataView(bytes.buffer)
  writeHeader(view, pcm.sampleRate, frames)
  for (let start = 0; start < frames; start += FRAMES_PER_STEP) {
    await step(start / frames)
    const end = Math.min(frames, start + FRAMES_PER_STEP)
    for (let i = start; i < end; i++) {
      const at = HEADER_BYTES + i * BYTES_PER_FRAME
      view.setInt16(at, toPcm16(left[i] ?? 0), true)
      view.setInt16(at + 2, toPcm16(right[i] ?? 0), true)
    }
  }
  return bytes
}

function writeHeader(view: DataView, sampleRate: number, frames: number): void {
  writeName(view, 0, 'RIFF')
  view.setUint32(4, HEADER_BYTES - 8 + frames * BYTES_PER_FRAME, true)
  writeName(view, 8, 'WAVE')
  writeName(view, 12, 'fmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true) // integer PCM
  view.setUint16(22, 2, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * BYTES_PER_FRAME, true)
  view.setUint16(32, BYTES_PER_FRAME, true)
  view.setUint16(34, 16, true)
  writeName(view, 36, 'data')
  view.setUint32(40, frames * BYTES_PER_FRAME, true)
}

function writeName(view: DataView, at: number, name: string): void {
  for (let i = 0; i < name.length; i++) view.setUint8(at + i, name.charCodeAt(i))
}
