import type { Onsets } from './find-onsets.ts'

/** Beats at even distances: `firstBeat` is the first one, at most a few hundredths of a second before the start. */
export interface Tempo {
  bpm: number
  /** Seconds. */
  firstBeat: number
  /** 0 to 1: how much of what begins falls onto the beats and their halves; below about 0.15 there is no beat to speak of. */
  clarity: number
}

const BPM_MIN = 48
const BPM_MAX = 215
/** The tempo people hear where several fit, and how far from it they still go: a normal curve over octaves. */
const USUAL_BPM = 112
const USUAL_SPREAD = 0.75
const COARSE_STEP = 0.008
/** So many beat lengths must fit, not one alone. */
const MULTIPLES = 4

/** The tempo of the whole sound. */
export function findTempo(onsets: Onsets): Tempo {
  const lagMax = Math.ceil((MULTIPLES * 60 * onsets.rate) / BPM_MIN) + 2
  const correlations = correlate(onsets.all, Math.min(lagMax, onsets.all.length - 1))
  const scores: { bpm: number; score: number }[] = []
  for (let bpm = BPM_MIN; bpm <= BPM_MAX; bpm *= 1 + COARSE_STEP) {
    scores.push({ bpm, score: fit(correlations, (60 * onsets.rate) / bpm) * usualness(bpm) })
  }
  const seconds = onsets.all.length / onsets.rate
  const middle = { from: (seconds - MIDDLE_SECONDS) / 2, to: (seconds + MIDDLE_SECONDS) / 2 }
  const [first, ...others] = scores
    .filter(({ score }, i) => score >= (scores[i - 1]?.score ?? 0) && score > (scores[i + 1]?.score ?? 0))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, CANDIDATES)
  // Periods of a beat and a half repeat as well as beats do, but onsets are not on them.
  const around = { from: seconds / 2 - 15, to: seconds / 2 + 15 }
  const worth = (each: { bpm: number; score: number }) =>
    each.score * refineTempo(onsets, each.bpm, around, COARSE_STEP).clarity
  const best = others
    .filter((other) => first !== undefined && isThirds(other.bpm / first.bpm))
    .reduce((a, b) => (a !== undefined && worth(a) >= worth(b) ? a : b), first)?.bpm
  return refineTempo(onsets, refineTempo(onsets, best ?? USUAL_BPM, middle).bpm, { from: 0, to: seconds }, REST_REACH)
}

const CANDIDATES = 6

/** Three beats of one in the time of two of the other. */
function isThirds(ratio: number): boolean {
  return Math.abs(ratio * 1.5 - 1) < 0.03 || Math.abs(ratio / 1.5 - 1) < 0.03
}

/** Enough to know the tempo to a hundredth; the whole of a long song then only says it more exactly. */
const MIDDLE_SECONDS = 90
const REACH = 0.03
const REST_REACH = 0.002

/** The exact tempo near a known one, and where its beats are, as heard between two moments. */
export function refineTempo(
  onsets: Onsets,
  near: number,
  { from, to }: { from: number; to: number },
  reach = REACH,
): Tempo {
  const start = Math.max(0, Math.floor(from * onsets.rate))
  const part = onsets.all.subarray(start, Math.ceil(to * onsets.rate))
  const seconds = part.length / onsets.rate
  // Two tempos that differ by less than this drift apart by a twentieth of a beat over the whole.
  const step = Math.max(0.01, 3 / Math.max(1, seconds))
  let best = { bpm: near, strength: -1 }
  const scan = (middle: number, span: number, by: number) => {
    for (let bpm = middle - span; bpm <= middle + span; bpm += by) {
      const { strength } = combAt(part, onsets.rate, bpm)
      if (strength > best.strength) best = { bpm, strength }
    }
  }
  scan(near, near * reach, step)
  scan(best.bpm, step, step / 8)
  // Machines keep whole tempos: where one is as good as the best, it is the one.
  const whole = Math.round(best.bpm)
  const bpm = combAt(part, onsets.rate, whole).strength > 0.985 * best.strength ? whole : best.bpm
  const { phase, strength } = combAt(part, onsets.rate, bpm)
  const beat = 60 / bpm
  const first = start / onsets.rate + phase * beat + LATENCY_SECONDS
  return { bpm, firstBeat: first - Math.floor((first + EARLY_SECONDS) / beat) * beat, clarity: strength }
}

