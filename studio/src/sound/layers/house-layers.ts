/** What doors, kitchens, tools and cars of a household do. */
import { makeFilter } from '../filters.ts'
import { drift, makeOscillator, pink, pluck, sine, swell, white } from '../sources.ts'
import { addBed, addEvent, between, eventTimes, scatter, type Stage } from '../stage.ts'
import { addNoise } from './add-sound.ts'
import type { Layer } from './layer.ts'

export const houseLayers: Layer[] = [
  { name: 'door', words: 'door gate drawer cupboard', level: 0.16, room: 0.25, play: playDoor },
  {
    name: 'slam',
    words: 'slam door-slam/shut/bang slam/shut/bang-door',
    level: 0.2,
    room: 0.3,
    play: playSlam,
  },
  { name: 'doorbell', words: 'doorbell dingdong door-bell', level: 0.12, room: 0.3, play: playDoorbell },
  { name: 'keys', words: 'key keys keychain sleigh jewelry', level: 0.1, room: 0.1, play: playKeys },
  {
    name: 'paper',
    words: 'paper page book newspaper rustle rustling wrapper',
    level: 0.1,
    room: 0.06,
    play: playPaper,
  },
  { name: 'zipper', words: 'zipper zip velcro', level: 0.12, room: 0.05, play: playZipper },
  {
    name: 'pouring',
    words: 'pour pouring pour-water/coffee/tea/wine/milk/drink drink glass-water coffee tea',
    level: 0.11,
    room: 0.08,
    play: playPouring,
  },
  {
    name: 'sizzle',
    words: 'sizzle sizzling fry frying bacon pan cooking kitchen grill',
    level: 0.09,
    room: 0.08,
    play: playSizzle,
  },
  { name: 'kettle', words: 'kettle teapot steam kettle-whistle', level: 0.1, room: 0.1, play: playKettle },
  { name: 'flush', words: 'flush toilet', level: 0.13, room: 0.3, play: playFlush },
  {
    name: 'crunch',
    words: 'crunch crunching eat eating chew chewing chips bite munch',
    level: 0.12,
    room: 0.05,
    play: playCrunch,
  },
]

function playDoor(stage: Stage): void {
  for (const at of eventTimes(stage, 3.2, 0.3)) {
    addLatch(stage, at)
    const slip = makeOscillator((phase) => (phase < 0.08 ? 1 : -0.08))
    const wood = makeFilter('band', 520, 7)
    const wander = drift(stage.random, 0.4)
    addEvent(
      stage,
      { at: at + 0.12, seconds: 0.9, pan: -0.1, gain: 0.35 },
      (time) => wood.process(slip(24 + 60 * wander(time))) * swell(time, 0.9) * 2,
    )
    addThud(stage, at + 1.15, 0.6)
    addLatch(stage, at + 1.2)
  }
}

function playSlam(stage: Stage): void {
  for (const at of eventTimes(stage, 2.6, 0.3)) {
    addThud(stage, at, 1.2)
    addLatch(stage, at + 0.025)
  }
}

function addLatch(stage: Stage, at: number): void {
  for (const [offset, hz] of [
    [0, 2100],
    [0.06, 1500],
  ] as const) {
    addNoise(stage, { at: at + offset, seconds: 0.06, pan: 0.1, gain: 0.5 }, makeFilter('band', hz, 3), (time) =>
      pluck(time, 0.0005, 0.009),
    )
  }
}

/** A heavy leaf of wood falls into its frame. */
function addThud(stage: Stage, at: number, gain: number): void {
  const event = { at, seconds: 0.6, pan: 0, gain }
  addNoise(stage, event, makeFilter('low', 420), (time) => pluck(time, 0.001, 0.05) * 3)
  addNoise(stage, event, makeFilter('band', 1200, 1), (time) => pluck(time, 0.0006, 0.014) * 1.4)
  addEvent(stage, event, (time) => sine(68 - 20 * time, time) * pluck(time, 0.002, 0.12) * 0.9)
}

function playDoorbell(stage: Stage): void {
  for (const start of eventTimes(stage, 3, 0.2)) {
    for (const [offset, hz] of [
      [0, 659],
      [0.55, 523],
    ] as const) {
      addEvent(
        stage,
        { at: start + offset, seconds: 1.6, pan: 0, gain: 0.6 },
        (time) =>
          (sine(hz, time) + 0.4 * sine(hz * 2.01, time) + 0.15 * sine(hz * 4.1, time)) * pluck(time, 0.002, 0.42),
      )
    }
  }
}

function playKeys(stage: Stage): void {
  const { random } = stage
  for (const at of scatter(stage, 16)) {
    const hz = between(random, 3400, 7600)
    addEvent(
      stage,
      { at, seconds: 0.3, pan: between(random, -0.4, 0.4), gain: between(random, 0.1, 0.6) },
      (time) => (sine(hz, time) + 0.6 * sine(hz * 1.51, time) + 0.3 * sine(hz * 2.2, time)) * pluck(time, 0.0004, 0.04),
    )
  }
}

