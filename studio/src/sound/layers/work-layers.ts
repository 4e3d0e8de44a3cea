/** Tools, and what happens on roads and harbours. */
import { makeFilter } from '../filters.ts'
import { drift, makeOscillator, pink, pluck, sawShape, sine, squareShape, swell, white } from '../sources.ts'
import { addBed, addEvent, between, eventTimes, type Stage } from '../stage.ts'
import { addNoise } from './add-sound.ts'
import type { Layer } from './layer.ts'

export const workLayers: Layer[] = [
  {
    name: 'vacuum',
    words: 'vacuum vacuum-cleaner hairdryer hair-dryer blender mixer hoover wash-machine dishwasher',
    level: 0.11,
    room: 0.1,
    play: playVacuum,
  },
  {
    name: 'drill',
    words: 'drill drilling chainsaw lawnmower lawn-mower mower electric-drill/saw',
    level: 0.13,
    room: 0.12,
    play: playDrill,
  },
  {
    name: 'saw',
    words: 'saw sawing sandpaper scrape scraping scratch scratching',
    level: 0.12,
    room: 0.1,
    play: playSaw,
  },
  { name: 'hammer', words: 'hammer hammering nail anvil blacksmith forge', level: 0.16, room: 0.25, play: playHammer },
  { name: 'horn', words: 'horn honk honking car-horn/honk horn-honk', level: 0.13, room: 0.2, play: playHorn },
  {
    name: 'skid',
    words: 'skid screech screeching brake tire tyre car-brake/skid/screech',
    level: 0.13,
    room: 0.2,
    play: playSkid,
  },
  { name: 'crash', words: 'crash crashing collision wreck car-crash/accident', level: 0.2, room: 0.3, play: playCrash },
  { name: 'foghorn', words: 'foghorn ship-horn boat-horn ferry', level: 0.15, room: 0.4, play: playFoghorn },
]

function playVacuum(stage: Stage): void {
  const { random } = stage
  addBed(stage, () => {
    const [noise, fan, motor] = [pink(random), makeOscillator(sawShape), makeOscillator((phase) => sine(1, phase))]
    const [air, load] = [makeFilter('low', 3800), drift(random, 3)]
    return (time) => {
      const speed = Math.min(1, 0.3 + time * 1.1) * (0.96 + 0.06 * load(time))
      return air.process(noise() * 0.9 + fan(210 * speed) * 0.12) + motor(1680 * speed) * 0.05
    }
  })
}

/** A motor that is loaded and let go. */
function playDrill(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 2.8, 0.25)) {
    const seconds = Math.min(2.2, stage.seconds - at)
    const [motor, noise] = [makeOscillator(sawShape), white(random)]
    const [body, grit] = [makeFilter('low', 2600), makeFilter('band', 3000, 1)]
    const load = drift(random, 0.7)
    addEvent(stage, { at, seconds, pan: 0, gain: 1 }, (time) => {
      const speed = Math.min(1, time * 5) * Math.min(1, (seconds - time) * 2.5)
      const hz = (70 + 95 * speed) * (1 - 0.22 * load(time))
      return (
        (body.process(motor(hz) + 0.5 * motor(hz)) * 0.6 + grit.process(noise()) * 0.5 * load(time)) * (0.2 + speed)
      )
    })
  }
}

function playSaw(stage: Stage): void {
  const { random } = stage
  for (const [index, at] of eventTimes({ ...stage, count: null }, 0.46, 0.08).entries()) {
    const isPull = index % 2 === 0
    const [teeth, band] = [makeOscillator(sawShape), makeFilter('band', isPull ? 1700 : 2300, 1.1)]
    const noise = white(random)
    addEvent(
      stage,
      { at, seconds: 0.4, pan: 0, gain: isPull ? 1 : 0.7 },
      (time) => band.process(noise() * (0.55 + 0.45 * teeth(150 + 120 * swell(time, 0.4)))) * swell(time, 0.4),
    )
  }
}

