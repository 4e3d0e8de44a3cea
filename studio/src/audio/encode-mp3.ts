import { createMp3Encoder } from 'wasm-media-encoders'

import type { EncodeStep } from './encode-audio.ts'
import { encodeWithWasm } from './encode-with-wasm.ts'
import { joinChunks } from './join-chunks.ts'
import { makeMp3InfoFrame } from './make-mp3-info-frame.ts'
import type { Pcm } from './pcm.ts'

/** Constant bit rate, for players that seek by file position. */
export async function encodeMp3(pcm: Pcm, step: EncodeStep): Promise<Uint8Array> {
  const encoder = await createMp3Encoder()
  // Below 32 kHz MP3 is MPEG-2, whose frames stop at 160 kbit/s.
  encoder.configure({ channels: 2, sampleRate: pcm.sampleRate, bitrate: pcm.sampleRate >= 32_000 ? 192 : 96 })
  const audio = await encodeWithWasm(encoder, pcm, step)
  const info = makeMp3InfoFrame(audio, pcm.channels[0].length)
  return info === null ? audio : joinChunks([info, audio])
}
