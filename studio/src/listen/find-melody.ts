import type { EncodeStep } from '../audio/encode-audio.ts'
import { scaleOf } from '../song/key.ts'
import type { Key } from '../song/key.ts'
import { makeSpectrum } from './spectrum.ts'

/** MIDI pitches between which tunes lie: A3 to D6. */
const LOWEST = 57
const HIGHEST = 86
/** 0.19 s at 11.025 kHz: short enough for eighths, long enough to tell semitones apart there. */
const SIZE = 2048
const LOOKS_PER_SLOT = 3
/** A tone is known by its first overtones, the higher the less. */
const PARTIALS = 6
const PARTIAL_SHARE = 0.8
/** A fiftieth is a third of a semitone to both sides. */
const OUT_OF_TUNE = 0.02
/** Tunes move by steps, and keep to their key: shares of the strongest tone's strength, the first for each semitone. */
const LEAP_COST = 0.02
const FOREIGN_COST = 0.1
/** Softer than this share of what is usual in the song, nobody plays a tune. */
const SOFT = 0.45
const SLOTS_PER_STEP = 64

/**
 * The likeliest tune: the pitch that stands out in each slot of `slotSeconds` from a moment on, null where none does. Of mixed
 * instruments about seven of ten are right but for the octave, fewer under distorted guitars.
 */
export async function findMelody(
  mono: Float32Array,
  sampleRate: number,
  { from, slotSeconds, count, key }: { from: number; slotSeconds: number; count: number; key: Key },
  step: EncodeStep,
): Promise<(number | null)[]> {
  const look = makeLook(mono, sampleRate)
  const slots: Float64Array[] = []
  for (let slot = 0; slot < count; slot++) {
    if (slot % SLOTS_PER_STEP === 0) await step(slot / count)
    const strengths = new Float64Array(HIGHEST - LOWEST + 1)
    for (let i = 0; i < LOOKS_PER_SLOT; i++) look(from + (slot + (i + 0.5) / LOOKS_PER_SLOT) * slotSeconds, strengths)
    slots.push(strengths)
  }
  const tops = slots.map((strengths) => Math.max(...strengths))
  const usual = tops.toSorted((a, b) => a - b)[Math.floor(tops.length / 2)] ?? 0
  return findPath(slots, key).map((index, slot) => ((slots[slot]?.[index] ?? 0) > SOFT * usual ? LOWEST + index : null))
}

/** Adds the strength of each pitch at a moment: the spectrum's peaks at its overtones. */
function makeLook(mono: Float32Array, sampleRate: number): (seconds: number, strengths: Float64Array) => void {
  const spectrum = makeSpectrum(SIZE)
  const magnitudes = new Float32Array(SIZE / 2)
  return (seconds, strengths) => {
    spectrum(mono, Math.max(0, Math.round(seconds * sampleRate - SIZE / 2)), magnitudes)
    for (let index = 0; index < strengths.length; index++) {
      const bin = ((440 * 2 ** ((LOWEST + index - 69) / 12)) / sampleRate) * SIZE
      let sum = 0
      for (let partial = 1; partial <= PARTIALS; partial++)
        sum += PARTIAL_SHARE ** (partial - 1) * Math.sqrt(peakNear(magnitudes, bin * partial))
      strengths[index] = (strengths[index] ?? 0) + sum
    }
  }
}

function peakNear(magnitudes: Float32Array, bin: number): number {
  const reach = Math.max(1, bin * OUT_OF_TUNE)
  let peak = 0
  for (let at = Math.floor(bin - reach); at <= Math.ceil(bin + reach); at++) peak = Math.max(peak, magnitudes[at] ?? 0)
  return peak
}

/** The best way through all slots, by indexes of pitches. */
function findPath(slots: Float64Array[], key: Key): number[] {
  const scale = new Set(scaleOf(key.mode).map((degree) => (key.tonic + degree) % 12))
  let scores = Array.from({ length: HIGHEST - LOWEST + 1 }, () => 0)
  const cameFrom: number[][] = []
  for (const strengths of slots) {
    const top = Math.max(1e-9, ...strengths)
    const before = scores.map((_, index) => bestBefore(scores, index))
    scores = before.map((from, index) => {
      const foreign = scale.has((LOWEST + index) % 12) ? 0 : FOREIGN_COST
      const way = (scores[from] ?? 0) - LEAP_COST * Math.abs(from - index)
      return way + (strengths[index] ?? 0) / top - foreign
    })
    cameFrom.push(before)
  }
  const path: number[] = []
  let at = scores.indexOf(Math.max(...scores))
  for (const before of cameFrom.toReversed()) {
    path.unshift(at)
    at = before[at] ?? at
  }
  return path
}

function bestBefore(scores: number[], index: number): number {
  let [best, most] = [index, -Infinity]
  for (const [from, score] of scores.entries()) {
    const value = score - LEAP_COST * Math.abs(from - index)
    if (value > most) [best, most] = [from, value]
  }
  return best
}
