/** Bells, music and atmospheres. */
import { makeFilter } from '../filters.ts'
import { brown, drift, makeOscillator, pink, pluck, sawShape, sine, swell, white } from '../sources.ts'
import { addBed, addEvent, between, eventTimes, scatter, type Stage } from '../stage.ts'
import type { Layer } from './layer.ts'

export const toneLayers: Layer[] = [
  {
    name: 'bell',
    words: 'bell church cathedral gong chime toll temple wedding bicycle/bike-bell bell-ring ring-bell',
    level: 0.15,
    room: 0.4,
    play: playBell,
  },
  {
    name: 'sparkle',
    words: 'magic magical sparkle fairy twinkle spell glitter wand wind-chime',
    level: 0.1,
    room: 0.5,
    play: playSparkle,
  },
  { name: 'piano', words: 'piano melody lullaby piano-key/music', level: 0.13, room: 0.4, play: playPiano },
  {
    name: 'drums',
    words: 'drum drums percussion beat drumbeat rock-music hip-hop',
    level: 0.16,
    room: 0.15,
    play: playDrums,
  },
  {
    name: 'pad',
    words:
      'music pad ambient synth chord orchestra meditation relaxing calm peaceful spa dreamy strings violin cello flute harp pop-music',
    level: 0.1,
    room: 0.5,
    play: playPad,
  },
  {
    name: 'drone',
    words:
      'space spaceship spacecraft drone scifi sci-fi alien dark horror scary ominous eerie spooky creepy tension cosmic dungeon',
    level: 0.11,
    room: 0.5,
    play: playDrone,
  },
]

/** For prompts that name nothing we know: air, and a tone almost below notice. */
export const ambience: Layer = { name: 'ambience', words: '', level: 0.08, room: 0.3, play: playAmbience }

function playBell(stage: Stage): void {
  const { random } = stage
  const base = between(random, 260, 520)
  // Hum, prime, tierce, quint, nominal and above: what makes a cast bell.
  const partials = [
    [0.5, 0.5, 2.6],
    [1, 1, 1.8],
    [1.19, 0.6, 1.3],
    [1.5, 0.4, 1],
    [2, 0.8, 0.9],
    [2.74, 0.35, 0.5],
    [3.76, 0.2, 0.3],
  ] as const
  for (const at of eventTimes(stage, 2.2, 0.03)) {
    const seconds = Math.min(6, stage.seconds - at)
    addEvent(stage, { at, seconds, pan: between(random, -0.1, 0.1), gain: 0.5 }, (time) => {
      let sum = 0
      for (const [ratio, gain, decay] of partials) sum += gain * sine(base * ratio, time) * Math.exp(-time / decay)
      return sum * Math.min(1, time * 700)
    })
  }
}

function playSparkle(stage: Stage): void {
  const { random } = stage
  const scale = [1, 1.125, 1.25, 1.5, 1.667, 2, 2.25, 2.5, 3, 3.333, 4]
  for (const start of eventTimes(stage, 1.8, 0.3)) {
    for (let note = 0; note < 9; note += 1) {
      const hz = 1050 * (scale[note + random.below(3)] ?? 1)
      addEvent(
        stage,
        { at: start + note * 0.055, seconds: 0.9, pan: between(random, -0.8, 0.8), gain: 0.4 },
        (time) => (sine(hz, time) + 0.3 * sine(hz * 2.76, time)) * pluck(time, 0.001, 0.2),
      )
    }
  }
}

function playPiano(stage: Stage): void {
  const { random } = stage
  const scale = [0, 3, 5, 7, 10, 12, 15, 17, 19]
  const root = 48 + random.below(8)
  let degree = random.below(5)
  for (const [index, at] of eventTimes({ ...stage, count: null }, 0.42, 0.04).entries()) {
    degree = Math.min(scale.length - 1, Math.max(0, degree + random.below(5) - 2))
    addPianoNote(stage, at, root + 12 + (scale[degree] ?? 0), between(random, 0.5, 0.9))
    if (index % 4 === 0) addPianoNote(stage, at, root + (index % 8 === 0 ? 0 : -4), 0.8)
    if (index % 4 === 2) addPianoNote(stage, at, root + 7, 0.4)
  }
}

