/** What people's bodies do without words, and where their feet tread. */
import { makeFilter } from '../filters.ts'
import { drift, makeOscillator, pink, pluck, sine, swell, white } from '../sources.ts'
import { addEvent, between, eventTimes, type Stage } from '../stage.ts'
import { addNoise, addVoice } from './add-sound.ts'
import type { Layer } from './layer.ts'

export const bodyLayers: Layer[] = [
  {
    name: 'crunching-steps',
    words: 'gravel footstep/step/walk/run/hike/march-gravel/snow/snowy/leaf/leaves/sand/ice/pebble',
    level: 0.14,
    room: 0.05,
    play: playCrunchingSteps,
  },
  {
    name: 'splashing-steps',
    words: 'puddle footstep/step/walk/run-puddle/water/mud',
    level: 0.14,
    room: 0.08,
    play: playSplashingSteps,
  },
  { name: 'breathing', words: 'breath breathe breathing gasp pant sigh', level: 0.1, room: 0.05, play: playBreathing },
  { name: 'snoring', words: 'snore snoring', level: 0.13, room: 0.1, play: playSnoring },
  { name: 'laughter', words: 'laugh laughing laughter giggle chuckle', level: 0.13, room: 0.2, play: playLaughter },
  { name: 'baby', words: 'baby infant cry crying newborn sob', level: 0.13, room: 0.15, play: playBaby },
  { name: 'scream', words: 'scream screaming shriek yell shout', level: 0.16, room: 0.35, play: playScream },
  { name: 'cough', words: 'cough coughing sneeze sneezing', level: 0.15, room: 0.15, play: playCough },
  { name: 'whisper', words: 'whisper whispering', level: 0.08, room: 0.2, play: playWhisper },
  { name: 'whistle', words: 'whistle whistling referee', level: 0.11, room: 0.2, play: playWhistle },
  {
    name: 'choir',
    words: 'choir chant chanting angelic monk gregorian heaven',
    level: 0.11,
    room: 0.6,
    play: playChoir,
  },
  { name: 'punch', words: 'punch hit slap kick fight thud boxing smack', level: 0.2, room: 0.1, play: playPunch },
  {
    name: 'bounce',
    words: 'basketball bounce bouncing ball tennis football',
    level: 0.17,
    room: 0.3,
    play: playBounce,
  },
]

function playCrunchingSteps(stage: Stage): void {
  const { random } = stage
  for (const [index, start] of eventTimes(stage, 0.58, 0.06).entries()) {
    const pan = index % 2 === 0 ? -0.2 : 0.2
    // Heel, then the roll to the toe: two handfuls of grains.
    for (let grain = 0; grain < 34; grain += 1) {
      const at = start + (grain % 2) * 0.09 + random.next() ** 1.5 * 0.13
      addNoise(
        stage,
        { at, seconds: 0.03, pan, gain: between(random, 0.15, 0.8) },
        makeFilter('band', between(random, 1100, 6500), 1.3),
        (time) => pluck(time, 0.0006, 0.005),
      )
    }
    addNoise(
      stage,
      { at: start, seconds: 0.12, pan, gain: 0.8 },
      makeFilter('low', 220),
      (time) => pluck(time, 0.004, 0.03) * 3,
    )
  }
}

function playSplashingSteps(stage: Stage): void {
  const { random } = stage
  for (const [index, at] of eventTimes(stage, 0.6, 0.06).entries()) {
    const pan = index % 2 === 0 ? -0.2 : 0.2
    addNoise(stage, { at, seconds: 0.3, pan, gain: 1 }, makeFilter('band', between(random, 900, 1800), 0.8), (time) =>
      pluck(time, 0.01, 0.06),
    )
    for (let drop = 0; drop < 9; drop += 1) {
      const hz = between(random, 900, 2600)
      const tone = makeOscillator((phase) => sine(1, phase))
      const event = { at: at + 0.05 + random.next() * 0.3, seconds: 0.07, pan: between(random, -0.6, 0.6), gain: 0.25 }
      addEvent(stage, event, (time) => tone(hz * (1 + time * 8)) * pluck(time, 0.002, 0.014))
    }
  }
}

