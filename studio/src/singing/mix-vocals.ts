import type { EncodeStep } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import { makeReverb } from '../song/make-reverb.ts'
import { measureLoudness } from '../song/master/measure-loudness.ts'
import { SINGING_RATE } from './sing-vocals.ts'
import type { Sung } from './sing-vocals.ts'

/** LU below the band: words stay clear and the band stays a band. */
const BELOW_BAND = 1
const REVERB_SECONDS = 1.5
const REVERB_SHARE = 0.14
const BLOCK = 128
const BLOCKS_PER_STEP = 512

/** Scales the voice, in place, to its level against a band that plays already. */
export function levelVocals({ samples }: Sung, band: Pcm): void {
  const own = measureLoudness({ sampleRate: SINGING_RATE, channels: [samples, samples] })
  const wanted = measureLoudness(band) - BELOW_BAND
  const gain = Number.isFinite(own) && Number.isFinite(wanted) ? 10 ** ((wanted - own) / 20) : 1
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) * gain
}

/** Adds the voice and its room to a mix, in the middle; returns its highest sample. */
export async function mixVocals(
  { samples }: Sung,
  { channels: [left, right] }: Pcm,
  step: EncodeStep,
): Promise<number> {
  const reverb = makeReverb(SINGING_RATE, REVERB_SECONDS)
  const [roomLeft, roomRight] = [new Float32Array(BLOCK), new Float32Array(BLOCK)]
  const sent = new Float32Array(BLOCK)
  let peak = 0
  for (let start = 0, block = 0; start < left.length; start += BLOCK, block++) {
    if (block % BLOCKS_PER_STEP === 0) await step(start / left.length)
    const count = Math.min(BLOCK, left.length - start)
    for (let i = 0; i < count; i++) sent[i] = REVERB_SHARE * (samples[start + i] ?? 0)
    roomLeft.fill(0)
    roomRight.fill(0)
    reverb.process(sent, roomLeft, roomRight, 0, count)
    for (let i = 0; i < count; i++) {
      const dry = samples[start + i] ?? 0
      const [l, r] = [dry + (roomLeft[i] ?? 0), dry + (roomRight[i] ?? 0)]
      peak = Math.max(peak, Math.abs(l), Math.abs(r))
      left[start + i] = (left[start + i] ?? 0) + l
      right[start + i] = (right[start + i] ?? 0) + r
    }
  }
  return peak
}
