import type { EncodeStep } from '../../audio/encode-audio.ts'
import type { Pcm } from '../../audio/pcm.ts'
import type { Score } from '../score.ts'
import { limit } from './limit.ts'
import { measureLoudness } from './measure-loudness.ts'
import { measureTruePeak } from './true-peak.ts'

/** What streaming services normalise to. */
const LOUDNESS = -14
/** dBTP. Half a decibel below the -1 that is promised, for what lossy encoders add. */
const CEILING = -1.5
const HARD_CEILING = -1
/** More gain than this would only raise noise: the song is near silence. */
const GAIN_MAX = 40
/** Limiting takes loudness away; a second pass gives it back. A third would change tenths of a decibel. */
const PASSES = 2
/** The lowest string of a bass is 41 Hz; below is rumble that eats headroom. */
const RUMBLE_HZ = 28
/** What sounds at once, such as a voice whose first consonant would lie before the song, begins without a click. */
const FADE_IN_SECONDS = 0.004
/** No click at the end of the fade, however hard the last chord still rings. */
const FADE_SHARE = 0.85

/**
 * Loud as the world expects, no peak above the ceiling, and faded to nothing at the end. In place. Returns the factor
 * that the sound was raised by; the limiter turned it down again where it peaked.
 */
export async function masterSong(pcm: Pcm, score: Score, step: EncodeStep): Promise<number> {
  shapeSound(pcm, score)
  let raised = 1
  for (let pass = 0; pass < PASSES; pass++) {
    await step(pass / (PASSES + 1))
    const loudness = measureLoudness(pcm)
    const gain = Number.isFinite(loudness) ? Math.min(GAIN_MAX, LOUDNESS - loudness) : 0
    await step((pass + 0.5) / (PASSES + 1))
    limit(pcm, fromDecibels(gain), fromDecibels(CEILING))
    raised *= fromDecibels(gain)
  }
  await step(PASSES / (PASSES + 1))
  const peak = Math.max(...pcm.channels.map(measureTruePeak))
  const last = Math.min(1, fromDecibels(HARD_CEILING) / Math.max(peak, 1e-9))
  if (last < 1) scale(pcm, last)
  return raised * last
}

/** The part of mastering that is linear: what is done to each stem is done to their sum. In place. */
export function shapeSound(pcm: Pcm, score: Score): void {
  const landing = Math.round(((score.landingBeat * 60) / score.bpm) * pcm.sampleRate)
  for (const channel of pcm.channels) {
    removeRumble(channel, pcm.sampleRate)
    if (score.lowPassHz !== null) lowPass(channel, score.lowPassHz, pcm.sampleRate)
    fadeIn(channel, pcm.sampleRate)
    fadeOut(channel, landing)
  }
}

function fromDecibels(decibels: number): number {
  return 10 ** (decibels / 20)
}

export function scale(pcm: Pcm, gain: number): void {
  for (const channel of pcm.channels) for (let i = 0; i < channel.length; i++) channel[i] = (channel[i] ?? 0) * gain
}

function removeRumble(channel: Float32Array, sampleRate: number): void {
  const keep = Math.exp((-2 * Math.PI * RUMBLE_HZ) / sampleRate)
  let last = 0
  let out = 0
  for (let i = 0; i < channel.length; i++) {
    const sample = channel[i] ?? 0
    out = keep * (out + sample - last)
    last = sample
    channel[i] = out
  }
}

/** Two gentle poles: 12 dB an octave. */
function lowPass(channel: Float32Array, hertz: number, sampleRate: number): void {
  const share = 1 - Math.exp((-2 * Math.PI * hertz) / sampleRate)
  let first = 0
  let second = 0
  for (let i = 0; i < channel.length; i++) {
    first += share * ((channel[i] ?? 0) - first)
    second += share * (first - second)
    channel[i] = second
  }
}

function fadeIn(channel: Float32Array, sampleRate: number): void {
  const length = Math.min(channel.length, Math.round(FADE_IN_SECONDS * sampleRate))
  for (let i = 0; i < length; i++) channel[i] = ((channel[i] ?? 0) * i) / length
}

/** The last chord dies away in a quarter cosine that reaches zero with the last sample. */
function fadeOut(channel: Float32Array, landing: number): void {
  const length = Math.floor((channel.length - landing) * FADE_SHARE)
  const start = channel.length - length
  for (let i = 0; i < length; i++)
    channel[start + i] = (channel[start + i] ?? 0) * Math.cos(((i + 1) / length) * (Math.PI / 2))
}
