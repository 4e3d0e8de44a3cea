/**
 * TD-PSOLA: the spoken line is cut into grains of two periods, one at each pulse of the voice, and the grains are laid
 * down anew at the melody's periods. Formants stay where they are, which is why it still sounds like the singer.
 */
import { isVoiced } from '../speech/phones.ts'
import { sourceOf } from './place-phones.ts'
import type { PlacedPhone } from './place-phones.ts'
import type { Spoken } from './say-syllables.ts'

const RATE = 44_100
/** Voiceless sounds are copied; this hides the cuts. */
const CROSSFADE = 180
/** A pulse is looked for this far from where the period lets expect it. */
const SEARCH_SHARE = 0.22

/** Adds a line to `target`. `pitchAt` is asked for seconds that never go back. */
export function bendPitch(
  spoken: Spoken,
  placed: PlacedPhone[],
  {
    target,
    pitchAt,
    formantScale,
  }: { target: Float32Array; pitchAt: (seconds: number) => number; formantScale: number },
): void {
  const marks = findPulses(spoken)
  for (const run of voicedRuns(placed)) layGrains(run, { spoken, marks, target, pitchAt, formantScale })
  for (const piece of placed) if (!isVoiced(piece.phone)) copy(piece, spoken.samples, target)
}

/** Neighbours that are voiced and follow each other without a gap: the voice goes on through them. */
function voicedRuns(placed: PlacedPhone[]): PlacedPhone[][] {
  const runs: PlacedPhone[][] = []
  for (const piece of placed) {
    if (!isVoiced(piece.phone) || piece.to.end <= piece.to.start) continue
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run !== undefined && last !== undefined && piece.to.start - last.to.end <= 2) run.push(piece)
    else runs.push([piece])
  }
  return runs
}

/** Frames of the pulses of a voice that keeps its pitch: the highest sample near each next period. */
function findPulses({ samples, pitch }: Spoken): Float64Array {
  const period = RATE / pitch
  const reach = Math.max(2, Math.floor(period * SEARCH_SHARE))
  const sign = skewOf(samples) < 0 ? -1 : 1
  const pulses: number[] = []
  let expected = period
  while (expected < samples.length - period) {
    let best = Math.round(expected)
    for (let at = best - reach, end = best + reach; at <= end; at++) {
      if (sign * (samples[at] ?? 0) > sign * (samples[best] ?? 0)) best = at
    }
    pulses.push(best)
    expected = best + period
  }
  return Float64Array.from(pulses)
}

/** Pulses of a voice stand out to one side. */
function skewOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample ** 3
  return sum
}

interface Work {
  spoken: Spoken
  marks: Float64Array
  target: Float32Array
  pitchAt: (seconds: number) => number
  formantScale: number
}

function layGrains(run: PlacedPhone[], work: Work): void {
  const end = run.at(-1)?.to.end ?? 0
  let at = run[0]?.to.start ?? 0
  let piece = 0
  let mark = 0
  while (at < end) {
    while (piece < run.length - 1 && at >= (run[piece]?.to.end ?? 0)) piece++
    const placed = run[piece]
    if (placed === undefined) return
    const source = sourceOf(placed, at)
    while (mark > 0 && (work.marks[mark] ?? 0) > source) mark--
    while (mark < work.marks.length - 2 && (work.marks[mark + 1] ?? Infinity) <= source) mark++
    const period = RATE / (440 * 2 ** ((work.pitchAt(at / RATE) - 69) / 12))
    const [left, right] = [work.marks[mark] ?? 0, work.marks[mark + 1] ?? 0]
    // Between two pulses both are heard, each as much as it is near: a held vowel does not move in steps.
    const share = right > left ? Math.max(0, Math.min(1, (source - left) / (right - left))) : 0
    layGrain(left, { at, period, gain: 1 - share }, work)
    layGrain(right, { at, period, gain: share }, work)
    at += period
  }
}

/** One grain around a pulse, windowed to two periods: of the speaker, or of the note where that is shorter. */
function layGrain(mark: number, { at, period, gain }: { at: number; period: number; gain: number }, work: Work): void {
  if (gain < 0.02) return
  const { spoken, target, formantScale } = work
  const own = RATE / spoken.pitch / formantScale
  const half = Math.min(own, period * 1.5)
  // Closer grains add up to more.
  const level = gain * Math.sqrt(Math.min(2, period / half))
  const first = Math.max(0, Math.ceil(at - half))
  const last = Math.min(target.length - 1, Math.floor(at + half))
  for (let frame = first; frame <= last; frame++) {
    const offset = frame - at
    const window = 0.5 + 0.5 * Math.cos((Math.PI * offset) / half)
    const source = mark + offset * formantScale
    const whole = Math.floor(source)
    const fraction = source - whole
    const sample = (spoken.samples[whole] ?? 0) * (1 - fraction) + (spoken.samples[whole + 1] ?? 0) * fraction
    target[frame] = (target[frame] ?? 0) + level * window * sample
  }
}

/** A voiceless sound at its own pace: its end, where the burst is, or all of it with silence before. */
function copy({ from, to }: PlacedPhone, samples: Float32Array, target: Float32Array): void {
  const length = Math.min(from.end - from.start, to.end - to.start)
  for (let i = -CROSSFADE; i < length + CROSSFADE; i++) {
    const fade = Math.min(1, (i + CROSSFADE) / (2 * CROSSFADE), (length + CROSSFADE - i) / (2 * CROSSFADE))
    const at = to.end - length + i
    if (at < 0 || at >= target.length) continue
    target[at] = (target[at] ?? 0) + fade * (samples[from.end - length + i] ?? 0)
  }
}
