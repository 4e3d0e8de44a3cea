/** Beasts of the yard, the wood and the sea, each a voice through its own mouth. */
import { makeFilter } from '../filters.ts'
import { drift, makeOscillator, pluck, sine, swell } from '../sources.ts'
import { addEvent, between, eventTimes, scatter, type Stage } from '../stage.ts'
import { addNoise, addVoice, type Mouth } from './add-sound.ts'
import type { Layer } from './layer.ts'

export const farmLayers: Layer[] = [
  { name: 'rooster', words: 'rooster cockerel rooster-crow', level: 0.14, room: 0.25, play: playRooster },
  { name: 'chicken', words: 'chicken hen cluck clucking turkey', level: 0.11, room: 0.1, play: playChicken },
  { name: 'cow', words: 'cow moo cattle bull ox', level: 0.15, room: 0.2, play: playCow },
  { name: 'sheep', words: 'sheep goat lamb baa bleat', level: 0.13, room: 0.15, play: playSheep },
  { name: 'pig', words: 'pig oink hog boar piglet', level: 0.14, room: 0.1, play: playPig },
  { name: 'duck', words: 'duck quack quacking goose geese', level: 0.13, room: 0.1, play: playDuck },
  { name: 'crow', words: 'crow raven caw', level: 0.13, room: 0.3, play: playCrow },
  { name: 'elephant', words: 'elephant dinosaur elephant-trumpet', level: 0.17, room: 0.35, play: playElephant },
  { name: 'monkey', words: 'monkey ape chimp chimpanzee gorilla', level: 0.14, room: 0.25, play: playMonkey },
  { name: 'snake', words: 'snake hiss hissing rattlesnake', level: 0.09, room: 0.05, play: playSnake },
  { name: 'whale', words: 'whale dolphin orca', level: 0.13, room: 0.7, play: playWhale },
]

/** One call after another, each made anew. */
function playCalls(stage: Stage, gap: number, makeCall: () => { seconds: number; mouth: Mouth }): void {
  for (const at of eventTimes(stage, gap, 0.35)) {
    const { seconds, mouth } = makeCall()
    addVoice(stage, { at, seconds, pan: between(stage.random, -0.4, 0.4), gain: 1 }, mouth)
  }
}

/** Soft at both ends, and full between. */
function held(seconds: number): (time: number) => number {
  return (time) => swell(time, seconds) ** 0.5
}

function playRooster(stage: Stage): void {
  for (const start of eventTimes(stage, 4, 0.2)) {
    // Cock, a, doodle, doo.
    for (const [offset, seconds, from, to] of [
      [0, 0.2, 480, 620],
      [0.24, 0.14, 640, 600],
      [0.42, 0.34, 620, 840],
      [0.8, 0.95, 860, 520],
    ] as const) {
      addVoice(
        stage,
        { at: start + offset, seconds, pan: 0.1, gain: 1 },
        {
          hz: (time) => (from + ((to - from) * time) / seconds) * (1 + 0.015 * sine(22, time)),
          first: () => 1100,
          second: () => 2400,
          breath: 0.2,
          envelope: held(seconds),
        },
      )
    }
  }
}

function playChicken(stage: Stage): void {
  const { random } = stage
  playCalls({ ...stage, count: stage.count }, 0.42, () => {
    const isLong = random.chance(0.2)
    const seconds = isLong ? 0.45 : 0.11
    const base = between(random, 380, 520)
    return {
      seconds,
      mouth: {
        hz: (time) => base * (1 + (isLong ? 0.7 : 0.35) * (time / seconds)),
        first: () => 950,
        second: () => 2100,
        breath: 0.25,
        envelope: (time) => pluck(time, 0.012, seconds / 2),
      },
    }
  })
}

function playCow(stage: Stage): void {
  const { random } = stage
  playCalls(stage, 3.4, () => {
    const seconds = between(random, 1.4, 2)
    const base = between(random, 105, 135)
    return {
      seconds,
      mouth: {
        hz: (time) => base * (0.85 + 0.4 * swell(time, seconds)),
        first: (time) => 260 + 330 * Math.min(1, time * 1.8),
        second: (time) => 700 + 350 * Math.min(1, time * 1.8),
        breath: 0.08,
        envelope: held(seconds),
      },
    }
  })
}