function playHammer(stage: Stage): void {
  const { random } = stage
  const base = between(random, 900, 1500)
  for (const at of eventTimes(stage, 0.72, 0.12)) {
    const event = { at, seconds: 0.8, pan: between(random, -0.2, 0.2), gain: between(random, 0.7, 1) }
    addNoise(stage, event, makeFilter('low', 2400), (time) => pluck(time, 0.0005, 0.012) * 1.5)
    addEvent(stage, event, (time) => {
      let ring = sine(150, time) * pluck(time, 0.001, 0.03)
      for (const [ratio, decay] of [
        [1, 0.16],
        [2.76, 0.11],
        [5.4, 0.06],
      ] as const)
        ring += 0.35 * sine(base * ratio, time) * pluck(time, 0.0005, decay)
      return ring
    })
  }
}

function playHorn(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 1.5, 0.4)) {
    const seconds = between(random, 0.35, 0.9)
    const tones = [makeOscillator(squareShape), makeOscillator(squareShape)]
    const low = makeFilter('low', 2300)
    addEvent(
      stage,
      { at, seconds, pan: 0.1, gain: 0.6 },
      (time) =>
        low.process((tones[0]?.(415) ?? 0) + (tones[1]?.(494) ?? 0)) *
        Math.min(1, time * 60) *
        Math.min(1, (seconds - time) * 40),
    )
  }
}

/** Rubber that sticks and slips: a wandering squeal over its own noise. */
function playSkid(stage: Stage): void {
  for (const at of eventTimes(stage, 2.8, 0.3)) addSkid(stage, at, Math.min(1.5, stage.seconds - at))
}

function addSkid(stage: Stage, at: number, seconds: number): void {
  const { random } = stage
  const [tone, upper, noise] = [makeOscillator(sawShape), makeOscillator(sawShape), white(random)]
  const [band, wander] = [makeFilter('band', 1500, 2), drift(random, 0.25)]
  addEvent(stage, { at, seconds, pan: -0.1, gain: 0.8 }, (time) => {
    const hz = (880 - 260 * (time / seconds)) * (0.9 + 0.2 * wander(time))
    return (
      band.process(tone(hz) + 0.6 * upper(hz * 1.53) + noise() * 0.7) *
      Math.min(1, time * 15) *
      Math.min(1, (seconds - time) * 5)
    )
  })
}

function playCrash(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 4, 0.2)) {
    const skid = stage.seconds - start > 2 ? 0.7 : 0
    if (skid > 0) addSkid(stage, start, skid)
    const at = start + skid
    addNoise(stage, { at, seconds: 1.4, pan: 0, gain: 1.2 }, makeFilter('low', 1600), (time) =>
      Math.tanh(3 * pluck(time, 0.001, 0.16)),
    )
    for (let piece = 0; piece < 60; piece += 1) {
      const hz = between(random, 300, 6500)
      const event = {
        at: at + random.next() ** 2 * 1.6,
        seconds: 0.3,
        pan: between(random, -0.9, 0.9),
        gain: between(random, 0.1, 0.6),
      }
      addEvent(stage, event, (time) => (sine(hz, time) + 0.5 * sine(hz * 1.42, time)) * pluck(time, 0.0005, 0.04))
    }
  }
}

function playFoghorn(stage: Stage): void {
  for (const at of eventTimes(stage, 5, 0.1)) {
    const seconds = Math.min(2.8, stage.seconds - at)
    const tones = [110, 138.6].map((hz) => ({ hz, tone: makeOscillator(sawShape) }))
    const low = makeFilter('low', 620)
    addEvent(stage, { at, seconds, pan: 0, gain: 1 }, (time) => {
      let sum = 0
      for (const { hz, tone } of tones) sum += tone(hz * (1 - 0.02 * Math.exp(-time * 6)))
      return low.process(sum) * Math.min(1, time * 5) * Math.min(1, (seconds - time) * 3)
    })
  }
}
