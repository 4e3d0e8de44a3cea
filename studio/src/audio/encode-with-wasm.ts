import type { EncodeStep } from './encode-audio.ts'
import { joinChunks } from './join-chunks.ts'
import type { Pcm } from './pcm.ts'

/** The part of a `wasm-media-encoders` encoder that both formats share. */
interface ChunkEncoder {
  encode(samples: readonly Float32Array[]): Uint8Array
  finalize(): Uint8Array
}

/** 1.5 s of sound, about 25 ms of work between two looks at the abort signal. */
const FRAMES_PER_STEP = 1 << 16

export async function encodeWithWasm(encoder: ChunkEncoder, pcm: Pcm, step: EncodeStep): Promise<Uint8Array> {
  const [left, right] = pcm.channels
  const chunks: Uint8Array[] = []
  for (let start = 0; start < left.length; start += FRAMES_PER_STEP) {
    await step(start / left.length)
    const end = start + FRAMES_PER_STEP
    // The encoder owns what it returns and overwrites it at the next call, hence the copy.
    chunks.push(encoder.encode([left.subarray(start, end), right.subarray(start, end)]).slice())
  }
  chunks.push(encoder.finalize().slice())
  return joinChunks(chunks)
}
