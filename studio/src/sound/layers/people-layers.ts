/** What people and their houses do: steps, voices, hands, doors, clocks. */
import { makeFilter } from '../filters.ts'
import { drift, makeOscillator, pink, pluck, sawShape, sine, swell, white } from '../sources.ts'
import { addEvent, between, eventTimes, scatter, type Stage } from '../stage.ts'
import type { Layer } from './layer.ts'

export const peopleLayers: Layer[] = [
  {
    name: 'footsteps',
    words: 'footstep step walk walking running run stairs hike march',
    level: 0.15,
    room: 0.2,
    play: playFootsteps,
  },
  {
    name: 'crowd',
    words:
      'crowd people murmur restaurant cafe bar party talking chatter voices market audience pub child children playground school classroom coffee-shop',
    level: 0.1,
    room: 0.25,
    play: playCrowd,
  },
  {
    name: 'applause',
    words: 'applause clap clapping ovation cheer cheering',
    level: 0.13,
    room: 0.3,
    play: playApplause,
  },
  { name: 'heartbeat', words: 'heartbeat heart pulse heart-beat', level: 0.2, room: 0.05, play: playHeartbeat },
  {
    name: 'typing',
    words: 'typing keyboard type typewriter office keyboard-click',
    level: 0.1,
    room: 0.1,
    play: playTyping,
  },
  { name: 'knock', words: 'knock knocking knock-door/wood', level: 0.18, room: 0.25, play: playKnock },
  {
    name: 'creak',
    words: 'creak creaking squeak squeaky hinge creak-door/floor/wood door-creak rubber-duck',
    level: 0.11,
    room: 0.3,
    play: playCreak,
  },
  { name: 'clock', words: 'clock tick ticking watch timer countdown', level: 0.12, room: 0.15, play: playClock },
  {
    name: 'glass',
    words: 'glass shatter shattering bottle smash window-break/shatter/smash break/shatter/smash-window',
    level: 0.14,
    room: 0.2,
    play: playGlass,
  },
  {
    name: 'whoosh',
    words: 'whoosh swoosh swish transition throw swipe fly-by',
    level: 0.14,
    room: 0.12,
    play: playWhoosh,
  },
  {
    name: 'coin',
    words: 'coin game arcade pickup 8bit casino slot video-game',
    level: 0.12,
    room: 0.08,
    play: playCoin,
  },
  { name: 'click', words: 'click button switch mouse ui tap pen snap', level: 0.14, room: 0.08, play: playClick },
]

function playFootsteps(stage: Stage): void {
  const { random } = stage
  for (const [index, at] of eventTimes(stage, 0.56 / stage.intensity ** 0.5, 0.06).entries()) {
    const pan = index % 2 === 0 ? -0.2 : 0.2
    const thud = makeFilter('low', between(random, 130, 190))
    const grit = makeFilter('band', between(random, 1300, 2600), 1)
    const noise = white(random)
    addEvent(stage, { at, seconds: 0.24, pan, gain: between(random, 0.8, 1) }, (time) => {
      const raw = noise()
      const heel = thud.process(raw) * pluck(time, 0.002, 0.03) * 5
      const sole = grit.process(raw) * (pluck(time, 0.002, 0.012) + 0.6 * pluck(Math.max(0, time - 0.07), 0.02, 0.025))
      return heel + sole * 0.7
    })
  }
}

/** Many talkers, each a buzz through moving formants in the rhythm of syllables. */
function playCrowd(stage: Stage): void {
  const { random } = stage
  const talkers = 9
  for (let talker = 0; talker < talkers; talker += 1) {
    const voice = makeOscillator(sawShape)
    const breath = pink(random)
    const [first, second] = [makeFilter('band', 500, 3), makeFilter('band', 1500, 4)]
    const [melody, vowels, rests] = [drift(random, 0.8), drift(random, 0.23), drift(random, 2.5)]
    const base = random.chance(0.5) ? between(random, 95, 135) : between(random, 175, 230)
    const rate = between(random, 3.4, 5)
    const start = random.next()
    let step = 0
    addEvent(
      stage,
      { at: 0, seconds: stage.seconds, pan: between(random, -1, 1), gain: between(random, 0.4, 1) },
      (time) => {
        if (step % 64 === 0) {
          first.tune(330 + 450 * vowels(time))
          second.tune(1000 + 1200 * vowels(time + 7))
        }
        step += 1
        const syllable = Math.max(0, sine(rate, time + start)) * (rests(time) > 0.4 ? 1 : 0.15)
        const raw = voice(base * (0.85 + 0.35 * melody(time))) + breath() * 0.5
        return (first.process(raw) + second.process(raw) * 0.6) * syllable
      },
    )
  }
}

function playApplause(stage: Stage): void {
  const { random, intensity } = stage
  for (const at of scatter(stage, 85 * intensity)) {
    const noise = white(random)
    const band = makeFilter('band', between(random, 800, 2300), 1.4)
    const loudness = between(random, 0.15, 1) * Math.min(1, 0.3 + at * 1.5)
    addEvent(
      stage,
      { at, seconds: 0.06, pan: between(random, -1, 1), gain: loudness },
      (time) => band.process(noise()) * pluck(time, 0.001, 0.011),
    )
  }
}

