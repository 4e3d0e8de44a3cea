/** Rain, thunder, wind, water and fire. */
import { makeFilter } from '../filters.ts'
import { brown, drift, pink, pluck, sine, swell, white } from '../sources.ts'
import { addBed, addEvent, between, eventTimes, scatter, type Stage } from '../stage.ts'
import type { Layer } from './layer.ts'

export const weatherLayers: Layer[] = [
  {
    name: 'rain',
    words: 'rain rainy raining drizzle downpour shower rainfall',
    level: 0.09,
    room: 0.05,
    play: playRain,
  },
  { name: 'thunder', words: 'thunder thunderstorm lightning thunderclap', level: 0.2, room: 0.3, play: playThunder },
  {
    name: 'wind',
    words: 'wind windy breeze gust blizzard gale hurricane tornado howl-wind wind-howl',
    level: 0.08,
    room: 0.05,
    play: playWind,
  },
  {
    name: 'waves',
    words: 'wave sea ocean surf beach shore tide coast seaside lake boat sail',
    level: 0.12,
    room: 0.05,
    play: playWaves,
  },
  {
    name: 'stream',
    words: 'stream river brook creek water fountain bath',
    level: 0.09,
    room: 0.05,
    play: playStream,
  },
  {
    name: 'drips',
    words: 'drip dripping drop droplet faucet leak bathroom drip-tap water-drip/drop',
    level: 0.12,
    room: 0.6,
    play: playDrips,
  },
  { name: 'splash', words: 'splash plunge dive swim swimming pool', level: 0.14, room: 0.2, play: playSplash },
  {
    name: 'bubbles',
    words: 'bubble bubbling underwater aquarium boil boiling',
    level: 0.1,
    room: 0.15,
    play: playBubbles,
  },
  {
    name: 'fire',
    words: 'fire campfire fireplace flame bonfire burning crackle crackling',
    level: 0.1,
    room: 0.05,
    play: playFire,
  },
]

function playRain(stage: Stage): void {
  const { random, intensity } = stage
  addBed(stage, () => {
    const noise = pink(random)
    const high = makeFilter('high', 900)
    const low = makeFilter('low', 7000 + intensity * 2000)
    const gusts = drift(random, 5)
    return (time) => low.process(high.process(noise())) * (0.5 + 0.25 * gusts(time)) * intensity
  })
  for (const at of scatter(stage, 45 * intensity)) {
    const hz = between(random, 1800, 6500)
    const decay = between(random, 0.002, 0.009)
    const gain = between(random, 0.03, 0.16)
    addEvent(
      stage,
      { at, seconds: decay * 6, pan: between(random, -1, 1), gain },
      (time) => sine(hz, time) * pluck(time, 0.0006, decay),
    )
  }
}

function playThunder(stage: Stage): void {
  const { random, intensity } = stage
  for (const at of eventTimes(stage, 7, 0.4)) {
    const pan = between(random, -0.6, 0.6)
    const seconds = Math.min(6, stage.seconds - at)
    const rumble = brown(random)
    const low = makeFilter('low', 140)
    const rolls = drift(random, 0.7)
    addEvent(stage, { at, seconds, pan, gain: 1.6 }, (time) => {
      low.tune(60 + 160 * Math.exp(-time * 0.9))
      return low.process(rumble()) * pluck(time, 0.25, 1.6) * (0.5 + rolls(time))
    })
    const noise = white(random)
    const band = makeFilter('low', 1600)
    addEvent(stage, { at, seconds: Math.min(1, seconds), pan, gain: 0.35 * intensity }, (time) => {
      const cracks = Math.max(0, Math.sin(time * 47) * Math.sin(time * 31 + 1))
      return band.process(noise()) * pluck(time, 0.01, 0.16) * (0.35 + cracks)
    })
  }
}

function playWind(stage: Stage): void {
  const { random, intensity } = stage
  addBed(stage, () => {
    const noise = pink(random)
    const band = makeFilter('band', 400, 1.6)
    const whistle = makeFilter('band', 900, 14)
    const [gusts, pitch] = [drift(random, 3.2), drift(random, 4.5)]
    let step = 0
    return (time) => {
      // Filters are retuned once in 64 samples: the ear hears no steps that small.
      if (step % 64 === 0) {
        band.tune(220 + 620 * pitch(time) * intensity)
        whistle.tune(520 + 700 * pitch(time))
      }
      step += 1
      const raw = noise()
      return (band.process(raw) + whistle.process(raw) * 0.5) * (0.25 + gusts(time) ** 2 * 1.4)
    }
  })
}

