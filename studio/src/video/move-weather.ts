import type { Painting } from '../image/painting.ts'
import { fog } from '../image/weathers/fog.ts'
import type { WeatherName } from '../image/weathers/weathers.ts'
import { paintOn } from './paint-layers.ts'
import type { Frame, Stage } from './stage.ts'
import { depths } from './stage.ts'
import { makeCurtains } from './weathers/aurora.ts'
import { makeFireworks } from './weathers/fireworks.ts'
import { makeFlash, makeLightning } from './weathers/lightning.ts'
import { makeRain, makeRipples } from './weathers/rain.ts'
import { makeSnow } from './weathers/snow.ts'
import { makeLeaves } from './weathers/wind.ts'

type Paint = (frame: Frame) => void

/** A weather in motion, by where it is painted: among the clouds, behind the subjects, before everything. */
export interface WeatherMotion {
  sky: Paint | null
  behind: Paint | null
  over: Paint | null
}
type Make = (stage: Stage, painting: Painting) => WeatherMotion

const none: WeatherMotion = { sky: null, behind: null, over: null }

/** To set a weather in motion: a function in `weathers/` and its line here. Null: it stands still, as painted. */
const makers: Readonly<Record<WeatherName, Make | null>> = {
  clear: null,
  cloudy: null,
  rainbow: null,
  rain: (stage, painting) => ({ ...none, over: together(makeRain(stage, painting, 1), makeRipples(stage, painting)) }),
  storm: (stage, painting) => ({
    ...none,
    behind: makeLightning(stage, painting),
    over: together(makeRain(stage, painting, 1.15), makeFlash(stage, painting)),
  }),
  snow: (stage, painting) => ({ ...none, over: makeSnow(stage, painting) }),
  wind: (stage, painting) => ({ ...none, over: makeLeaves(stage, painting) }),
  fog: (stage, painting) => ({
    ...none,
    behind: makeDrift(stage, painting, 'paintBehind'),
    over: makeDrift(stage, painting, 'paintOver'),
  }),
  aurora: (stage, painting) => ({ ...none, sky: makeCurtains(stage, painting) }),
  fireworks: (stage, painting) => ({ ...none, sky: makeFireworks(stage, painting) }),
}

export function isMoving(name: WeatherName): boolean {
  return makers[name] !== null
}

export function makeWeather(stage: Stage, painting: Painting): WeatherMotion[] {
  return painting.scene.weather.map((name) => makers[name]?.(stage, painting) ?? none)
}

function together(...paints: readonly Paint[]): Paint {
  return (frame) => {
    for (const paint of paints) paint(frame)
  }
}

/** What the painter paints of fog, wider than the stage, drifting to and fro; what lies before all drifts the other way. */
function makeDrift(stage: Stage, painting: Painting, layer: 'paintBehind' | 'paintOver'): Paint {
  const room = 1.2
  const sheet = paintOn(painting, (wide) => fog[layer]?.(wide), room)
  const reach = (stage.width * (room - 1)) / 2
  const side = layer === 'paintOver' ? -1 : 1
  return (frame) => {
    frame.look(layer === 'paintOver' ? depths.front : depths.back)
    const shift = side * reach * Math.sin(frame.seconds * 0.22)
    frame.pen.drawImage(sheet, shift - reach, 0, stage.width * room, stage.height)
  }
}