function playSheep(stage: Stage): void {
  const { random } = stage
  playCalls(stage, 1.9, () => {
    const seconds = between(random, 0.7, 1.1)
    const base = between(random, 250, 360)
    return {
      seconds,
      mouth: {
        hz: (time) => base * (1.08 - 0.15 * (time / seconds) + 0.035 * sine(9, time)),
        first: () => 720,
        second: () => 1750,
        breath: 0.15,
        // The bleat trembles.
        envelope: (time) => held(seconds)(time) * (0.65 + 0.35 * sine(9, time)),
      },
    }
  })
}

function playPig(stage: Stage): void {
  const { random } = stage
  playCalls(stage, 0.75, () => {
    const seconds = between(random, 0.18, 0.34)
    const rough = drift(random, 0.02)
    return {
      seconds,
      mouth: {
        hz: (time) => 110 + 90 * rough(time) + 80 * swell(time, seconds),
        first: () => 480,
        second: () => 1300,
        breath: 0.8,
        envelope: held(seconds),
      },
    }
  })
}

function playDuck(stage: Stage): void {
  const { random } = stage
  playCalls(stage, 0.5, () => {
    const seconds = between(random, 0.16, 0.24)
    const base = between(random, 210, 260)
    return {
      seconds,
      mouth: {
        hz: (time) => base * (1.15 - 0.5 * (time / seconds) * 0.5),
        first: (time) => 900 + 500 * swell(time, seconds),
        second: () => 2500,
        breath: 0.35,
        envelope: (time) => pluck(time, 0.015, seconds / 2),
      },
    }
  })
}

function playCrow(stage: Stage): void {
  const { random } = stage
  playCalls(stage, 0.95, () => {
    const seconds = between(random, 0.3, 0.45)
    return {
      seconds,
      mouth: {
        hz: (time) => 430 + 130 * swell(time, seconds) + 40 * sine(70, time),
        first: () => 1250,
        second: () => 1900,
        breath: 0.7,
        envelope: held(seconds),
      },
    }
  })
}

function playElephant(stage: Stage): void {
  const { random } = stage
  playCalls(stage, 3.4, () => {
    const seconds = between(random, 1, 1.5)
    return {
      seconds,
      mouth: {
        hz: (time) => 330 + 260 * swell(time, seconds) + 25 * sine(31, time),
        first: (time) => 700 + 500 * swell(time, seconds),
        second: () => 1800,
        breath: 0.5,
        envelope: held(seconds),
      },
    }
  })
}

function playMonkey(stage: Stage): void {
  const { random } = stage
  playCalls(stage, 0.36, () => {
    const isScream = random.chance(0.3)
    const seconds = isScream ? 0.3 : 0.17
    const base = isScream ? 900 : 330
    return {
      seconds,
      mouth: {
        hz: (time) => base * (0.9 + 0.5 * swell(time, seconds)),
        first: () => (isScream ? 1300 : 480),
        second: () => (isScream ? 2600 : 950),
        breath: 0.3,
        envelope: held(seconds),
      },
    }
  })
}

function playSnake(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 2.4, 0.3)) {
    const seconds = Math.min(between(random, 1, 1.8), stage.seconds - at)
    const event = { at, seconds, pan: between(random, -0.5, 0.5), gain: 1 }
    addNoise(stage, event, makeFilter('high', 4200), (time) => swell(time, seconds) ** 0.7)
    addNoise(stage, event, makeFilter('band', 6500, 3), (time) => Math.max(0, sine(28, time)) * swell(time, seconds))
  }
}

function playWhale(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 3, 0.3)) {
    const seconds = Math.min(between(random, 1.8, 3), Math.max(0.6, stage.seconds - at))
    const [from, to] = [between(random, 180, 420), between(random, 260, 760)]
    const tones = [1, 2, 3].map((harmonic) => ({ harmonic, tone: makeOscillator((phase) => sine(1, phase)) }))
    addEvent(stage, { at, seconds, pan: between(random, -0.7, 0.7), gain: 0.6 }, (time) => {
      const hz = from + (to - from) * Math.sin((Math.PI / 2) * (time / seconds)) ** 2 + 14 * sine(3.1, time)
      let sum = 0
      for (const { harmonic, tone } of tones) sum += tone(hz * harmonic) / harmonic ** 1.8
      return sum * swell(time, seconds)
    })
  }
  for (const at of scatter(stage, 3)) {
    addNoise(
      stage,
      { at, seconds: 0.02, pan: between(random, -0.9, 0.9), gain: 0.12 },
      makeFilter('band', 3000, 3),
      (time) => pluck(time, 0.0005, 0.003),
    )
  }
}
