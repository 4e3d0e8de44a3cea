import { parseChord } from '../song/chord.ts'
import type { Chord } from '../song/chord.ts'
import { scaleOf } from '../song/key.ts'
import type { Key } from '../song/key.ts'
import { meanChroma } from './find-chroma.ts'
import type { Chroma } from './find-chroma.ts'

/** Degrees above the tonic in the notation of `parseChord`. */
const NUMERALS = ['I', 'bII', 'II', 'bIII', 'III', 'IV', '#IV', 'V', 'bVI', 'VI', 'bVII', 'VII']
/** The bass mostly plays the root. */
const BASS_WEIGHT = 0.5
/** What belongs to the key is likelier, and what goes on is likelier than what changes. */
const DIATONIC_BONUS = 0.08
const STAY_BONUS = 0.015
/** Many chords have a seventh, which without this would speak for the triad on their third. */
const SEVENTH_WEIGHT = 0.5

/** The likeliest triad of each span between two of the moments, all of them together by the best path. */
export function findChords(chroma: Chroma, key: Key, moments: number[]): Chord[] {
  const states = listTriads(key)
  const spans = moments.slice(0, -1).map((from, index) => ({ from, to: moments[index + 1] ?? from }))
  let scores = states.map(() => 0)
  const cameFrom: number[][] = []
  for (const { from, to } of spans) {
    const all = meanChroma(chroma.all, chroma.rate, from, to)
    const bass = meanChroma(chroma.bass, chroma.rate, from, to)
    const best = indexOfMax(scores)
    const steps = states.map((_, state) => ((scores[best] ?? 0) > (scores[state] ?? 0) + STAY_BONUS ? best : state))
    scores = states.map((state, index) => {
      const from = steps[index] ?? index
      return (scores[from] ?? 0) + (from === index ? STAY_BONUS : 0) + fit(state, all, bass)
    })
    cameFrom.push(steps)
  }
  const path: Chord[] = []
  for (let span = spans.length - 1, state = indexOfMax(scores); span >= 0; span--) {
    path.unshift(parseChord(states[state]?.symbol ?? 'I', key))
    state = cameFrom[span]?.[state] ?? state
  }
  return path
}

interface Triad {
  symbol: string
  root: number
  tones: number[]
  /** What may stand above it: the minor seventh, on a major triad the major one too. */
  sevenths: number[]
  bonus: number
}

function listTriads(key: Key): Triad[] {
  const scale = new Set(scaleOf(key.mode).map((step) => (key.tonic + step) % 12))
  return NUMERALS.flatMap((numeral) =>
    [numeral, numeral.toLowerCase()].map((symbol) => {
      const { root, tones } = parseChord(symbol, key)
      // The major dominant of a minor key counts as its own.
      const isDiatonic = tones.every((tone) => scale.has(tone)) || symbol === 'V'
      const sevenths = (symbol === numeral ? [10, 11] : [10]).map((step) => (root + step) % 12)
      return { symbol, root, tones, sevenths, bonus: isDiatonic ? DIATONIC_BONUS : 0 }
    }),
  )
}

function fit({ root, tones, sevenths, bonus }: Triad, all: Float32Array, bass: Float32Array): number {
  const sounding = tones.reduce((sum, tone) => sum + (all[tone] ?? 0), 0)
  const seventh = Math.max(...sevenths.map((tone) => all[tone] ?? 0))
  return sounding + SEVENTH_WEIGHT * seventh + BASS_WEIGHT * (bass[root] ?? 0) + bonus
}

function indexOfMax(values: number[]): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? -Infinity) ? index : best), 0)
}
