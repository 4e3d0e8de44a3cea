import type { Pcm } from '../pcm.ts'

/** Reads what `encodeWav` writes, by the file's own header. */
export function readWav(bytes: Uint8Array): Pcm {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (text(0) !== 'RIFF' || text(8) !== 'WAVE' || text(36) !== 'data') throw new Error('Not a plain WAV file')
  if (view.getUint16(22, true) !== 2 || view.getUint16(34, true) !== 16) throw new Error('Not 16-bit stereo')
  const frames = view.getUint32(40, true) / 4
  const left = new Float32Array(frames)
  const right = new Float32Array(frames)
  for (let i = 0; i < frames; i++) {
    left[i] = view.getInt16(44 + i * 4, true) / 32767
    right[i] = view.getInt16(46 + i * 4, true) / 32767
  }
  return { sampleRate: view.getUint32(24, true), channels: [left, right] }
}