function playBreathing(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 3.2 / stage.intensity, 0.08)) {
    for (const [offset, seconds, hz, gain] of [
      [0, 1.1, 1900, 0.7],
      [1.35, 1.4, 1100, 1],
    ] as const) {
      addNoise(
        stage,
        { at: start + offset / stage.intensity, seconds: seconds / stage.intensity, pan: 0, gain },
        makeFilter('band', hz * between(random, 0.92, 1.08), 1.1),
        (time) => swell(time, seconds / stage.intensity) ** 1.5,
      )
    }
  }
}

/** In through a fluttering throat, out through the lips. */
function playSnoring(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 3.8, 0.06)) {
    const flutter = makeOscillator((phase) => Math.max(0, 1 - phase * 3.5))
    const [throat, noise] = [makeFilter('band', 380, 1.6), pink(random)]
    addEvent(
      stage,
      { at: start, seconds: 1.4, pan: 0, gain: 2 },
      (time) => throat.process(flutter(32 + 14 * swell(time, 1.4)) * (0.6 + noise())) * swell(time, 1.4),
    )
    addNoise(stage, { at: start + 1.9, seconds: 1.3, pan: 0, gain: 0.35 }, makeFilter('band', 900, 1), (time) =>
      swell(time, 1.3),
    )
  }
}

function playLaughter(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 2.6, 0.3)) {
    const base = between(random, 150, 290)
    const laughs = 5 + random.below(4)
    for (let laugh = 0; laugh < laughs; laugh += 1) {
      const hz = base * (1.25 - 0.05 * laugh)
      addVoice(
        stage,
        { at: start + laugh * 0.19, seconds: 0.16, pan: between(random, -0.1, 0.1), gain: 1 - laugh * 0.08 },
        {
          hz: (time) => hz * (1.12 - time),
          first: () => 780,
          second: () => 1350,
          breath: 0.25,
          // A breath of "h" before the "a".
          envelope: (time) => swell(time, 0.16) ** 0.8,
        },
      )
    }
  }
}

function playBaby(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 1.7, 0.15)) {
    const seconds = between(random, 0.9, 1.3)
    const base = between(random, 410, 480)
    addVoice(
      stage,
      { at, seconds, pan: 0.1, gain: 1 },
      {
        hz: (time) => base * (1 + 0.25 * swell(time, seconds) + 0.025 * sine(6.5, time)),
        first: (time) => 700 + 450 * swell(time, seconds),
        second: () => 1900,
        breath: 0.12,
        envelope: (time) => swell(time, seconds) ** 0.45,
      },
    )
  }
}

function playScream(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 2.6, 0.3)) {
    const seconds = Math.min(1.5, stage.seconds - at)
    const base = between(random, 620, 860)
    const crack = drift(random, 0.08)
    addVoice(
      stage,
      { at, seconds, pan: 0, gain: 1 },
      {
        hz: (time) => base * (0.8 + 0.35 * Math.min(1, time * 6) - 0.12 * (time / seconds) + 0.05 * crack(time)),
        first: () => 1150,
        second: () => 2300,
        breath: 0.3,
        envelope: (time) => Math.min(1, time * 20) * Math.min(1, (seconds - time) * 4),
      },
    )
  }
}

function playCough(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 2.2, 0.3)) {
    for (let cough = 0; cough < 2; cough += 1) {
      const at = start + cough * 0.38
      addNoise(
        stage,
        { at, seconds: 0.3, pan: 0, gain: 1 },
        makeFilter('band', between(random, 900, 1300), 0.9),
        (time) => pluck(time, 0.003, 0.06),
      )
      addVoice(
        stage,
        { at, seconds: 0.22, pan: 0, gain: 0.5 },
        {
          hz: (time) => 190 - 260 * time,
          first: () => 600,
          second: () => 1250,
          breath: 0.9,
          envelope: (time) => pluck(time, 0.004, 0.06),
        },
      )
    }
  }
}

