import type { EncodeStep } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import { resample } from './resample.ts'

/** Both sides together at a lower rate, for listening. */
export async function toMono(
  { sampleRate, channels: [left, right] }: Pcm,
  rate: number,
  step: EncodeStep,
): Promise<Float32Array> {
  const middle = left.map((sample, i) => (sample + (right[i] ?? 0)) / 2)
  const { channels } = await resample({ sampleRate, channels: [middle, new Float32Array(0)] }, rate, step)
  return channels[0]
}