function playHeartbeat(stage: Stage): void {
  for (const start of eventTimes(stage, 0.92 / stage.intensity, 0.01)) {
    for (const [offset, hz, gain] of [
      [0, 58, 1],
      [0.26, 72, 0.7],
    ] as const) {
      addEvent(
        stage,
        { at: start + offset, seconds: 0.28, pan: 0, gain },
        (time) => (sine(hz * (1 - time * 0.8), time) + 0.3 * sine(hz * 2, time)) * pluck(time, 0.012, 0.06),
      )
    }
  }
}

function playTyping(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes({ ...stage, count: null }, 0.145, 0.75)) {
    const isSpace = random.chance(0.15)
    const noise = white(random)
    const band = makeFilter('band', isSpace ? 900 : between(random, 2200, 3800), 2)
    addEvent(
      stage,
      { at, seconds: 0.09, pan: between(random, -0.4, 0.4), gain: between(random, 0.5, 1) },
      (time) =>
        band.process(noise()) * (pluck(time, 0.0008, 0.006) + 0.4 * pluck(Math.max(0, time - 0.045), 0.001, 0.005)),
    )
  }
}

function playKnock(stage: Stage): void {
  const { random } = stage
  const wood = between(random, 0.85, 1.2)
  const groups = stage.count === null ? eventTimes(stage, 2.4, 0.25) : eventTimes({ ...stage, count: 1 }, 1, 0)
  for (const start of groups) {
    const knocks = stage.count ?? 3 + random.below(2)
    const gap = Math.min(0.24, (stage.seconds - start) / knocks)
    for (let knock = 0; knock < knocks; knock += 1) {
      const gain = between(random, 0.8, 1)
      addEvent(stage, { at: start + knock * gap, seconds: 0.22, pan: 0, gain }, (time) => {
        const panel =
          sine(165 * wood, time) * pluck(time, 0.001, 0.045) + 0.6 * sine(390 * wood, time) * pluck(time, 0.001, 0.022)
        return panel + 0.4 * sine(910 * wood, time) * pluck(time, 0.0005, 0.008)
      })
    }
  }
}

/** Stick and slip: a train of clicks whose rate wanders, through the ring of wood. */
function playCreak(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 2.6, 0.4)) {
    const seconds = Math.min(1.6, Math.max(0.5, stage.seconds - at))
    const wander = drift(random, 0.5)
    const slip = makeOscillator((phase) => (phase < 0.06 ? 1 : -0.06))
    const [low, high] = [makeFilter('band', 620, 9), makeFilter('band', 1480, 11)]
    addEvent(stage, { at, seconds, pan: between(random, -0.5, 0.5), gain: 1 }, (time) => {
      const raw = slip(28 + 110 * wander(time) + 60 * time)
      return (low.process(raw) * 2 + high.process(raw) * 1.6) * swell(time, seconds) ** 0.6
    })
  }
}

function playClock(stage: Stage): void {
  const step = stage.seconds < 3 ? 0.5 : 1
  for (const [index, at] of eventTimes(stage, step, 0).entries()) {
    const hz = index % 2 === 0 ? 2900 : 2300
    addEvent(
      stage,
      { at, seconds: 0.12, pan: 0, gain: 1 },
      (time) => sine(hz, time) * pluck(time, 0.0005, 0.007) + 0.5 * sine(hz * 0.43, time) * pluck(time, 0.0005, 0.018),
    )
  }
}

function playGlass(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 3.2, 0.3)) {
    for (let shard = 0; shard < 46; shard += 1) {
      const hz = between(random, 2000, 9500)
      const at = start + random.next() ** 2.5 * 0.9
      const decay = between(random, 0.01, 0.07)
      addEvent(
        stage,
        { at, seconds: decay * 5, pan: between(random, -0.8, 0.8), gain: between(random, 0.1, 0.5) },
        (time) => (sine(hz, time) + 0.6 * sine(hz * 1.48, time)) * pluck(time, 0.0004, decay),
      )
    }
    const noise = white(random)
    const high = makeFilter('high', 2500)
    addEvent(
      stage,
      { at: start, seconds: 0.2, pan: 0, gain: 0.9 },
      (time) => high.process(noise()) * pluck(time, 0.001, 0.03),
    )
  }
}

function playWhoosh(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 1.6, 0.3)) {
    const seconds = between(random, 0.5, 0.9)
    const direction = random.chance(0.5) ? 1 : -1
    for (const side of [-1, 1]) {
      const noise = pink(random)
      const band = makeFilter('band', 600, 1.3)
      addEvent(stage, { at, seconds, pan: side * 0.9, gain: 1 }, (time) => {
        band.tune(350 + 2900 * swell(time, seconds))
        const part = time / seconds
        return band.process(noise()) * swell(time, seconds) ** 1.5 * (side * direction > 0 ? part : 1 - part) * 2
      })
    }
  }
}

function playCoin(stage: Stage): void {
  for (const at of eventTimes(stage, 0.9, 0.2)) {
    addEvent(stage, { at, seconds: 0.5, pan: 0, gain: 0.4 }, (time) => {
      const hz = time < 0.07 ? 988 : 1319
      return Math.sign(sine(hz, time)) * pluck(time, 0.001, 0.16)
    })
  }
}

function playClick(stage: Stage): void {
  for (const at of eventTimes(stage, 0.8, 0.3)) {
    for (const [offset, hz] of [
      [0, 2600],
      [0.07, 1900],
    ] as const) {
      addEvent(
        stage,
        { at: at + offset, seconds: 0.05, pan: 0, gain: 1 },
        (time) => (sine(hz, time) + 0.7 * sine(hz * 2.31, time)) * pluck(time, 0.0004, 0.004),
      )
    }
  }
}
