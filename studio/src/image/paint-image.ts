import type { Canvas } from '@napi-rs/canvas'
import type { ImageFormat, ImageRequest, ImageResult, StudioContext } from '../contract.ts'
import { mix } from './colour.ts'
import { finishPicture } from './finish-picture.ts'
import { paintAbstract } from './paint-abstract.ts'
import type { Layout, Light, Painting } from './painting.ts'
import { makeCanvas, makeNoise } from './painting.ts'
import type { Place } from './places/place.ts'
import { landLayout } from './places/place.ts'
import { places } from './places/places.ts'
import type { Scene } from './prompt/scene.ts'
import { namePlace, understandPrompt } from './prompt/understand-prompt.ts'
import { makeRandom } from './random.ts'
import { paintSky } from './sky/paint-sky.ts'
import { times } from './sky/times.ts'
import type { PlacedSubject } from './subjects/arrange-subjects.ts'
import { arrangeSubjects } from './subjects/arrange-subjects.ts'
import { paintSubject } from './subjects/paint-subjects.ts'
import type { Weather } from './weathers/weather.ts'
import { weathers } from './weathers/weathers.ts'

/** Prompt in, picture out: understands the words, then paints from the sky forward. Any prompt gives a picture. */
export async function paintImage(request: ImageRequest, context: StudioContext): Promise<ImageResult> {
  const { width, height, format } = request
  const step = makeSteps(context)
  await step(1)
  const seed = `${request.seed}|${request.prompt}`
  const scene = understandPrompt(request.prompt, request.negativePrompt, makeRandom(seed, 'scene'))
  await step(10)
  const { painting, placed } = await preparePainting(scene, seed, { width, height })
  await step(18)
  if (scene.place === 'abstract') paintAbstract(painting)
  else paintBehind(painting, places[scene.place])
  // The canvas only records until it is read: reading one pixel makes it work now, between two looks at the signal.
  flush(painting)
  await step(45)
  for (const [index, item] of placed.entries()) {
    await paintSubject(painting, item)
    await step(45 + (25 * (index + 1)) / placed.length)
  }
  if (scene.place !== 'abstract') paintInFront(painting, places[scene.place])
  finishPicture(painting)
  flush(painting)
  await step(80)
  const bytes = await encode(painting.canvas, format)
  await step(100)
  return {
    kind: 'image',
    bytes,
    mediaType: `image/${format}`,
    width,
    height,
    facts: {
      place: namePlace(scene),
      time: scene.time,
      weather: scene.weather.join(' and '),
      subjects: placedWords(scene, placed),
    },
  }
}

/** Reports, lets messages in (an abort comes as one), and stops if asked to. */
function makeSteps({ signal, onProgress }: StudioContext): (percent: number) => Promise<void> {
  return async (percent) => {
    signal.throwIfAborted()
    onProgress(Math.round(percent))
    await new Promise((resolve) => setImmediate(resolve))
    signal.throwIfAborted()
  }
}

async function preparePainting(
  scene: Scene,
  seed: string,
  size: { width: number; height: number },
): Promise<{ painting: Painting; placed: PlacedSubject[] }> {
  const { canvas, units } = makeCanvas(size.width, size.height)
  const layout: Layout = makeLayout(scene, units)
  const light = makeLight(scene)
  const placed = await arrangeSubjects(scene, { ...units, layout, place: scene.place }, makeRandom(seed, 'arrange'))
  const painting: Painting = {
    canvas,
    pen: canvas.getContext('2d'),
    ...units,
    pixelsPerUnitX: size.width / units.width,
    pixelsPerUnitY: size.height / units.height,
    scene,
    light,
    layout,
    body: placeBody(scene, { placed, light, layout, width: units.width, chance: makeRandom(seed, 'body').next() }),
    random: (label) => makeRandom(seed, label),
    noise: makeNoise(seed),
  }
  return { painting, placed }
}

function makeLayout(scene: Scene, units: { width: number; height: number }): Layout {
  if (scene.place === 'abstract') return { ...landLayout(units), weightless: true }
  const layout = places[scene.place].layout(units)
  const isOpenLand = layout.water === null && layout.window === null && layout.horizon < units.height * 0.65
  // With nobody on it, open ground is dull: the horizon sinks and what stands there is the picture.
  return scene.subjects.length === 0 && isOpenLand ? { ...layout, horizon: units.height * 0.72 } : layout
}

function makeLight(scene: Scene): Light {
  const { words: _, ...time } = times[scene.time]
  let light: Light = { ...time, hazeStrength: 0.62 }
  for (const name of scene.weather) light = weatherOf(name).adjustLight?.(light) ?? light
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

function paintBehind(painting: Painting, place: Place): void {
  const { scene } = painting
  paintSky(painting)
  if (painting.layout.window !== null) paintWeather(painting, 'paintBehind', 'paintOver')
  if (scene.backdrop !== null) places[scene.backdrop].paintBack(painting)
  if (scene.backdrop === null || place.role === 'back') place.paintBack(painting)
  place.paintGround(painting)
  if (painting.layout.window === null) paintWeather(painting, 'paintBehind')
}

function paintInFront(painting: Painting, place: Place): void {
  place.paintFront(painting)
  if (painting.layout.window === null) paintWeather(painting, 'paintOver')
}

function paintWeather(painting: Painting, ...layers: readonly ('paintBehind' | 'paintOver')[]): void {
  for (const name of painting.scene.weather) for (const layer of layers) weatherOf(name)[layer]?.(painting)
}

function weatherOf(name: keyof typeof weathers): Weather {
  return weathers[name]
}

function flush({ pen }: Painting): void {
  pen.getImageData(0, 0, 1, 1)
}

/** 90: no visible loss in flat colours, a third of the size of 100. */
const QUALITY = 90

async function encode(canvas: Canvas, format: ImageFormat): Promise<Uint8Array> {
  const buffer = format === 'png' ? await canvas.encode('png') : await canvas.encode(format, QUALITY)
  return new Uint8Array(buffer)
}

/** "three rocket" style: the number only where it is not one. */
function placedWords(scene: Scene, placed: readonly PlacedSubject[]): string[] {
  return scene.subjects.flatMap((subject) => {
    const count = placed.filter((item) => item.subject === subject).length
    return count === 0 ? [] : [count === 1 ? subject.word : `${count} ${subject.word}`]
  })
}
