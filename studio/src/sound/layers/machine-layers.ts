/** Vehicles, alarms, weapons and devices. */
import { makeFilter } from '../filters.ts'
import {
  brown,
  drift,
  makeOscillator,
  pink,
  pluck,
  sawShape,
  sine,
  sineShape,
  squareShape,
  swell,
  white,
} from '../sources.ts'
import { addBed, addEvent, between, eventTimes, type Stage } from '../stage.ts'
import type { Layer } from './layer.ts'

export const machineLayers: Layer[] = [
  {
    name: 'engine',
    words: 'engine car motor motorcycle motorbike truck vehicle tractor race drive',
    level: 0.13,
    room: 0.08,
    play: playEngine,
  },
  {
    name: 'traffic',
    words: 'traffic city street highway road town urban downtown',
    level: 0.09,
    room: 0.1,
    play: playTraffic,
  },
  {
    name: 'train',
    words: 'train railway railroad locomotive subway tram station train-whistle/horn steam-train/engine',
    level: 0.13,
    room: 0.12,
    play: playTrain,
  },
  { name: 'jet', words: 'jet plane airplane aircraft aeroplane flight airport', level: 0.11, room: 0.1, play: playJet },
  { name: 'helicopter', words: 'helicopter chopper rotor', level: 0.13, room: 0.1, play: playHelicopter },
  {
    name: 'siren',
    words: 'siren police ambulance firetruck fire-truck/engine police-car',
    level: 0.12,
    room: 0.25,
    play: playSiren,
  },
  {
    name: 'alarm',
    words: 'alarm alert warning beep hospital monitor fire/smoke/car-alarm alarm-clock smoke-detector',
    level: 0.12,
    room: 0.15,
    play: playAlarm,
  },
  {
    name: 'phone',
    words: 'phone telephone ringtone ring phone-ring/call ring-phone',
    level: 0.11,
    room: 0.1,
    play: playPhone,
  },
  {
    name: 'machinery',
    words: 'machine factory machinery industrial conveyor printer',
    level: 0.12,
    room: 0.2,
    play: playMachinery,
  },
  {
    name: 'hum',
    words:
      'hum electricity electric fridge refrigerator generator server transformer computer fan ventilation electric-buzz/hum neon',
    level: 0.07,
    room: 0.05,
    play: playHum,
  },
]

function playEngine(stage: Stage): void {
  const { random, intensity } = stage
  const revs = drift(random, Math.min(4, Math.max(1.2, stage.seconds / 2)))
  addBed(stage, () => {
    const [fire, half] = [makeOscillator(sawShape), makeOscillator(sawShape)]
    const noise = brown(random)
    const low = makeFilter('low', 700)
    return (time) => {
      const hz = 48 + 75 * revs(time) * intensity
      const wobble = 1 + 0.015 * sine(11, time)
      return low.process(fire(hz * wobble) * 0.5 + half((hz * wobble) / 2) * 0.6 + noise() * 0.4)
    }
  })
}

function playTraffic(stage: Stage): void {
  const { random } = stage
  addBed(stage, () => {
    const noise = brown(random)
    const low = makeFilter('low', 420)
    const near = drift(random, 3)
    return (time) => low.process(noise()) * (0.3 + 0.2 * near(time))
  })
  for (const at of [-1.5, ...eventTimes({ ...stage, count: null }, 2.4, 0.5)]) {
    const seconds = between(random, 2.6, 4)
    const direction = random.chance(0.5) ? 1 : -1
    // A car passes from one side to the other: two events that cross-fade.
    for (const side of [-1, 1]) {
      const noise = pink(random)
      const band = makeFilter('low', 1500)
      addEvent(stage, { at, seconds, pan: side * 0.8, gain: 0.7 }, (time) => {
        const part = time / seconds
        band.tune(400 + 2200 * swell(time, seconds))
        const here = side * direction > 0 ? part : 1 - part
        return band.process(noise()) * swell(time, seconds) ** 2 * here
      })
    }
  }
}

