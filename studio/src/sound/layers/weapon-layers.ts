/** What explodes, fires, flies and strikes. */
import { makeFilter } from '../filters.ts'
import { brown, drift, makeOscillator, pluck, sawShape, sine, sineShape, swell, white } from '../sources.ts'
import { addBed, addEvent, between, eventTimes, scatter, type Stage } from '../stage.ts'
import { addNoise } from './add-sound.ts'
import type { Layer } from './layer.ts'

export const weaponLayers: Layer[] = [
  {
    name: 'explosion',
    words: 'explosion explode bomb blast boom detonation grenade cannon',
    level: 0.22,
    room: 0.35,
    play: playExplosion,
  },
  { name: 'fireworks', words: 'firework fireworks firecracker', level: 0.17, room: 0.35, play: playFireworks },
  {
    name: 'gunshot',
    words: 'gun gunshot gunfire pistol rifle shot shooting machine-gun',
    level: 0.2,
    room: 0.4,
    play: playGunshot,
  },
  {
    name: 'laser',
    words: 'laser blaster phaser zap raygun ray-gun laser-gun',
    level: 0.15,
    room: 0.2,
    play: playLaser,
  },
  {
    name: 'sword',
    words: 'sword blade clash katana knife dagger duel sword-fight/clash/draw/swing armor metal clang',
    level: 0.15,
    room: 0.25,
    play: playSword,
  },
  { name: 'arrow', words: 'arrow bow archer archery bow-arrow', level: 0.14, room: 0.15, play: playArrow },
  {
    name: 'rocket',
    words: 'rocket launch rocket-launch lift-off liftoff thruster missile shuttle',
    level: 0.17,
    room: 0.3,
    play: playRocket,
  },
]

function playExplosion(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 4.5, 0.3))
    addBlast(stage, at, { seconds: 3.2, gain: 1, pan: between(random, -0.3, 0.3) })
}

/** A crack, a falling body of noise, a thump below, and debris after. */
function addBlast(
  stage: Stage,
  at: number,
  { seconds, gain, pan }: { seconds: number; gain: number; pan: number },
): void {
  const { random } = stage
  const [noise, thump] = [white(random), makeOscillator(sineShape)]
  const low = makeFilter('low', 5000)
  let step = 0
  addEvent(stage, { at, seconds, pan, gain }, (time) => {
    if (step % 32 === 0) low.tune(120 + 6500 * Math.exp(-time * 7))
    step += 1
    const body = low.process(noise()) * pluck(time, 0.004, 0.5)
    return Math.tanh(body * 2.2) + thump(34 + 70 * Math.exp(-time * 9)) * pluck(time, 0.004, 0.45)
  })
  for (const moment of scatter({ ...stage, seconds: Math.min(stage.seconds, at + 2.2) }, 30)) {
    if (moment < at + 0.3) continue
    const grit = white(random)
    const band = makeFilter('band', between(random, 900, 4000), 3)
    const fading = gain * 0.5 * Math.exp(-(moment - at) * 1.4)
    addEvent(
      stage,
      { at: moment, seconds: 0.06, pan: between(random, -0.9, 0.9), gain: fading },
      (time) => band.process(grit()) * pluck(time, 0.001, 0.01),
    )
  }
}

function playFireworks(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 1.7, 0.4)) {
    const pan = between(random, -0.7, 0.7)
    const rise = Math.min(0.5, stage.seconds / 6)
    const whistle = makeOscillator(sineShape)
    addEvent(
      stage,
      { at, seconds: rise, pan, gain: 0.12 },
      (time) => whistle(900 + (1800 * time) / rise) * swell(time, rise),
    )
    addBlast(stage, at + rise, { seconds: 1.4, gain: 0.8, pan })
  }
}

function playGunshot(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 1.4, 0.5)) {
    const noise = white(random)
    const low = makeFilter('low', 6000)
    addEvent(stage, { at, seconds: 0.8, pan: between(random, -0.4, 0.4), gain: 1 }, (time) => {
      low.tune(500 + 9000 * Math.exp(-time * 26))
      return Math.tanh(low.process(noise()) * 3) * pluck(time, 0.0008, 0.07) + sine(70, time) * pluck(time, 0.001, 0.06)
    })
  }
}

function playLaser(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 0.8, 0.4)) {
    const top = between(random, 2200, 3800)
    const tone = makeOscillator(sawShape)
    const low = makeFilter('low', 5000)
    addEvent(
      stage,
      { at, seconds: 0.4, pan: between(random, -0.7, 0.7), gain: 0.8 },
      (time) => low.process(tone(140 + top * Math.exp(-time * 11))) * pluck(time, 0.002, 0.12),
    )
  }
}

/** The swing, then steel on steel: partials that no bell would have, and a scrape. */
function playSword(stage: Stage): void {
  const { random } = stage
  for (const start of eventTimes(stage, 1.25, 0.4)) {
    const pan = between(random, -0.5, 0.5)
    const swing = makeFilter('band', 900, 1.5)
    const noise = white(random)
    addEvent(stage, { at: start, seconds: 0.22, pan, gain: 0.6 }, (time) => {
      swing.tune(500 + 2800 * swell(time, 0.22))
      return swing.process(noise()) * swell(time, 0.22)
    })
    const base = between(random, 1150, 1900)
    const at = start + 0.17
    addNoise(stage, { at, seconds: 0.12, pan, gain: 1 }, makeFilter('high', 2500), (time) => pluck(time, 0.0005, 0.015))
    addEvent(stage, { at, seconds: 1.3, pan, gain: 0.35 }, (time) => {
      let ring = 0
      for (const [ratio, decay] of [
        [1, 0.42],
        [1.71, 0.33],
        [2.63, 0.26],
        [3.87, 0.2],
        [5.13, 0.12],
      ] as const)
        ring += sine(base * ratio, time) * Math.exp(-time / decay)
      return ring * Math.min(1, time * 900)
    })
  }
}

/** The string, the flight past the ear, the hit. */
function playArrow(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 1.7, 0.25)) {
    addEvent(
      stage,
      { at, seconds: 0.25, pan: -0.5, gain: 0.9 },
      (time) => (sine(145, time) + 0.5 * sine(292, time)) * pluck(time, 0.001, 0.04),
    )
    addNoise(stage, { at: at + 0.03, seconds: 0.35, pan: 0, gain: 0.6 }, makeFilter('band', 2600, 2), (time) =>
      swell(time, 0.35),
    )
    const event = { at: at + 0.38, seconds: 0.3, pan: 0.5, gain: 1 }
    addNoise(stage, event, makeFilter('low', 1300), (time) => pluck(time, 0.0006, 0.014) * 2)
    addEvent(
      stage,
      event,
      (time) =>
        sine(310 + between(random, -1, 1), time) * (0.6 + 0.4 * sine(38, time)) * pluck(time, 0.002, 0.07) * 0.4,
    )
  }
}

function playRocket(stage: Stage): void {
  const { random, seconds } = stage
  const ignition = Math.min(1.2, seconds / 5)
  addBed(stage, () => {
    const [rumble, hiss] = [brown(random), white(random)]
    const [low, high, crackle] = [makeFilter('low', 500), makeFilter('band', 1800, 0.6), drift(random, 0.03)]
    return (time) => {
      const burn = Math.min(1, time / ignition) * (1 - 0.55 * (time / seconds) ** 2)
      return Math.tanh((low.process(rumble()) * 2.4 + high.process(hiss()) * 0.3 * (0.4 + crackle(time))) * 1.4) * burn
    }
  })
}
