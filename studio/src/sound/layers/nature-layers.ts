/** Ice, stone and leaves: what the ground and the sky do besides rain and wind. */
import { makeFilter } from '../filters.ts'
import { brown, drift, pink, pluck, sine, swell, white } from '../sources.ts'
import { addBed, addEvent, between, eventTimes, scatter, type Stage } from '../stage.ts'
import { addNoise } from './add-sound.ts'
import type { Layer } from './layer.ts'

export const natureLayers: Layer[] = [
  { name: 'hail', words: 'hail hailstorm sleet rain-roof/window', level: 0.11, room: 0.08, play: playHail },
  { name: 'waterfall', words: 'waterfall rapids cascade niagara', level: 0.12, room: 0.1, play: playWaterfall },
  { name: 'leaves', words: 'leaf leaves foliage tree bush grass reeds', level: 0.07, room: 0.03, play: playLeaves },
  {
    name: 'rumble',
    words: 'earthquake rumble tremor avalanche landslide volcano eruption rockslide stampede',
    level: 0.18,
    room: 0.3,
    play: playRumble,
  },
  { name: 'rocks', words: 'rock stone boulder debris rubble collapse brick', level: 0.15, room: 0.25, play: playRocks },
  { name: 'ice', words: 'ice icicle freeze glacier ice-crack crack', level: 0.13, room: 0.4, play: playIce },
  {
    name: 'sparks',
    words: 'spark lightsaber tesla short-circuit electrocute taser welding electric-spark',
    level: 0.12,
    room: 0.1,
    play: playSparks,
  },
]

function playHail(stage: Stage): void {
  const { random, intensity } = stage
  addBed(stage, () => {
    const noise = pink(random)
    const high = makeFilter('high', 1400)
    return () => high.process(noise()) * 0.3
  })
  for (const at of scatter(stage, 90 * intensity)) {
    addNoise(
      stage,
      { at, seconds: 0.03, pan: between(random, -1, 1), gain: between(random, 0.2, 1) },
      makeFilter('band', between(random, 1500, 5500), 4),
      (time) => pluck(time, 0.0004, 0.006),
    )
  }
}

function playWaterfall(stage: Stage): void {
  const { random } = stage
  addBed(stage, () => {
    const [spray, mass] = [white(random), brown(random)]
    const [high, low, sway] = [makeFilter('low', 6500), makeFilter('low', 500), drift(random, 1.5)]
    return (time) => high.process(spray()) * (0.2 + 0.06 * sway(time)) + low.process(mass()) * 0.9
  })
}

function playLeaves(stage: Stage): void {
  const { random } = stage
  addBed(stage, () => {
    const noise = white(random)
    const [band, gusts, flutter] = [makeFilter('band', 4200, 0.7), drift(random, 2.6), drift(random, 0.09)]
    return (time) => band.process(noise()) * gusts(time) ** 2 * (0.4 + flutter(time))
  })
}

function playRumble(stage: Stage): void {
  const { random, seconds } = stage
  addBed(stage, () => {
    const noise = brown(random)
    const [low, shake] = [makeFilter('low', 130), drift(random, 0.16)]
    return (time) => low.process(noise()) * (0.5 + 1.2 * shake(time)) * (0.35 + swell(time, seconds)) * 2
  })
  for (const at of scatter(stage, 7)) addRock(stage, at, between(random, 0.1, 0.45))
}

function playRocks(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 2.2, 0.3)) {
    for (let rock = 0; rock < 14; rock += 1) addRock(stage, start + random.next() ** 1.5 * 1.3, between(random, 0.3, 1))
  }
}

function addRock(stage: Stage, at: number, gain: number): void {
  const { random } = stage
  const size = between(random, 0.5, 1.6)
  const event = { at, seconds: 0.2, pan: between(random, -0.8, 0.8), gain }
  addNoise(stage, event, makeFilter('band', 900 / size, 2), (time) => pluck(time, 0.0008, 0.02 * size) * 2)
  addEvent(stage, event, (time) => sine(210 / size, time) * pluck(time, 0.001, 0.03 * size) * 0.6)
}

/** A crack runs through the sheet: high tones travel faster than low ones, which makes it chirp down. */
function playIce(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 1.5, 0.5)) {
    for (let split = 0; split < 5; split += 1) {
      const at = start + random.next() * 0.4
      const top = between(random, 2200, 5200)
      const pan = between(random, -0.8, 0.8)
      const gain = between(random, 0.3, 1)
      addNoise(stage, { at, seconds: 0.05, pan, gain }, makeFilter('high', 1800), (time) => pluck(time, 0.0003, 0.005))
      addEvent(
        stage,
        { at, seconds: 0.25, pan, gain: gain * 0.5 },
        (time) => sine(top * 0.12, time + 0.04 * Math.log(1 + time * 90)) * pluck(time, 0.0008, 0.05),
      )
    }
  }
}

function playSparks(stage: Stage): void {
  const { random } = stage
  addBed(stage, () => {
    const noise = white(random)
    const [band, arcs] = [makeFilter('band', 2600, 0.8), drift(random, 0.18)]
    // The mains: an arc strikes twice in each of its turns.
    return (time) =>
      band.process(noise() * Math.max(0, sine(100, time)) ** 4) * (arcs(time) > 0.45 ? 1 : 0.08) +
      0.06 * sine(100, time)
  })
  for (const at of scatter(stage, 14)) {
    addNoise(
      stage,
      { at, seconds: 0.04, pan: between(random, -0.7, 0.7), gain: 1.3 },
      makeFilter('high', 2200),
      (time) => pluck(time, 0.0003, 0.006),
    )
  }
}
