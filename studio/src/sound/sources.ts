/** Raw sound: noises, oscillators and slow wanderings. */
import type { Random } from '../lyrics/make-random.ts'
import { sampleRate } from './stage.ts'

export function white(random: Random): () => number {
  return () => random.next() * 2 - 1
}

/** Falls 3 dB an octave (Paul Kellet's economy filter). */
export function pink(random: Random): () => number {
  let [low, middle, high] = [0, 0, 0]
  return () => {
    const noise = random.next() * 2 - 1
    low = 0.99765 * low + noise * 0.099046
    middle = 0.963 * middle + noise * 0.2965164
    high = 0.57 * high + noise * 1.0526913
    return (low + middle + high + noise * 0.1848) * 0.2
  }
}

/** Falls 6 dB an octave: rumble. */
export function brown(random: Random): () => number {
  let value = 0
  return () => {
    value = (value + (random.next() * 2 - 1) * 0.04) * 0.996
    return value * 3
  }
}

/** One turn of a sine and one step more, for reading between the steps. */
const table = Float64Array.from({ length: 4097 }, (_, index) => Math.sin((2 * Math.PI * index) / 4096))

/** From a table: a long sound asks for hundreds of millions of these, which Math.sin would take ten seconds for. */
export function sine(hz: number, time: number): number {
  return sineShape(hz * time)
}

/** A tone of moving pitch: keeps its phase, so that glides do not click. `shape` gets the phase in turns, 0 to 1. */
export function makeOscillator(shape: (phase: number) => number): (hz: number) => number {
  let phase = 0
  return (hz) => {
    phase = (phase + hz / sampleRate) % 1
    return shape(phase)
  }
}

export function sineShape(phase: number): number {
  const place = (phase - Math.floor(phase)) * 4096
  const index = Math.floor(place)
  const here = table[index] ?? 0
  return here + ((table[index + 1] ?? 0) - here) * (place - index)
}
export const sawShape = (phase: number) => phase * 2 - 1
export const squareShape = (phase: number) => (phase < 0.5 ? 1 : -1)

/** A value that drifts between 0 and 1, turning about every `seconds`. Moves in steps of a millisecond. */
export function drift(random: Random, seconds: number): (time: number) => number {
  const waves = [0.61, 1, 1.7].map((rate) => ({ rate: rate / seconds, phase: random.next() }))
  let known = -1
  let value = 0
  return (time) => {
    const step = Math.floor(time * 1000)
    if (step === known) return value
    known = step
    let sum = 0
    for (const { rate, phase } of waves) sum += sineShape((rate * step) / 1000 + phase)
    value = 0.5 + sum / 6
    return value
  }
}

/** Up in `attack` seconds, then down to 1/e every `decay` seconds. */
export function pluck(time: number, attack: number, decay: number): number {
  return time < attack ? time / attack : Math.exp(-(time - attack) / decay)
}

/** Up, hold and down over `seconds`, rounded. */
export function swell(time: number, seconds: number): number {
  const part = time / seconds
  return part <= 0 || part >= 1 ? 0 : Math.sin(Math.PI * part)
}