/** A song that begins on a beat may seem to begin a little after it. */
const EARLY_SECONDS = 0.04

/** An onset shows when it enters the middle of the analysed window, not its start. */
const LATENCY_SECONDS = 0.02

/** How well the sound's onsets fit beats of this tempo, by the first harmonics of their rhythm; and where in a beat they lie. */
function combAt(onsets: Float32Array, rate: number, bpm: number): { strength: number; phase: number } {
  const turn = (2 * Math.PI * bpm) / 60 / rate
  let total = 0
  const harmonics = WEIGHTS.map(() => ({ re: 0, im: 0 }))
  // One rotation for all harmonics, by powers.
  let [c, s] = [1, 0]
  const [dc, ds] = [Math.cos(turn), Math.sin(turn)]
  for (let i = 0; i < onsets.length; i++) {
    const value = onsets[i] ?? 0
    if (value > 0) {
      total += value
      let [hc, hs] = [c, s]
      for (const harmonic of harmonics) {
        harmonic.re += value * hc
        harmonic.im += value * hs
        const next = hc * c - hs * s
        hs = hc * s + hs * c
        hc = next
      }
    }
    const next = c * dc - s * ds
    s = c * ds + s * dc
    c = next
  }
  if (total === 0) return { strength: 0, phase: 0 }
  const strength = harmonics.reduce((sum, { re, im }, k) => sum + (WEIGHTS[k] ?? 0) * Math.hypot(re, im), 0) / total
  return { strength, phase: bestPhase(harmonics) }
}

const WEIGHTS = [0.5, 0.3, 0.1, 0.1]
const PHASES = 96

/** Where the sum of the harmonics is highest: a pulse on each beat. */
function bestPhase(harmonics: { re: number; im: number }[]): number {
  let best = { phase: 0, value: -Infinity }
  for (let i = 0; i < PHASES; i++) {
    const angle = (2 * Math.PI * i) / PHASES
    const value = harmonics.reduce(
      (sum, { re, im }, k) => sum + re * Math.cos((k + 1) * angle) + im * Math.sin((k + 1) * angle),
      0,
    )
    if (value > best.value) best = { phase: i / PHASES, value }
  }
  return best.phase
}

function correlate(values: Float32Array, lagMax: number): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const even = values.map((value) => value - mean)
  const correlations = new Float64Array(lagMax + 1)
  for (let lag = 0; lag <= lagMax; lag++) {
    let sum = 0
    for (let i = 0; i + lag < even.length; i++) sum += (even[i] ?? 0) * (even[i + lag] ?? 0)
    correlations[lag] = sum / (even.length - lag)
  }
  return correlations
}

/** How well a period and its multiples repeat; what lies half way between them speaks for twice the tempo. */
function fit(correlations: Float64Array, period: number): number {
  let sum = 0
  for (let multiple = 1; multiple <= MULTIPLES; multiple++) sum += peakNear(correlations, period * multiple)
  return Math.max(0, sum / MULTIPLES / Math.max(correlations[0] ?? 1, 1e-9))
}

/** At a lag between two hops: the highest of the nearest three, for notes are never played to the hundredth. */
function peakNear(correlations: Float64Array, lag: number): number {
  const at = Math.round(lag)
  return Math.max(correlations[at - 1] ?? 0, correlations[at] ?? 0, correlations[at + 1] ?? 0)
}

function usualness(bpm: number): number {
  return Math.exp(-0.5 * (Math.log2(bpm / USUAL_BPM) / USUAL_SPREAD) ** 2)
}
