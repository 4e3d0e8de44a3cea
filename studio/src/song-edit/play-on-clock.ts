import type { Pcm } from '../audio/pcm.ts'
import type { AudioFormat, StudioContext, SungWordTime } from '../contract.ts'
import { resample } from '../listen/resample.ts'
import { limit } from '../song/master/limit.ts'
import { measureLoudness } from '../song/master/measure-loudness.ts'
import { makeStep, playScore } from '../song/play-score.ts'
import type { PlayedScore } from '../song/play-score.ts'
import type { Score } from '../song/score.ts'

export interface ClockedSound {
  /** Its first sample is at second 0 of the other sound's clock. */
  pcm: Pcm
  words: SungWordTime[]
  stems: PlayedScore['stems']
}

/** Plays a score so that its beat 0 falls on a second of another sound, at that one's rate; what would be before second 0 is cut. */
export async function playOnClock(
  score: Score,
  at: { second: number; sampleRate: number; stemFormat: AudioFormat | null },
  context: StudioContext,
): Promise<ClockedSound> {
  const playing = { ...context, onProgress: (percent: number) => context.onProgress(0.9 * percent) }
  const { pcm, words, stems } = await playScore(score, { stemFormat: at.stemFormat }, playing)
  const atRate = await resample(pcm, at.sampleRate, makeStep(context, 90, 100))
  const shift = Math.round(at.second * at.sampleRate)
  const move = (channel: Float32Array) => {
    const moved = new Float32Array(Math.max(0, channel.length + shift))
    moved.set(channel.subarray(Math.max(0, -shift)), Math.max(0, shift))
    return moved
  }
  const { channels } = atRate
  return {
    pcm: { sampleRate: at.sampleRate, channels: [move(channels[0]), move(channels[1])] },
    words: words.map((word) => ({
      ...word,
      startSeconds: word.startSeconds + at.second,
      endSeconds: word.endSeconds + at.second,
    })),
    stems,
  }
}

/** Decibels that new music may be raised or lowered by to sit in an old song. */
const GAIN_MAX = 15
const CEILING = 0.88

/** As loud as a part of another sound, each measured between two moments; peaks are turned down. In place. */
export function matchLoudness(pcm: Pcm, span: { from: number; to: number }, model: Pcm): void {
  const difference = measureLoudness(model) - measureLoudness(between(pcm, span.from, span.to))
  const decibels = Number.isFinite(difference) ? Math.max(-GAIN_MAX, Math.min(GAIN_MAX, difference)) : 0
  limit(pcm, 10 ** (decibels / 20), CEILING)
}

export function between({ sampleRate, channels: [left, right] }: Pcm, from: number, to: number): Pcm {
  const [start, end] = [Math.max(0, Math.round(from * sampleRate)), Math.max(0, Math.round(to * sampleRate))]
  return { sampleRate, channels: [left.subarray(start, end), right.subarray(start, end)] }
}

export function secondsOf({ sampleRate, channels }: Pcm): number {
  return channels[0].length / sampleRate
}
