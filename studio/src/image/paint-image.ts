import type { Canvas } from '@napi-rs/canvas'
import { collectGarbage } from '../collect-garbage.ts'
import type { ImageRequest, ImageResult, StudioContext } from '../contract.ts'
import { encodePicture } from './encode-picture.ts'
import { finishPicture } from './finish-picture.ts'
import { letterTitle } from './lettering/letter-title.ts'
import { makeSheet } from './lettering/make-sheet.ts'
import { paintAbstract } from './paint-abstract.ts'
import type { Painting } from './painting.ts'
import { flush, freeCanvas, takePixels, toCanvas } from './pixels/pixels.ts'
import type { Place } from './places/place.ts'
import { places } from './places/places.ts'
import { preparePainting } from './prepare-painting.ts'
import type { Scene } from './prompt/scene.ts'
import { namePlace, understandPrompt } from './prompt/understand-prompt.ts'
import { makeRandom } from './random.ts'
import { paintSky } from './sky/paint-sky.ts'
import type { Style } from './styles/style.ts'
import type { StyleName } from './styles/styles.ts'
import { styles } from './styles/styles.ts'
import type { PlacedSubject } from './subjects/arrange-subjects.ts'
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
  const sheet = makeSheet({ width, height }, scene)
  const { painting, placed } = await paintScene(scene, { seed, ...sheet.picture, step })
  const styled = scene.style === null ? painting.canvas : await applyStyle(painting, scene.style, context.signal)
  collectGarbage()
  await step(78)
  const canvas = sheet.mount(styled)
  if (scene.title !== null) letterTitle(canvas, scene.title, sheet.titleBox)
  await step(80)
  const bytes = await encodePicture(canvas, format)
  freeCanvas(canvas)
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

interface PaintOptions {
  seed: string
  width: number
  height: number
  step(percent: number): Promise<void>
}

async function paintScene(
  scene: Scene,
  { seed, width, height, step }: PaintOptions,
): Promise<{ painting: Painting; placed: PlacedSubject[] }> {
  const { painting, placed } = await preparePainting(scene, seed, { width, height })
  await step(18)
  if (scene.place === 'abstract') paintAbstract(painting)
  else paintBehind(painting, places[scene.place])
  // Painted now, between two looks at the signal.
  flush(painting.canvas)
  await step(45)
  for (const [index, item] of placed.entries()) {
    await paintSubject(painting, item)
    await step(45 + (20 * (index + 1)) / placed.length)
  }
  if (scene.place !== 'abstract') paintInFront(painting, places[scene.place])
  finishPicture(painting)
  flush(painting.canvas)
  await step(68)
  return { painting, placed }
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
  for (const name of painting.scene.weather) {
    const weather: Weather = weathers[name]
    for (const layer of layers) weather[layer]?.(painting)
  }
}

/** Takes the painting's canvas: of the largest pictures there is no room for another copy. */
async function applyStyle({ canvas, random }: Painting, name: StyleName, signal: AbortSignal): Promise<Canvas> {
  const style: Style = styles[name]
  collectGarbage()
  const styled = await style.apply(takePixels(canvas), { signal, random: random('style') })
  collectGarbage()
  return toCanvas(styled)
}

/** "three rocket" style: the number only where it is not one. */
export function placedWords(scene: Scene, placed: readonly PlacedSubject[]): string[] {
  return scene.subjects.flatMap((subject) => {
    const count = placed.filter((item) => item.subject === subject).length
    return count === 0 ? [] : [count === 1 ? subject.word : `${count} ${subject.word}`]
  })
}