function playWaves(stage: Stage): void {
  const { random, intensity } = stage
  addBed(stage, () => {
    const noise = brown(random)
    const low = makeFilter('low', 300)
    return () => low.process(noise()) * 0.25
  })
  for (const at of [-2, ...eventTimes(stage, 5.5, 0.25)]) {
    const seconds = between(random, 6, 8.5)
    const pan = between(random, -0.5, 0.5)
    for (const side of [-0.5, 0.5]) {
      const noise = pink(random)
      const low = makeFilter('low', 800)
      let step = 0
      addEvent(stage, { at, seconds, pan: pan * 0.5 + side, gain: 0.9 * intensity }, (time) => {
        const part = time / seconds
        // The wave rises slowly, breaks bright, and hisses back over the sand.
        const rise = part < 0.4 ? (part / 0.4) ** 2 : Math.exp(-(part - 0.4) * 5)
        if (step % 64 === 0) low.tune(350 + 5200 * rise)
        step += 1
        return low.process(noise()) * rise * swell(time, seconds) ** 0.5
      })
    }
  }
}

function playStream(stage: Stage): void {
  const { random, intensity } = stage
  addBed(stage, () => {
    const noise = pink(random)
    const [low, high] = [makeFilter('low', 2600), makeFilter('high', 250)]
    const flow = drift(random, 1.3)
    return (time) => low.process(high.process(noise())) * (0.35 + 0.3 * flow(time)) * intensity
  })
  addBubbles(stage, 38 * intensity, [450, 1700], 0.12)
}

function playBubbles(stage: Stage): void {
  addBed(stage, () => {
    const noise = brown(stage.random)
    const low = makeFilter('low', 350)
    return () => low.process(noise()) * 0.3
  })
  addBubbles(stage, 16 * stage.intensity, [180, 900], 0.4)
}

/** A bubble is a short tone that rises as the bubble shrinks. */
function addBubbles(stage: Stage, perSecond: number, [low, high]: [number, number], gain: number): void {
  const { random } = stage
  for (const at of scatter(stage, perSecond)) {
    const hz = between(random, low, high)
    const decay = between(random, 0.01, 0.045)
    const event = { at, seconds: decay * 5, pan: between(random, -0.9, 0.9), gain: gain * between(random, 0.3, 1) }
    addEvent(stage, event, (time) => sine(hz * (1 + time * 5), time) * pluck(time, 0.003, decay))
  }
}

function playDrips(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 0.9, 0.5)) {
    const hz = between(random, 700, 1500)
    addEvent(
      stage,
      { at, seconds: 0.25, pan: between(random, -0.6, 0.6), gain: between(random, 0.5, 1) },
      (time) =>
        sine(hz * (1 + time * 4), time) * pluck(time, 0.002, 0.035) + sine(hz * 2.7, time) * pluck(time, 0.001, 0.006),
    )
  }
}

function playSplash(stage: Stage): void {
  const { random } = stage
  for (const at of eventTimes(stage, 3, 0.3)) {
    const noise = white(random)
    const low = makeFilter('low', 4000)
    addEvent(stage, { at, seconds: 1.4, pan: between(random, -0.4, 0.4), gain: 1 }, (time) => {
      low.tune(500 + 6500 * Math.exp(-time * 5))
      return low.process(noise()) * (pluck(time, 0.012, 0.11) + 0.25 * pluck(Math.max(0, time - 0.12), 0.1, 0.3))
    })
    const after = { ...stage, seconds: Math.min(stage.seconds, at + 1.6) }
    for (const moment of scatter(after, 24)) {
      if (moment < at + 0.15) continue
      const hz = between(random, 400, 1400)
      const gain = 0.35 * Math.exp(-(moment - at) * 1.8)
      addEvent(
        stage,
        { at: moment, seconds: 0.12, pan: between(random, -0.8, 0.8), gain },
        (time) => sine(hz * (1 + time * 5), time) * pluck(time, 0.003, 0.025),
      )
    }
  }
}

function playFire(stage: Stage): void {
  const { random, intensity } = stage
  addBed(stage, () => {
    const noise = brown(random)
    const [low, flicker] = [makeFilter('low', 420), drift(random, 0.5)]
    return (time) => low.process(noise()) * (0.22 + 0.3 * flicker(time)) * intensity
  })
  for (const at of scatter(stage, 17 * intensity)) {
    const noise = white(random)
    const band = makeFilter('band', between(random, 1200, 6000), 2)
    // Many faint ticks, few loud snaps.
    const gain = 0.15 + 1.5 * random.next() ** 6
    const decay = between(random, 0.001, 0.007)
    addEvent(
      stage,
      { at, seconds: decay * 7, pan: between(random, -0.7, 0.7), gain },
      (time) => band.process(noise()) * pluck(time, 0.0004, decay) * 2,
    )
  }
}