function playTrain(stage: Stage): void {
  const { random } = stage
  addBed(stage, () => {
    const noise = brown(random)
    const low = makeFilter('low', 260)
    return () => low.process(noise()) * 0.7
  })
  for (const start of eventTimes({ ...stage, count: null }, 0.78, 0.02)) {
    for (const offset of [0, 0.13]) {
      const noise = white(random)
      const band = makeFilter('band', 750, 2)
      addEvent(
        stage,
        { at: start + offset, seconds: 0.15, pan: between(random, -0.3, 0.3), gain: 0.9 },
        (time) => band.process(noise()) * pluck(time, 0.003, 0.03) + 0.7 * sine(95, time) * pluck(time, 0.003, 0.05),
      )
    }
  }
  const seconds = Math.min(1.8, stage.seconds * 0.5)
  addEvent(stage, { at: stage.seconds * 0.25, seconds, pan: -0.2, gain: 0.16 }, (time) => {
    let chord = 0
    for (const hz of [311, 370, 466, 622]) chord += sine(hz, time) + 0.4 * sine(hz * 2.003, time)
    return chord * Math.min(1, time * 8) * Math.min(1, (seconds - time) * 5)
  })
}

function playJet(stage: Stage): void {
  const { random, seconds } = stage
  addBed(stage, () => {
    const noise = pink(random)
    const [low, whine] = [makeFilter('low', 1800), makeOscillator(sineShape)]
    let step = 0
    return (time) => {
      // It comes, passes overhead and leaves; the pitch falls on the way.
      const near = 0.15 + swell(time, seconds) ** 2
      if (step % 64 === 0) low.tune(350 + 3200 * near)
      step += 1
      return low.process(noise()) * near + whine(1900 - (700 * time) / seconds) * 0.02 * near
    }
  })
}

function playHelicopter(stage: Stage): void {
  const { random } = stage
  addBed(stage, () => {
    const noise = pink(random)
    const low = makeFilter('low', 1100)
    return (time) => {
      const blade = (time * 11.5) % 1
      return low.process(noise()) * (0.15 + 1.4 * Math.exp(-blade * 7)) + 0.25 * sine(23, time) * Math.exp(-blade * 4)
    }
  })
}

function playSiren(stage: Stage): void {
  const isTwoTone = stage.random.chance(0.5)
  const tones = [makeOscillator(squareShape), makeOscillator(sineShape)]
  const low = makeFilter('low', 2200)
  addEvent(stage, { at: 0, seconds: stage.seconds, pan: 0, gain: 0.5 }, (time) => {
    const turn = (time * 0.42) % 1
    const wail = 650 + 700 * (turn < 0.5 ? turn * 2 : 2 - turn * 2)
    const hz = isTwoTone ? (turn < 0.5 ? 440 : 585) : wail
    return low.process((tones[0]?.(hz) ?? 0) * 0.35 + (tones[1]?.(hz) ?? 0))
  })
}

function playAlarm(stage: Stage): void {
  for (const at of eventTimes(stage, 0.5, 0)) {
    addEvent(
      stage,
      { at, seconds: 0.22, pan: 0, gain: 0.6 },
      (time) => (sine(988, time) + 0.35 * sine(2964, time)) * Math.min(1, time * 300),
    )
  }
}

function playPhone(stage: Stage): void {
  for (const at of eventTimes(stage, 2.6, 0)) {
    addEvent(stage, { at, seconds: 1.3, pan: 0.1, gain: 0.6 }, (time) => {
      const hammer = pluck((time * 22) % 1, 0.02, 0.3)
      return (sine(1320, time) + 0.7 * sine(1652, time) + 0.3 * sine(3290, time)) * hammer
    })
  }
}

function playMachinery(stage: Stage): void {
  const { random } = stage
  playHum(stage)
  const beat = between(random, 0.32, 0.5)
  for (const [index, start] of eventTimes({ ...stage, count: null }, beat, 0).entries()) {
    const noise = white(random)
    const band = makeFilter('band', index % 2 === 0 ? 340 : 1500, 3)
    addEvent(
      stage,
      { at: start, seconds: 0.25, pan: index % 2 === 0 ? -0.3 : 0.4, gain: 1.5 },
      (time) => band.process(noise()) * pluck(time, 0.002, 0.05),
    )
  }
}

function playHum(stage: Stage): void {
  const { random } = stage
  addBed(stage, () => {
    const noise = pink(random)
    const low = makeFilter('low', 900)
    return (time) =>
      0.3 * sine(50, time) +
      0.22 * sine(100, time) +
      0.1 * sine(150, time) +
      0.05 * sine(300, time) +
      low.process(noise()) * 0.12
  })
}
