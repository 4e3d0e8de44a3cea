/** The two bricks that most layers are built of: filtered noise, and a voice through a mouth. */
import { type Filter, makeFilter } from '../filters.ts'
import { makeOscillator, pink, sawShape, white } from '../sources.ts'
import { addEvent, type Event, type Stage } from '../stage.ts'

/** Values over the seconds since the event began. */
export type Curve = (time: number) => number

/** Filtered noise under an envelope: hits, hisses, scrapes. */
export function addNoise(stage: Stage, event: Event, filter: Filter, envelope: Curve): void {
  const noise = white(stage.random)
  addEvent(stage, event, (time) => filter.process(noise()) * envelope(time))
}

export interface Mouth {
  hz: Curve
  /** Hz of the two resonances that make a vowel. */
  first: Curve
  second: Curve
  /** Noise in the voice: 0 clear, 1 hoarse. */
  breath: number
  envelope: Curve
}

/** A rough tone through a mouth that moves: people and beasts. */
export function addVoice(stage: Stage, event: Event, { hz, first, second, breath, envelope }: Mouth): void {
  const [throat, air] = [makeOscillator(sawShape), pink(stage.random)]
  const [low, high] = [makeFilter('band', 500, 3.5), makeFilter('band', 1500, 5)]
  let step = 0
  addEvent(stage, event, (time) => {
    if (step % 32 === 0) {
      low.tune(first(time))
      high.tune(second(time))
    }
    step += 1
    const raw = throat(hz(time)) + air() * breath * 3
    return (low.process(raw) + high.process(raw) * 0.7) * envelope(time)
  })
}
