/** Games, screens and signals, and the blades and beams of stories. */
import { makeFilter } from '../filters.ts'
import { drift, makeOscillator, pluck, sawShape, sine, squareShape, swell, white } from '../sources.ts'
import { addBed, addEvent, between, eventTimes, scatter, type Stage } from '../stage.ts'
import { addNoise } from './add-sound.ts'
import type { Layer } from './layer.ts'

export const gameLayers: Layer[] = [
  {
    name: 'success',
    words: 'success correct win winning victory fanfare achievement level-up levelup task-complete tada',
    level: 0.12,
    room: 0.25,
    play: playSuccess,
  },
  {
    name: 'error',
    words: 'error wrong fail failure incorrect buzzer denied game-over lose',
    level: 0.13,
    room: 0.15,
    play: playError,
  },
  {
    name: 'notification',
    words: 'notification message ping ding email chat-message',
    level: 0.12,
    room: 0.2,
    play: playNotification,
  },
  {
    name: 'pop',
    words: 'pop bubble-pop cork champagne plop popcorn soda beer can-open open-can',
    level: 0.15,
    room: 0.12,
    play: playPop,
  },
  { name: 'jump', words: 'jump jumping hop boing', level: 0.13, room: 0.06, play: playJump },
  {
    name: 'powerup',
    words: 'powerup power-up charge charging boost upgrade heal',
    level: 0.12,
    room: 0.25,
    play: playPowerup,
  },
  {
    name: 'teleport',
    words: 'teleport portal warp hologram transform materialize',
    level: 0.12,
    room: 0.4,
    play: playTeleport,
  },
  {
    name: 'static',
    words: 'static radio glitch interference tv television tuning vinyl',
    level: 0.08,
    room: 0.03,
    play: playStatic,
  },
  { name: 'riser', words: 'riser build-up tension-rise crescendo suspense', level: 0.13, room: 0.3, play: playRiser },
  {
    name: 'impact',
    words: 'impact braam cinematic trailer dramatic boom-hit',
    level: 0.2,
    room: 0.5,
    play: playImpact,
  },
  {
    name: 'cash',
    words: 'cash register cash-register purchase checkout money kaching cha-ching',
    level: 0.14,
    room: 0.12,
    play: playCash,
  },
  {
    name: 'camera',
    words: 'camera shutter photo photograph snapshot paparazzi',
    level: 0.14,
    room: 0.08,
    play: playCamera,
  },
  { name: 'robot', words: 'robot android droid cyborg computer-beep/voice', level: 0.12, room: 0.15, play: playRobot },
]

/** Notes one after another, keys as MIDI numbers. */
function addTune(
  stage: Stage,
  start: number,
  keys: number[],
  tone: { gap: number; decay: number; shape: (phase: number) => number },
): void {
  for (const [index, key] of keys.entries()) {
    const hz = 440 * 2 ** ((key - 69) / 12)
    const seconds = tone.decay * 5
    addEvent(
      stage,
      { at: start + index * tone.gap, seconds, pan: 0, gain: 0.5 },
      (time) => tone.shape(hz * time) * pluck(time, 0.003, tone.decay),
    )
  }
}

const bellShape = (phase: number) => sine(1, phase) + 0.35 * sine(2.01, phase) + 0.12 * sine(4.02, phase)

const chipShape = (phase: number) => 0.6 * squareShape(phase - Math.floor(phase))

function playSuccess(stage: Stage): void {
  const tune = stage.random.pick([
    [72, 76, 79, 84],
    [67, 72, 76, 79],
    [74, 78, 81, 86],
  ])
  for (const at of eventTimes(stage, 2.6, 0.1)) addTune(stage, at, tune, { gap: 0.11, decay: 0.3, shape: bellShape })
}

function playError(stage: Stage): void {
  const tune = stage.random.pick([
    [52, 46],
    [57, 56, 51],
    [48, 48],
  ])
  for (const at of eventTimes(stage, 2, 0.1)) addTune(stage, at, tune, { gap: 0.2, decay: 0.12, shape: chipShape })
}

