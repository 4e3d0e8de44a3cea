import type { Painting } from '../image/painting.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { takePixels, writePixels } from '../image/pixels/pixels.ts'
import type { Plane } from '../image/pixels/plane.ts'
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
import type { Stand } from './find-stand.ts'
import { findRoom, findStand } from './find-stand.ts'
import { standIn } from './stand-in.ts'

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

/**
 * The scene's subjects, lit as the picture is, on top of it: where the mask marks, or else each where there is most room for it.
 */
export async function paintSubjectsOver(
  pixels: Pixels,
  { scene, seed, signal, time, mask }: PaintOver & { time: TimeName; mask: Plane | null },
): Promise<{ pixels: Pixels; names: string[] }> {
  // On paving, so that no grass grows over feet in a stranger's picture.
  const plain: Scene = { ...scene, place: 'city', backdrop: null, time, weather: ['clear'] }
  const { painting, placed } = await preparePainting(plain, seed, pixels)
  writePixels(painting.canvas, pixels)
  await pauseUnlessAborted({ signal })
  if (mask === null) await giveRoom(placed, { pixels, painting, signal })
  else fitInto(placed, standIn(mask, boxOf(placed, painting)), painting)
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

interface Ground {
  pixels: Pixels
  painting: Painting
  signal: AbortSignal
}

async function giveRoom(placed: readonly PlacedSubject[], { pixels, painting, signal }: Ground): Promise<void> {
  const room = await findRoom(pixels, signal)
  for (const group of groupsOf(placed)) {
    const [first] = group
    if (first === undefined) continue
    const { width, height } = boxOf(group, painting)
    const need = { habitat: first.habitat, where: first.subject.where, width, height }
    fitInto(group, findStand(room, need), painting)
    await pauseUnlessAborted({ signal })
  }
}

/** What is of one kind, or touches, stays together. */
function groupsOf(placed: readonly PlacedSubject[]): PlacedSubject[][] {
  const groups: PlacedSubject[][] = []
  for (const item of placed) {
    const joined = groups.filter((group) => group.some((other) => other.subject === item.subject || touch(other, item)))
    const rest = groups.filter((group) => !joined.includes(group))
    groups.splice(0, groups.length, ...rest, [...joined.flat(), item])
  }
  return groups
}

function touch(one: PlacedSubject, other: PlacedSubject): boolean {
  const [a, b] = [edgesOf(one), edgesOf(other)]
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

interface Edges {
  left: number
  right: number
  top: number
  bottom: number
}

function edgesOf({ x, y, width, height, habitat }: PlacedSubject): Edges {
  const top = y - (habitat === 'air' ? height / 2 : height)
  return { left: x - width / 2, right: x + width / 2, top, bottom: top + height }
}

function edgesOfAll(placed: readonly PlacedSubject[]): Edges {
  const edges = placed.map(edgesOf)
  return {
    left: Math.min(...edges.map(({ left }) => left)),
    right: Math.max(...edges.map(({ right }) => right)),
    top: Math.min(...edges.map(({ top }) => top)),
    bottom: Math.max(...edges.map(({ bottom }) => bottom)),
  }
}

/** Of all of them together, in pixels. */
function boxOf(placed: readonly PlacedSubject[], { pixelsPerUnitX, pixelsPerUnitY }: Painting): Stand {
  const { left, right, top, bottom } = edgesOfAll(placed)
  return {
    left: left * pixelsPerUnitX,
    top: top * pixelsPerUnitY,
    width: (right - left) * pixelsPerUnitX,
    height: (bottom - top) * pixelsPerUnitY,
  }
}

/** Moves and scales all together, so that they fill the box and stand on its lower edge. */
function fitInto(placed: readonly PlacedSubject[], stand: Stand, { pixelsPerUnitX, pixelsPerUnitY }: Painting): void {
  const { left, right, top, bottom } = edgesOfAll(placed)
  const box = {
    left: stand.left / pixelsPerUnitX,
    top: stand.top / pixelsPerUnitY,
    width: stand.width / pixelsPerUnitX,
    height: stand.height / pixelsPerUnitY,
  }
  const scale = Math.min(box.width / (right - left), box.height / (bottom - top))
  for (const item of placed) {
    item.x = box.left + box.width / 2 + (item.x - (left + right) / 2) * scale
    item.y = box.top + box.height + (item.y - bottom) * scale
    item.width *= scale
    item.height *= scale
  }
}
