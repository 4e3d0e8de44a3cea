import { mix } from './colour.ts'
import type { Layout, Light, Painting } from './painting.ts'
import { makeNoise, makeCanvas } from './painting.ts'
import { landLayout } from './places/place.ts'
import { places } from './places/places.ts'
import type { Scene } from './prompt/scene.ts'
import { makeRandom } from './random.ts'
import { times } from './sky/times.ts'
import type { PlacedSubject } from './subjects/arrange-subjects.ts'
import { arrangeSubjects } from './subjects/arrange-subjects.ts'
import { raiseOnHill } from './subjects/raise-on-hill.ts'
import { groundOf, standsOnTable } from './subjects/frame-subjects.ts'
import type { Weather } from './weathers/weather.ts'
import { weathers } from './weathers/weathers.ts'

/** Decides light, layout and where everything goes; the canvas is still clear. */
export async function preparePainting(
  scene: Scene,
  seed: string,
  size: { width: number; height: number },
): Promise<{ painting: Painting; placed: PlacedSubject[] }> {
  const { canvas, units } = makeCanvas(size.width, size.height)
  const layout: Layout = makeLayout(scene, units)
  const light = makeLight(scene)
  const stage = { ...units, layout, place: scene.place }
  const placed = await arrangeSubjects(scene, stage, makeRandom(seed, 'arrange'))
  const mound = raiseOnHill(scene, placed, stage)
  const painting: Painting = {
    canvas,
    pen: canvas.getContext('2d'),
    ...units,
    pixelsPerUnitX: canvas.width / units.width,
    pixelsPerUnitY: canvas.height / units.height,
    scene,
    light,
    layout,
    mound,
    body: placeBody(scene, { placed, light, layout, width: units.width, chance: makeRandom(seed, 'body').next() }),
    random: (label) => makeRandom(seed, label),
    noise: makeNoise(seed),
  }
  return { painting, placed }
}

function makeLayout(scene: Scene, units: { width: number; height: number }): Layout {
  if (scene.place === 'abstract') return { ...landLayout(units), weightless: true }
  const layout = places[scene.place].layout(units)
  // Seen from near, the ground begins lower and the water is behind.
  if (scene.framing === 'close' && layout.window === null && !layout.submerged && layout.horizon > 0)
    return { ...layout, horizon: units.height * (standsOnTable(scene) ? 0.62 : 0.56) }
  if (scene.framing === 'close' && standsOnTable(scene)) {
    const near = { ...layout, horizon: units.height * 0.64 }
    return groundOf(scene) === 'windowsill' && layout.window !== null
      ? {
          ...near,
          window: {
            x: units.width * 0.13,
            y: units.height * 0.06,
            width: units.width * 0.74,
            height: units.height * 0.6,
          },
        }
      : near
  }
  const isOpenLand = layout.water === null && layout.window === null && layout.horizon < units.height * 0.65
  // With nobody on it, open ground is dull: the horizon sinks and what stands there is the picture.
  return scene.subjects.length === 0 && isOpenLand ? { ...layout, horizon: units.height * 0.72 } : layout
}

function makeLight(scene: Scene): Light {
  const { words: _, ...time } = times[scene.time]
  let light: Light = { ...time, hazeStrength: 0.62 }
  for (const name of scene.weather) {
    const weather: Weather = weathers[name]
    light = weather.adjustLight?.(light) ?? light
  }
  if (scene.moonAsked && light.body === 'sun') light = { ...light, body: 'moon', bodyHeight: 0.7 }
  if (scene.bodyTint !== null) {
    const bodyColour = mix(light.bodyColour, scene.bodyTint, 0.75)
    light = { ...light, bodyColour, glow: mix(light.glow, scene.bodyTint, 0.6) }
  }
  if (scene.skyTint === null) return light
  const [top, middle, low] = light.sky
  return {
    ...light,
    sky: [mix(top, scene.skyTint, 0.7), mix(middle, scene.skyTint, 0.6), mix(low, scene.skyTint, 0.35)],
  }
}

/** Sun or moon goes where the subjects leave the sky most open. */
interface SkyRoom {
  placed: readonly PlacedSubject[]
  light: Light
  layout: Layout
  width: number
  chance: number
}

function placeBody(
  { place, backdrop }: Scene,
  { placed, light, layout, width, chance }: SkyRoom,
): { x: number; y: number } {
  const frame = layout.window ?? { x: 0, y: 0, width, height: layout.horizon }
  // Low over water or sand it touches the horizon; elsewhere it must clear the hills to be seen.
  const lift = light.bodyHeight < 0.2 && layout.water === null ? 0.24 : 0
  const isOverTowers = light.body === 'moon' && (place === 'city' || backdrop === 'city')
  const y =
    layout.window === null
      ? layout.horizon * (isOverTowers ? 0.2 : 1 - lift - light.bodyHeight * 0.86)
      : frame.y + frame.height * (0.75 - light.bodyHeight * 0.5)
  const spots = [0.18, 0.3, 0.42, 0.58, 0.7, 0.82].map((share, index) => {
    const x = frame.x + frame.width * share
    const crowding = placed
      .filter((item) => item.habitat === 'air' || item.y - item.height < y + 70)
      .reduce((sum, item) => sum + Math.max(0, 1 - Math.abs(item.x - x) / (item.width / 2 + 130)), 0)
    return { x, cost: crowding + ((index * 0.37 + chance) % 1) * 0.3 }
  })
  const [best] = spots.sort((one, other) => one.cost - other.cost)
  return { x: best?.x ?? frame.x + frame.width / 2, y }
}