function playNotification(stage: Stage): void {
  const tune = stage.random.pick([
    [84, 91],
    [88, 84],
    [79, 86],
  ])
  for (const at of eventTimes(stage, 2.4, 0.15)) addTune(stage, at, tune, { gap: 0.12, decay: 0.22, shape: bellShape })
}

function playPop(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 0.8, 0.4)) {
    const tone = makeOscillator((phase) => sine(1, phase))
    const top = between(random, 500, 900)
    addEvent(
      stage,
      { at, seconds: 0.16, pan: between(random, -0.3, 0.3), gain: 1 },
      (time) => tone(180 + top * (1 - Math.exp(-time * 45))) * pluck(time, 0.001, 0.025),
    )
    addNoise(stage, { at, seconds: 0.04, pan: 0, gain: 0.5 }, makeFilter('high', 1800), (time) =>
      pluck(time, 0.0005, 0.005),
    )
  }
}

function playJump(stage: Stage): void {
  for (const at of eventTimes(stage, 0.85, 0.3)) {
    const tone = makeOscillator(squareShape)
    const low = makeFilter('low', 3500)
    addEvent(
      stage,
      { at, seconds: 0.3, pan: 0, gain: 0.6 },
      (time) => low.process(tone(220 + 1900 * time)) * pluck(time, 0.003, 0.14),
    )
  }
}

function playPowerup(stage: Stage): void {
  for (const at of eventTimes(stage, 2.2, 0.15)) {
    const seconds = Math.min(1.3, stage.seconds - at)
    const [tone, fifth] = [makeOscillator(sawShape), makeOscillator(sawShape)]
    const low = makeFilter('low', 900)
    addEvent(stage, { at, seconds, pan: 0, gain: 0.7 }, (time) => {
      const part = time / seconds
      low.tune(500 + 5200 * part * part)
      const hz = 130 * 2 ** (part * 2.5)
      return (
        low.process(tone(hz) + 0.7 * fifth(hz * 1.498)) *
        (0.6 + 0.4 * sine(6 + 18 * part, time)) *
        Math.min(1, (seconds - time) * 8)
      )
    })
  }
}

function playTeleport(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 2.6, 0.2)) {
    const seconds = Math.min(1.6, stage.seconds - start)
    for (const side of [-0.8, 0.8]) {
      const tone = makeOscillator((phase) => sine(1, phase))
      addEvent(stage, { at: start, seconds, pan: side, gain: 0.5 }, (time) => {
        const part = time / seconds
        return tone(300 + 1900 * part ** 2 + (200 + 500 * part) * sine(31 + side * 4, time)) * swell(time, seconds)
      })
    }
    for (const moment of scatter({ ...stage, seconds }, 40)) {
      const hz = between(random, 2500, 8000)
      addEvent(
        stage,
        { at: start + moment, seconds: 0.2, pan: between(random, -1, 1), gain: 0.12 },
        (time) => sine(hz, time) * pluck(time, 0.001, 0.03),
      )
    }
  }
}

function playStatic(stage: Stage): void {
  const { random } = stage
  addBed(stage, () => {
    const noise = white(random)
    const [band, tune, drop] = [makeFilter('band', 2200, 0.7), drift(random, 0.5), drift(random, 0.15)]
    const whistle = makeOscillator((phase) => sine(1, phase))
    return (time) =>
      band.process(noise()) * (drop(time) > 0.35 ? 1 : 0.25) + whistle(600 + 2600 * tune(time)) * 0.12 * drop(time)
  })
  for (const at of scatter(stage, 9)) {
    addNoise(
      stage,
      { at, seconds: 0.05, pan: between(random, -0.6, 0.6), gain: 1.2 },
      makeFilter('high', 1500),
      (time) => pluck(time, 0.0004, 0.008),
    )
  }
}