/** Speech without a voice: hiss in the rhythm of syllables. */
function playWhisper(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes({ ...stage, count: null }, 0.26, 0.3)) {
    if (random.chance(0.15)) continue
    const hz = random.pick([1400, 1900, 2600, 4200])
    const seconds = between(random, 0.1, 0.24)
    addNoise(
      stage,
      { at: start, seconds, pan: between(random, -0.5, 0.5), gain: between(random, 0.4, 1) },
      makeFilter('band', hz, 1.4),
      (time) => swell(time, seconds),
    )
  }
}

function playWhistle(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 1.9, 0.3)) {
    const seconds = between(random, 0.5, 1)
    const [tone, noise] = [makeOscillator((phase) => sine(1, phase)), white(random)]
    const air = makeFilter('band', 2900, 4)
    addEvent(stage, { at, seconds, pan: 0, gain: 0.8 }, (time) => {
      // The pea in the whistle turns some thirty times a second.
      const hz = 2850 + 130 * sine(33, time)
      return (
        (tone(hz) * (0.75 + 0.25 * sine(33, time)) + air.process(noise()) * 0.4) *
        Math.min(1, time * 40) *
        Math.min(1, (seconds - time) * 25)
      )
    })
  }
}

function playChoir(stage: Stage): void {
  const { random } = stage
  const root = 130.8 * 2 ** (random.below(5) / 12)
  const span = Math.max(2, Math.min(4, stage.seconds / 2))
  const chords = [
    [1, 1.5, 2, 2.5],
    [0.8909, 1.3348, 1.7818, 2.2449],
  ]
  for (let bar = 0; bar * span < stage.seconds; bar += 1) {
    for (const ratio of chords[bar % 2] ?? []) {
      for (const pan of [-0.7, 0, 0.7]) {
        const hz = root * ratio * (1 + between(random, -0.006, 0.006))
        const rate = between(random, 4.6, 5.6)
        const seconds = span * 1.4
        addVoice(
          stage,
          { at: bar * span - span * 0.2, seconds, pan, gain: 0.3 },
          {
            hz: (time) => hz * (1 + 0.006 * sine(rate, time)),
            first: () => 620,
            second: () => 1050,
            breath: 0.06,
            envelope: (time) => swell(time, seconds),
          },
        )
      }
    }
  }
}

function playPunch(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 0.95, 0.4)) {
    const event = { at, seconds: 0.35, pan: between(random, -0.3, 0.3), gain: 1 }
    addNoise(
      stage,
      event,
      makeFilter('band', between(random, 1100, 1900), 0.8),
      (time) => pluck(time, 0.0008, 0.018) * 1.6,
    )
    addEvent(stage, event, (time) => sine(90 - 110 * time, time) * pluck(time, 0.002, 0.07) * 1.3)
  }
}

/** Each bounce comes sooner and softer than the last. */
function playBounce(stage: Stage): void {
  for (const start of eventTimes({ ...stage, count: stage.count === null ? null : 1 }, 4, 0.15)) {
    let [at, gap, gain] = [start, 0.62, 1]
    for (let bounce = 0; bounce < (stage.count ?? 9); bounce += 1) {
      const event = { at, seconds: 0.3, pan: 0, gain }
      addEvent(stage, event, (time) => (sine(118, time) + 0.5 * sine(341, time)) * pluck(time, 0.002, 0.05))
      addNoise(stage, event, makeFilter('low', 1500), (time) => pluck(time, 0.0006, 0.012) * 1.2)
      at += gap
      if (stage.count === null) [gap, gain] = [gap * 0.8, gain * 0.86]
    }
  }
}
