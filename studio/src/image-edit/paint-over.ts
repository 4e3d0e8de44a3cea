import type { Painting } from '../image/painting.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { takePixels, writePixels } from '../image/pixels/pixels.ts'
import { preparePainting } from '../image/prepare-painting.ts'
import type { Scene } from '../image/prompt/scene.ts'
import { paintSky } from '../image/sky/paint-sky.ts'
import type { TimeName } from '../image/sky/times.ts'
import type { PlacedSubject } from '../image/subjects/arrange-subjects.ts'
import { paintSubject } from '../image/subjects/paint-subjects.ts'
import type { Weather } from '../image/weathers/weather.ts'
import type { WeatherName } from '../image/weathers/weathers.ts'
import { weathers } from '../image/weathers/weathers.ts'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import { blendBy } from './blend.ts'
import type { Sky } from './find-sky.ts'

interface PaintOver {
  scene: Scene
  seed: string
  signal: AbortSignal
}

/** Another sky where the old one was: its colours, stars, sun or moon, clouds, and what the weather has up there. In place. */
export async function paintSkyOver(pixels: Pixels, sky: Sky, { scene, seed, signal }: PaintOver): Promise<void> {
  const skyScene: Scene = { ...scene, place: 'meadow', backdrop: null, subjects: [] }
  const { painting } = await preparePainting(skyScene, seed, pixels)
  const horizon = Math.max(60, sky.bottom / painting.pixelsPerUnitY)
  const lowered = { ...painting, layout: { ...painting.layout, horizon } }
  const placed = { ...lowered, body: findOpenSky(lowered, sky) }
  paintSky(placed)
  if (scene.weather.includes('storm')) weathers.storm.paintBehind?.(placed)
  await pauseUnlessAborted({ signal })
  await blendBy(pixels, takePixels(painting.canvas), (index) => sky.mask.values[index] ?? 0, signal)
}

/** Sun and moon stand where there is sky around them. */
function findOpenSky(
  { layout, light, width, pixelsPerUnitX, pixelsPerUnitY, body }: Painting,
  { mask }: Sky,
): Painting['body'] {
  const y = layout.horizon * (0.85 - light.bodyHeight * 0.65)
  const openness = (x: number): number => {
    let sum = 0
    for (const dx of [-60, 0, 60])
      for (const dy of [-60, 0, 60]) {
        const [atX, atY] = [Math.round((x + dx) * pixelsPerUnitX), Math.round((y + dy) * pixelsPerUnitY)]
        if (atX >= 0 && atY >= 0 && atX < mask.width && atY < mask.height)
          sum += mask.values[atY * mask.width + atX] ?? 0
      }
    return sum
  }
  const spots = [body.x, ...[0.2, 0.35, 0.5, 0.65, 0.8].map((share) => share * width)]
  const [best] = spots.toSorted((one, other) => openness(other) - openness(one))
  return { x: best ?? body.x, y }
}

/** Rain, snow, fog and leaves before the picture; what weathers do to sky and ground is not here. */
export async function paintWeatherOver(
  pixels: Pixels,
  names: readonly WeatherName[],
  { scene, seed, signal }: PaintOver,
): Promise<Pixels> {
  const painting = await layOut(pixels, { ...scene, subjects: [], weather: names }, seed)
  for (const name of names) {
    const weather: Weather = weathers[name]
    if (name === 'fog') weather.paintBehind?.(painting)
    weather.paintOver?.(painting)
    await pauseUnlessAborted({ signal })
  }
  return takePixels(painting.canvas)
}

/** Where things go: in a box of the picture, in pixels, or wherever there is room. */
export interface Stand {
  left: number
  top: number
  width: number
  height: number
}

/** The scene's subjects, lit as the picture is, on top of it. */
export async function paintSubjectsOver(
  pixels: Pixels,
  { scene, seed, signal, time, stand }: PaintOver & { time: TimeName; stand: Stand | null },
): Promise<{ pixels: Pixels; names: string[] }> {
  // On paving, so that no grass grows over feet in a stranger's picture.
  const plain: Scene = { ...scene, place: 'city', backdrop: null, time, weather: ['clear'] }
  const { painting, placed } = await preparePainting(plain, seed, pixels)
  writePixels(painting.canvas, pixels)
  if (stand !== null) fitInto(placed, stand, painting)
  for (const item of placed) {
    await paintSubject(painting, item)
    await pauseUnlessAborted({ signal })
  }
  return { pixels: takePixels(painting.canvas), names: [...new Set(placed.map(({ subject }) => subject.word))] }
}

async function layOut(pixels: Pixels, scene: Scene, seed: string): Promise<Painting> {
  const { painting } = await preparePainting({ ...scene, place: 'meadow', backdrop: null }, seed, pixels)
  writePixels(painting.canvas, pixels)
  return painting
}

/** Moves and scales all together, so that they fill the box and stand on its lower edge. */
function fitInto(placed: readonly PlacedSubject[], stand: Stand, { pixelsPerUnitX, pixelsPerUnitY }: Painting): void {
  const topOf = (item: PlacedSubject): number => item.y - (item.habitat === 'air' ? item.height / 2 : item.height)
  const left = Math.min(...placed.map((item) => item.x - item.width / 2))
  const right = Math.max(...placed.map((item) => item.x + item.width / 2))
  const top = Math.min(...placed.map(topOf))
  const bottom = Math.max(...placed.map((item) => topOf(item) + item.height))
  const box = {
    left: stand.left / pixelsPerUnitX,
    top: stand.top / pixelsPerUnitY,
    width: stand.width / pixelsPerUnitX,
    height: stand.height / pixelsPerUnitY,
  }
  const scale = Math.min(box.width / (right - left), box.height / (bottom - top)) * 0.92
  for (const item of placed) {
    item.x = box.left + box.width / 2 + (item.x - (left + right) / 2) * scale
    item.y = box.top + box.height * 0.96 + (item.y - bottom) * scale
    item.width *= scale
    item.height *= scale
  }
}
