import { finishPicture } from './finish-picture.ts'
import { paintAbstract } from './paint-abstract.ts'
import type { Painting } from './painting.ts'
import { flush } from './pixels/pixels.ts'
import type { Place } from './places/place.ts'
import { places } from './places/places.ts'
import { preparePainting } from './prepare-painting.ts'
import { moods } from './prompt/moods.ts'
import type { Scene } from './prompt/scene.ts'
import { paintBackdrop } from './paint-backdrop.ts'
import { paintSky } from './sky/paint-sky.ts'
import type { PlacedSubject } from './subjects/arrange-subjects.ts'
import { paintKiteStrings } from './subjects/paint-kite-strings.ts'
import { paintSubject } from './subjects/paint-subjects.ts'
import { washPicture } from './wash-picture.ts'
import type { Weather } from './weathers/weather.ts'
import { weathers } from './weathers/weathers.ts'

interface PaintOptions {
  seed: string
  width: number
  height: number
  /** Called between layers with the percentage done. */
  step(percent: number): Promise<void>
}

/** The scene on a canvas, without style and title. */
export async function paintScene(
  scene: Scene,
  { seed, width, height, step }: PaintOptions,
): Promise<{ painting: Painting; placed: PlacedSubject[] }> {
  const { painting, placed } = await preparePainting(scene, seed, { width, height })
  await step(18)
  // Painted now, between two looks at the signal: of the largest pictures each layer takes a while.
  const look: Look = async (percent) => {
    flush(painting.canvas)
    await step(percent)
  }
  if (scene.place === 'abstract') paintAbstract(painting)
  else await paintBehind(painting, places[scene.place], look)
  await look(40)
  paintBackdrop(painting, placed)
  // A light of a mood falls on the place; its subjects keep the colours they were asked for in.
  const isLight = scene.mood !== null && moods[scene.mood].blend === 'soft-light'
  if (isLight) washPicture(painting.pen, { mood: scene.mood, wash: null }, painting)
  await look(45)
  paintKiteStrings(painting.pen, placed)
  for (const [index, item] of placed.entries()) {
    await paintSubject(painting, item)
    await step(45 + (20 * (index + 1)) / placed.length)
  }
  if (scene.place !== 'abstract' && scene.framing === 'wide') paintInFront(painting, places[scene.place])
  await look(66)
  finishPicture(painting, isLight ? { mood: null, wash: scene.wash } : scene)
  await look(68)
  return { painting, placed }
}

type Look = (percent: number) => Promise<void>

async function paintBehind(painting: Painting, place: Place, look: Look): Promise<void> {
  const { scene } = painting
  paintSky(painting)
  await look(25)
  if (painting.layout.window !== null) paintWeather(painting, 'paintBehind', 'paintOver')
  if (scene.backdrop !== null) places[scene.backdrop].paintBack(painting)
  if (scene.backdrop === null || place.role === 'back') place.paintBack(painting)
  await look(32)
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
