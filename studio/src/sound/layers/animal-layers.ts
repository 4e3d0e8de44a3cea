/** Birds, insects and beasts. */
import { makeFilter } from '../filters.ts'
import { makeOscillator, pluck, sawShape, sine, sineShape, swell, white } from '../sources.ts'
import { addBed, addEvent, between, eventTimes, type Stage } from '../stage.ts'
import type { Layer } from './layer.ts'

export const animalLayers: Layer[] = [
  {
    name: 'birds',
    words: 'bird songbird birdsong chirp tweet robin sparrow nightingale canary',
    level: 0.1,
    room: 0.25,
    play: playBirds,
  },
  { name: 'gulls', words: 'gull seagull harbor harbour', level: 0.09, room: 0.2, play: playGulls },
  { name: 'owl', words: 'owl hoot', level: 0.12, room: 0.35, play: playOwl },
  { name: 'crickets', words: 'cricket cicada grasshopper', level: 0.05, room: 0.1, play: playCrickets },
  { name: 'frogs', words: 'frog toad swamp pond croak', level: 0.09, room: 0.15, play: playFrogs },
  { name: 'bees', words: 'bee wasp mosquito insect buzz buzzing hive', level: 0.07, room: 0.05, play: playBees },
  { name: 'dog', words: 'dog bark barking puppy hound woof', level: 0.18, room: 0.2, play: playDog },
  { name: 'wolf', words: 'wolf wolves howl coyote howl-wolf', level: 0.13, room: 0.5, play: playWolf },
  { name: 'cat', words: 'cat kitten meow miaow', level: 0.14, room: 0.15, play: playCat },
  { name: 'purr', words: 'purr purring cat-purr purr-cat/kitten', level: 0.12, room: 0.02, play: playPurr },
  {
    name: 'growl',
    words: 'growl roar monster beast lion tiger bear dragon zombie dog-growl',
    level: 0.17,
    room: 0.3,
    play: playGrowl,
  },
  { name: 'hooves', words: 'horse hoof hooves gallop trot pony cavalry', level: 0.15, room: 0.1, play: playHooves },
]

function playBirds(stage: Stage): void {
  const { random } = stage
  for (let bird = 0; bird < 3; bird += 1) {
    const home = between(random, 2400, 5200)
    const pan = between(random, -0.9, 0.9)
    const gain = between(random, 0.35, 1)
    for (const start of eventTimes({ ...stage, count: null }, between(random, 1.3, 2.6), 0.5)) {
      const notes = 2 + random.below(5)
      const from = home * between(random, 0.85, 1.2)
      const bend = between(random, -0.35, 0.35)
      const length = between(random, 0.05, 0.13)
      for (let note = 0; note < notes; note += 1) {
        const tone = makeOscillator(sineShape)
        const trill = between(random, 18, 42)
        addEvent(stage, { at: start + note * length * 1.35, seconds: length, pan, gain }, (time) => {
          const hz = from * (1 + bend * (time / length) + 0.04 * sine(trill, time))
          return tone(hz) * swell(time, length)
        })
      }
    }
  }
}

function playGulls(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 2.8, 0.5)) {
    const pan = between(random, -0.9, 0.9)
    const gain = between(random, 0.4, 1)
    for (let cry = 0; cry < 3; cry += 1) {
      const tone = makeOscillator(sawShape)
      const band = makeFilter('band', 1900, 2.5)
      addEvent(stage, { at: start + cry * 0.42, seconds: 0.36, pan, gain }, (time) => {
        const hz = 780 + 420 * swell(time, 0.36) - 250 * time
        return band.process(tone(hz)) * swell(time, 0.36)
      })
    }
  }
}

function playOwl(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 4.5, 0.3)) {
    const pan = between(random, -0.7, 0.7)
    for (const [offset, length] of [
      [0, 0.3],
      [0.55, 0.14],
      [0.75, 0.6],
    ] as const) {
      addEvent(
        stage,
        { at: start + offset, seconds: length, pan, gain: 1 },
        (time) => (sine(355, time) + 0.25 * sine(710, time)) * swell(time, length),
      )
    }
  }
}

function playCrickets(stage: Stage): void {
  const { random } = stage
  for (let cricket = 0; cricket < 4; cricket += 1) {
    const hz = between(random, 3900, 5100)
    const pan = between(random, -1, 1)
    const gain = between(random, 0.3, 1)
    const pulses = 3 + random.below(2)
    for (const start of eventTimes({ ...stage, count: null }, between(random, 0.5, 0.9), 0.08)) {
      for (let pulse = 0; pulse < pulses; pulse += 1) {
        addEvent(
          stage,
          { at: start + pulse * 0.045, seconds: 0.032, pan, gain },
          (time) => sine(hz, time) * swell(time, 0.032),
        )
      }
    }
  }
}

function playFrogs(stage: Stage): void {
  const { random } = stage
  for (let frog = 0; frog < 3; frog += 1) {
    const band = between(random, 500, 1100)
    const pan = between(random, -0.9, 0.9)
    for (const at of eventTimes({ ...stage, count: null }, between(random, 0.8, 1.6), 0.35)) {
      const pulse = makeOscillator(sawShape)
      const throat = makeFilter('band', band, 5)
      addEvent(
        stage,
        { at, seconds: 0.28, pan, gain: between(random, 0.4, 1) },
        (time) => throat.process(pulse(55 + 60 * time)) * swell(time, 0.28),
      )
    }
  }
}