function playRiser(stage: Stage): void {
  const { random, seconds } = stage
  addBed(stage, () => {
    const [noise, tone] = [white(random), makeOscillator(sawShape)]
    const band = makeFilter('band', 400, 1.4)
    let step = 0
    return (time) => {
      const part = time / seconds
      if (step % 64 === 0) band.tune(250 * 2 ** (part * 4.6))
      step += 1
      return band.process(noise() + 0.5 * tone(70 * 2 ** (part * 3))) * (0.06 + part ** 1.8)
    }
  })
}

function playImpact(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 4, 0.1)) {
    const seconds = Math.min(3.5, stage.seconds - at)
    const brass = [55, 55.4, 82.4, 110.3].map((hz) => ({ hz, tone: makeOscillator(sawShape) }))
    const low = makeFilter('low', 700)
    addEvent(stage, { at, seconds, pan: 0, gain: 0.6 }, (time) => {
      low.tune(160 + 1700 * Math.exp(-time * 1.6))
      let sum = 0
      for (const { hz, tone } of brass) sum += tone(hz)
      return Math.tanh(low.process(sum) * 0.8) * pluck(time, 0.015, 0.9)
    })
    addNoise(
      stage,
      { at, seconds: 1, pan: between(random, -0.1, 0.1), gain: 1 },
      makeFilter('low', 900),
      (time) => pluck(time, 0.002, 0.12) * 2,
    )
    addEvent(
      stage,
      { at, seconds: 1.6, pan: 0, gain: 1.2 },
      (time) => sine(46 - 8 * time, time) * pluck(time, 0.003, 0.4),
    )
  }
}

function playCash(stage: Stage): void {
  for (const at of eventTimes(stage, 2.4, 0.2)) {
    // The drawer, and then the bell.
    for (const offset of [0, 0.08]) {
      addNoise(stage, { at: at + offset, seconds: 0.1, pan: -0.1, gain: 0.9 }, makeFilter('band', 1500, 1), (time) =>
        pluck(time, 0.001, 0.02),
      )
    }
    addEvent(
      stage,
      { at: at + 0.17, seconds: 1.3, pan: 0.1, gain: 0.6 },
      (time) => (sine(2093, time) + 0.6 * sine(4410, time) + 0.3 * sine(6280, time)) * pluck(time, 0.0006, 0.28),
    )
  }
}

function playCamera(stage: Stage): void {
  for (const at of eventTimes(stage, 1.1, 0.3)) {
    for (const [offset, hz, gain] of [
      [0, 3200, 1],
      [0.018, 1400, 0.7],
      [0.095, 2500, 0.9],
    ] as const) {
      addNoise(stage, { at: at + offset, seconds: 0.05, pan: 0, gain }, makeFilter('band', hz, 1.2), (time) =>
        pluck(time, 0.0004, 0.007),
      )
    }
  }
}

/** Servos that turn, and beeps that think. */
function playRobot(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 0.7, 0.4)) {
    const pan = between(random, -0.4, 0.4)
    if (random.chance(0.5)) {
      const [servo, low] = [makeOscillator(sawShape), makeFilter('low', 1800)]
      const [from, to] = [between(random, 180, 420), between(random, 180, 620)]
      addEvent(
        stage,
        { at, seconds: 0.4, pan, gain: 0.8 },
        (time) => low.process(servo(from + ((to - from) * time) / 0.4)) * swell(time, 0.4) ** 0.4,
      )
    } else {
      const tone = makeOscillator((phase) => sine(1, phase))
      const steps = Array.from({ length: 5 }, () => between(random, 700, 2600))
      addEvent(
        stage,
        { at, seconds: 0.35, pan, gain: 0.6 },
        (time) => tone(steps[Math.floor(time / 0.07)] ?? 1000) * Math.min(1, (0.35 - time) * 40),
      )
    }
  }
}