function addPianoNote(stage: Stage, at: number, key: number, gain: number): void {
  const base = 440 * 2 ** ((key - 69) / 12)
  const length = 2.4
  addEvent(stage, { at, seconds: length, pan: (key - 60) / 40, gain: gain * 0.4 }, (time) => {
    let sum = 0
    for (let partial = 1; partial <= 7; partial += 1) {
      // Strings are stiff: upper partials run sharp, and die sooner.
      const hz = base * partial * (1 + 0.0004 * partial * partial)
      sum += (sine(hz, time) * Math.exp(-time * (0.9 + partial * 0.7))) / partial ** 1.3
    }
    return sum * Math.min(1, time * 350)
  })
}

function playDrums(stage: Stage): void {
  const { random } = stage
  for (const [index, at] of eventTimes({ ...stage, count: null }, 0.25, 0).entries()) {
    const noise = white(random)
    const high = makeFilter('high', 6500)
    addEvent(
      stage,
      { at, seconds: 0.08, pan: 0.3, gain: 0.25 },
      (time) => high.process(noise()) * pluck(time, 0.001, 0.015),
    )
    if (index % 8 === 0 || index % 8 === 5) {
      addEvent(
        stage,
        { at, seconds: 0.35, pan: 0, gain: 1.1 },
        (time) => sine(48 + 22 * Math.exp(-time * 30), time) * pluck(time, 0.002, 0.1),
      )
    }
    if (index % 8 === 4) {
      const rattle = makeFilter('band', 1900, 0.8)
      const snare = white(random)
      addEvent(
        stage,
        { at, seconds: 0.25, pan: 0, gain: 0.8 },
        (time) => rattle.process(snare()) * pluck(time, 0.001, 0.06) + 0.5 * sine(190, time) * pluck(time, 0.001, 0.04),
      )
    }
  }
}

function playPad(stage: Stage): void {
  const { random } = stage
  const root = 110 * 2 ** (random.below(8) / 12)
  const chords = [
    [1, 1.5, 2, 2.52, 3],
    [0.8909, 1.3348, 1.7818, 2.2449, 2.67],
    [0.7937, 1.189, 1.587, 2, 2.378],
    [0.8909, 1.3348, 2, 2.2449, 2.67],
  ]
  const span = Math.max(2, Math.min(5, stage.seconds / 2))
  for (const [index, chord] of repeat(chords, Math.ceil(stage.seconds / span)).entries()) {
    for (const ratio of chord) {
      for (const side of [-0.7, 0.7]) {
        const hz = root * ratio * (1 + side * 0.0025)
        const breathing = drift(random, 2)
        const seconds = span * 1.5
        addEvent(stage, { at: index * span - span * 0.25, seconds, pan: side, gain: 0.12 }, (time) => {
          const body = sine(hz, time) + 0.35 * sine(hz * 2, time) + 0.12 * sine(hz * 3, time)
          return body * swell(time, seconds) * (0.7 + 0.3 * breathing(time))
        })
      }
    }
  }
}

function playDrone(stage: Stage): void {
  const { random } = stage
  const root = between(random, 38, 55)
  addBed(stage, () => {
    const tones = [1, 1.005, 1.5, 2.01].map((ratio) => ({ ratio, tone: makeOscillator(sawShape) }))
    const low = makeFilter('low', 240, 1.4)
    const sweep = drift(random, 4)
    let step = 0
    return (time) => {
      if (step % 64 === 0) low.tune(110 + 420 * sweep(time))
      step += 1
      let sum = 0
      for (const { ratio, tone } of tones) sum += tone(root * ratio)
      return low.process(sum) * 0.3
    }
  })
  for (const at of scatter(stage, 0.7)) {
    const hz = root * (16 + random.below(24))
    addEvent(
      stage,
      { at, seconds: 2.5, pan: between(random, -0.9, 0.9), gain: 0.05 },
      (time) => sine(hz, time) * swell(time, 2.5),
    )
  }
}

function playAmbience(stage: Stage): void {
  const { random } = stage
  addBed(stage, () => {
    const [air, depth] = [pink(random), brown(random)]
    const [low, slow] = [makeFilter('low', 1100), drift(random, 4)]
    return (time) => low.process(air()) * (0.25 + 0.15 * slow(time)) + depth() * 0.15 + 0.02 * sine(110, time)
  })
}

function repeat<T>(items: T[], count: number): T[] {
  return Array.from({ length: count }, (_, index) => items[index % items.length]).filter((item) => item !== undefined)
}
