import type { EncodeStep } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import type { SungWordTime } from '../contract.ts'
import { makeReverb } from '../song/make-reverb.ts'
import { measureLoudness } from '../song/master/measure-loudness.ts'
import { makeFilter } from '../sound/filters.ts'
import { SINGING_RATE } from './sing-vocals.ts'
import type { Sung } from './sing-vocals.ts'

/** Decibels over the band where words are understood, while they are sung: words stay clear and the band stays a band. */
const OVER_BAND = 4
const SPEECH_HERTZ = { low: 300, high: 3400 }
/** LU against the whole band that the voice keeps between, however little or much of the band lies where words do. */
const AGAINST_BAND = { low: -5, high: 6 }
const REVERB_SECONDS = 1.5
const REVERB_SHARE = 0.14
const BLOCK = 128
const BLOCKS_PER_STEP = 512

/** Scales the voice, in place, to its level against a band that plays already. */
export function levelVocals({ samples, words }: Sung, band: Pcm): void {
  const own = measureLoudness({ sampleRate: SINGING_RATE, channels: [samples, samples] })
  const others = measureLoudness(band)
  if (!Number.isFinite(own) || !Number.isFinite(others)) return
  const behind = band.channels.reduce((sum, channel) => sum + speechPower(channel, words) / band.channels.length, 0)
  const wanted = OVER_BAND + 10 * Math.log10(behind / Math.max(1e-12, speechPower(samples, words)))
  const even = others - own
  const decibels = Math.max(even + AGAINST_BAND.low, Math.min(even + AGAINST_BAND.high, wanted))
  const gain = 10 ** (decibels / 20)
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] ?? 0) * gain
}

/** What a sound has in the range of speech while the words are sung. */
function speechPower(samples: Float32Array, words: SungWordTime[]): number {
  const [above, below] = [makeFilter('high', SPEECH_HERTZ.low), makeFilter('low', SPEECH_HERTZ.high)]
  const isSung = new Uint8Array(samples.length)
  for (const { startSeconds, endSeconds } of words)
    isSung.fill(1, Math.round(startSeconds * SINGING_RATE), Math.round(endSeconds * SINGING_RATE))
  let [sum, count] = [0, 0]
  for (let i = 0; i < samples.length; i++) {
    const sample = below.process(above.process(samples[i] ?? 0))
    if (isSung[i] === 0) continue
    sum += sample * sample
    count++
  }
  return sum / Math.max(1, count)
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