function playPaper(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 1.5, 0.4)) {
    const pan = between(random, -0.3, 0.3)
    addNoise(
      stage,
      { at: start, seconds: 0.55, pan, gain: 0.5 },
      makeFilter('high', 2600),
      (time) => swell(time, 0.55) ** 2,
    )
    for (let crease = 0; crease < 26; crease += 1) {
      const at = start + random.next() * 0.55
      addNoise(
        stage,
        { at, seconds: 0.03, pan, gain: between(random, 0.2, 1) },
        makeFilter('band', between(random, 2500, 7000), 1.5),
        (time) => pluck(time, 0.0005, 0.004),
      )
    }
  }
}

/** Teeth that part one after another, ever faster: a pitch that rises. */
function playZipper(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 1.6, 0.3)) {
    const seconds = between(random, 0.5, 0.9)
    const teeth = makeOscillator((phase) => (phase < 0.3 ? 1 : 0))
    const isUp = random.chance(0.6) ? 1 : -1
    const band = makeFilter('band', 3200, 1.2)
    const noise = white(random)
    addEvent(stage, { at, seconds, pan: 0, gain: 1 }, (time) => {
      const part = time / seconds
      return band.process(noise() * teeth(95 + 130 * (isUp > 0 ? part : 1 - part))) * swell(time, seconds) ** 0.4
    })
  }
}

/** The tone of the air in the vessel rises as it fills, with bubbles on top. */
function playPouring(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 5, 0.2)) {
    const seconds = Math.min(3.6, stage.seconds - start)
    const band = makeFilter('band', 500, 3)
    const noise = white(random)
    let step = 0
    addEvent(stage, { at: start, seconds, pan: 0, gain: 1 }, (time) => {
      if (step % 64 === 0) band.tune(420 + 900 * (time / seconds) ** 1.6)
      step += 1
      return band.process(noise()) * Math.min(1, time * 12) * Math.min(1, (seconds - time) * 6)
    })
    for (const moment of scatter({ ...stage, seconds: seconds * 0.95 }, 48)) {
      const hz = between(random, 500, 1100) * (1 + moment / seconds)
      const rise = makeOscillator((phase) => sine(1, phase))
      addEvent(
        stage,
        { at: start + moment, seconds: 0.08, pan: between(random, -0.3, 0.3), gain: between(random, 0.05, 0.3) },
        (time) => rise(hz * (1 + time * 6)) * pluck(time, 0.003, 0.016),
      )
    }
  }
}

function playSizzle(stage: Stage): void {
  const { random, intensity } = stage
  addBed(stage, () => {
    const noise = pink(random)
    const [high, boil] = [makeFilter('high', 2600), drift(random, 0.4)]
    return (time) => high.process(noise()) * (0.5 + 0.4 * boil(time))
  })
  for (const at of scatter(stage, 60 * intensity)) {
    addNoise(
      stage,
      { at, seconds: 0.03, pan: between(random, -0.8, 0.8), gain: between(random, 0.2, 1) ** 2 },
      makeFilter('band', between(random, 2500, 8000), 2),
      (time) => pluck(time, 0.0004, 0.004),
    )
  }
}

function playKettle(stage: Stage): void {
  const { random } = stage
  addBed(stage, () => {
    const noise = pink(random)
    const high = makeFilter('high', 1800)
    return (time) => high.process(noise()) * Math.min(1, 0.3 + time / stage.seconds)
  })
  const rise = Math.min(2.5, stage.seconds * 0.4)
  const whistle = makeOscillator((phase) => sine(1, phase))
  addEvent(stage, { at: 0.1, seconds: stage.seconds, pan: 0, gain: 0.35 }, (time) => {
    const heat = Math.min(1, time / rise)
    return whistle(1500 + 900 * heat + 12 * sine(7, time)) * heat ** 1.5
  })
}

function playFlush(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 7, 0.1)) {
    const seconds = Math.min(5.5, stage.seconds - at)
    for (const side of [-0.5, 0.5]) {
      const noise = pink(random)
      const [low, gurgle] = [makeFilter('low', 900), drift(random, 0.12)]
      let step = 0
      addEvent(stage, { at, seconds, pan: side, gain: 1 }, (time) => {
        if (step % 64 === 0) low.tune(350 + 2600 * Math.exp(-time * 0.7) * (0.5 + gurgle(time)))
        step += 1
        return low.process(noise()) * Math.min(1, time * 5) * Math.exp(-time * 0.45) * (0.6 + 0.8 * gurgle(time))
      })
    }
  }
}

function playCrunch(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 0.62, 0.25)) {
    for (let piece = 0; piece < 16; piece += 1) {
      const at = start + random.next() ** 1.4 * 0.2
      addNoise(
        stage,
        { at, seconds: 0.05, pan: between(random, -0.2, 0.2), gain: between(random, 0.3, 1) },
        makeFilter('band', between(random, 900, 5200), 1.6),
        (time) => pluck(time, 0.0006, 0.008),
      )
    }
  }
}