function playBees(stage: Stage): void {
  const { random } = stage
  for (const at of [0, ...eventTimes(stage, 1.6, 0.5)]) {
    const seconds = between(random, 1.5, 3.5)
    const wings = makeOscillator(sawShape)
    const band = makeFilter('band', 700, 0.8)
    const hz = between(random, 150, 240)
    addEvent(
      stage,
      { at, seconds, pan: between(random, -1, 1), gain: between(random, 0.3, 0.9) },
      (time) => band.process(wings(hz * (1 + 0.05 * sine(1.7, time) + 0.02 * sine(23, time)))) * swell(time, seconds),
    )
  }
}

function playDog(stage: Stage): void {
  const { random } = stage
  const size = between(random, 0.8, 1.3)
  for (const start of eventTimes(stage, 1.5, 0.45)) {
    const barks = stage.count === null ? 1 + random.below(3) : 1
    for (let bark = 0; bark < barks; bark += 1) addBark(stage, start + bark * 0.32, size)
  }
}

/** A rough, falling voice pushed through a mouth that opens and shuts. */
function addBark(stage: Stage, at: number, size: number): void {
  const { random } = stage
  const [throat, breath] = [makeOscillator(sawShape), white(random)]
  const [mouth, chest] = [makeFilter('band', 900, 2.2), makeFilter('band', 480 / size, 1.5)]
  addEvent(stage, { at, seconds: 0.2, pan: 0.15, gain: 1 }, (time) => {
    const hz = ((310 + 320 * Math.exp(-time * 16)) / size) * (1 + 0.05 * random.next())
    mouth.tune(650 + 900 * swell(time, 0.16))
    const raw = throat(hz) + breath() * 0.55
    return (mouth.process(raw) * 1.6 + chest.process(raw)) * pluck(time, 0.012, 0.055)
  })
}

function playWolf(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 4, 0.3)) {
    const seconds = Math.min(3.4, Math.max(0.8, stage.seconds - at))
    const base = between(random, 330, 430)
    const tones = [1, 2, 3].map((harmonic) => ({ harmonic, tone: makeOscillator(sineShape) }))
    addEvent(stage, { at, seconds, pan: between(random, -0.7, 0.7), gain: 0.6 }, (time) => {
      const part = time / seconds
      const hz =
        base * (1 + 0.75 * Math.min(1, part * 5) - 0.3 * Math.max(0, part - 0.55)) * (1 + 0.008 * sine(5, time))
      let sum = 0
      for (const { harmonic, tone } of tones) sum += tone(hz * harmonic) / harmonic ** 1.6
      return sum * swell(time, seconds) ** 0.6
    })
  }
}

function playCat(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 2, 0.35)) {
    const seconds = between(random, 0.55, 0.9)
    const base = between(random, 480, 640)
    const voice = makeOscillator(sawShape)
    const [first, second] = [makeFilter('band', 900, 4), makeFilter('band', 2200, 5)]
    addEvent(stage, { at, seconds, pan: between(random, -0.4, 0.4), gain: 1 }, (time) => {
      const part = time / seconds
      // mee-ow: the mouth opens, then rounds, while the pitch arches.
      first.tune(part < 0.45 ? 500 + 1300 * part : 1085 - 900 * (part - 0.45))
      second.tune(2600 - 1400 * part)
      const raw = voice(base * (1 + 0.4 * Math.sin(Math.PI * part * 0.9)) * (1 + 0.01 * sine(6, time)))
      return (first.process(raw) + second.process(raw) * 0.7) * swell(time, seconds) ** 0.5
    })
  }
}

function playPurr(stage: Stage): void {
  const { random } = stage
  addBed(stage, () => {
    const noise = white(random)
    const low = makeFilter('low', 260)
    return (time) => {
      const breath = 0.55 + 0.45 * sine(0.42, time)
      return low.process(noise() * Math.max(0, sine(25, time)) ** 3) * breath * 2
    }
  })
}

function playGrowl(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 3.2, 0.3)) {
    const seconds = Math.min(2.4, Math.max(0.6, stage.seconds - at))
    const [throat, breath] = [makeOscillator(sawShape), white(random)]
    const [mouth, body] = [makeFilter('band', 500, 1.5), makeFilter('low', 260)]
    addEvent(stage, { at, seconds, pan: between(random, -0.3, 0.3), gain: 1 }, (time) => {
      mouth.tune(320 + 700 * swell(time, seconds))
      const rough = 0.55 + 0.45 * sine(27 + 6 * sine(1.3, time), time)
      const raw = throat(62 + 34 * swell(time, seconds)) * rough + breath() * 0.4
      return (mouth.process(raw) * 1.5 + body.process(raw)) * swell(time, seconds) ** 0.7
    })
  }
}

function playHooves(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes({ ...stage, count: null }, 0.52, 0.03)) {
    for (const [offset, hz] of [
      [0, 210],
      [0.11, 260],
      [0.22, 180],
    ] as const) {
      const noise = white(random)
      const band = makeFilter('band', hz * between(random, 0.9, 1.15), 3)
      addEvent(
        stage,
        { at: start + offset, seconds: 0.14, pan: between(random, -0.3, 0.3), gain: 1 },
        (time) => band.process(noise()) * pluck(time, 0.001, 0.025) * 4,
      )
    }
  }
}
