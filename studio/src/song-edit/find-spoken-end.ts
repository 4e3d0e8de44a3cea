import type { Pcm } from '../audio/pcm.ts'
import { measureDecibels } from '../listen/find-sections.ts'

/** Decibels below the whole song's mean. */
const QUIETER = 9

/** Seconds at which a song has said all: what comes after is its last sound dying away, or silence. */
export function findSpokenEnd(pcm: Pcm): number {
  const seconds = pcm.channels[0].length / pcm.sampleRate
  const usual = measureDecibels(pcm, 0, seconds)
  for (let end = seconds; end > 1; end -= 0.1) if (measureDecibels(pcm, end - 0.4, end) > usual - QUIETER) return end
  return seconds
}
