import type { Chord } from './chord.ts'
import type { ChordEvent } from './plan-harmony.ts'

/** More voices than a hand plays only thicken the mix. */
const VOICES_MAX = 4

/** Pitches for every chord, each voice moving as little as it can from the one before. */
export function voiceChords(
  events: ChordEvent[],
  options: { range: [number, number]; voicing: 'close' | 'power' },
): Map<ChordEvent, number[]> {
  const voicings = new Map<ChordEvent, number[]>()
  const [low, high] = options.range
  // The first chord sits in the middle of the range.
  let previous = [(low + high) / 2]
  for (const event of events) {
    const candidates =
      options.voicing === 'power' ? powerVoicings(event.chord, low) : closeVoicings(event.chord, low, high)
    const best = candidates.toSorted((a, b) => movement(previous, a) - movement(previous, b))[0] ?? []
    voicings.set(event, best)
    previous = best
  }
  return voicings
}

function powerVoicings({ root }: Chord, low: number): number[][] {
  const bottom = pitchAtOrAbove(root, low)
  return [[bottom, bottom + 7, bottom + 12]]
}

/** Every inversion in every octave that fits the range. */
function closeVoicings(chord: Chord, low: number, high: number): number[][] {
  // Of five tones the fifth says least.
  const tones = chord.tones.length > VOICES_MAX ? chord.tones.filter((_, index) => index !== 2) : chord.tones
  const voicings: number[][] = []
  for (let inversion = 0; inversion < tones.length; inversion++) {
    const order = [...tones.slice(inversion), ...tones.slice(0, inversion)]
    for (let bottom = pitchAtOrAbove(order[0] ?? 0, low); bottom <= high; bottom += 12) {
      const voicing = [bottom]
      for (const tone of order.slice(1)) voicing.push(pitchAtOrAbove(tone, (voicing.at(-1) ?? 0) + 1))
      if ((voicing.at(-1) ?? 0) <= high || voicings.length === 0) voicings.push(voicing)
    }
  }
  return voicings
}

/** How far the voices travel, and how far the whole drifts. */
function movement(from: number[], to: number[]): number {
  const travel = to.reduce((sum, pitch) => sum + Math.min(...from.map((other) => Math.abs(other - pitch))), 0)
  return travel + Math.abs(mean(from) - mean(to))
}

function mean(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

export function pitchAtOrAbove(pitchClass: number, low: number): number {
  return low + ((((pitchClass - low) % 12) + 12) % 12)
}
