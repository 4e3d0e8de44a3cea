/** The stage that one layer of a sound plays on: two channels, its own dice, and ways to place things in time. */
import type { Random } from '../lyrics/make-random.ts'

export const sampleRate = 44100

export interface Stage {
  left: Float32Array
  right: Float32Array
  seconds: number
  random: Random
  /** 1 as usual; more for "heavy", less for "gentle". */
  intensity: number
  /** "three knocks": how many the prompt asks for; null = as many as fit. */
  count: number | null
}

export interface Event {
  at: number
  seconds: number
  /** -1 left to 1 right. */
  pan: number
  gain: number
}

/** `sample` gets the seconds since the event began, which may be before the stage; what runs over the end is cut. */
export function addEvent(stage: Stage, event: Event, sample: (time: number) => number): void {
  const start = Math.round(event.at * sampleRate)
  const end = Math.min(stage.left.length, start + Math.round(event.seconds * sampleRate))
  const angle = ((event.pan + 1) * Math.PI) / 4
  const [left, right] = [Math.cos(angle) * event.gain, Math.sin(angle) * event.gain]
  // The last 4 ms run out softly, so that no event ends on a click.
  const closing = 0.004 * sampleRate
  for (let index = Math.max(0, start); index < end; index += 1) {
    const value = sample((index - start) / sampleRate) * Math.min(1, (end - index) / closing)
    stage.left[index] = (stage.left[index] ?? 0) + value * left
    stage.right[index] = (stage.right[index] ?? 0) + value * right
  }
}

/** A sound without beginning or end; each channel gets its own, which makes it wide. */
export function addBed(stage: Stage, makeSample: () => (time: number) => number): void {
  for (const channel of [stage.left, stage.right]) {
    const sample = makeSample()
    for (let index = 0; index < channel.length; index += 1) {
      channel[index] = (channel[index] ?? 0) + sample(index / sampleRate)
    }
  }
}

/**
 * Seconds at which things happen: the first one early, so that the shortest sound has one, the others about `gap` apart.
 * A count in the prompt is kept exactly, closed up if the sound is short.
 */
export function eventTimes(stage: Stage, gap: number, jitter: number): number[] {
  const first = 0.04 + stage.random.next() * Math.min(0.3, stage.seconds / 12)
  const step = stage.count === null ? gap : Math.min(gap, (stage.seconds - first) / stage.count)
  const times: number[] = []
  let at = first
  while (at < stage.seconds - 0.05 && times.length < (stage.count ?? Infinity)) {
    times.push(at)
    at += Math.max(0.02, step * (1 + (stage.random.next() * 2 - 1) * jitter))
  }
  return times
}

/** Random moments, `perSecond` on average: drops, crackles, claps. */
export function* scatter(stage: Stage, perSecond: number): Generator<number> {
  let at = 0
  while (true) {
    at -= Math.log(1 - stage.random.next()) / perSecond
    if (at >= stage.seconds) return
    yield at
  }
}

export function between(random: Random, low: number, high: number): number {
  return low + random.next() * (high - low)
}
