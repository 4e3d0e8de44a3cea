import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { Painting } from '../image/painting.ts'
import type { Place } from '../image/places/place.ts'
import { places } from '../image/places/places.ts'
import { paintClouds } from '../image/sky/paint-clouds.ts'
import { paintSky } from '../image/sky/paint-sky.ts'
import { flush, freeCanvas, takePixels, toCanvas } from '../image/pixels/pixels.ts'
import { styles } from '../image/styles/styles.ts'
import type { Interrupt } from './film.ts'
import { movesInSky } from './moves-in-sky.ts'

/** Clouds are painted wider than the stage by this, to have somewhere to come from. */
export const CLOUD_ROOM = 1.35

/** The image generator's own layers, each on a canvas of its own; behind the sky nothing shows through. */
export interface Layers {
  sky: Canvas
  clouds: Canvas | null
  back: Canvas
  ground: Canvas
  front: Canvas
}

export async function paintLayers(painting: Painting, place: Place, context: Interrupt): Promise<Layers> {
  // Clouds, and what moves in the sky, are painted apart.
  const weather = painting.scene.weather.filter((name) => !movesInSky(name))
  const scene = { ...painting.scene, weather, without: new Set([...painting.scene.without, 'cloud']) }
  const sky = paintOn(painting, (layer) => paintSky({ ...layer, scene }))
  await pauseUnlessAborted(context)
  const clouds = hasClouds(painting) ? paintOn(painting, paintClouds, CLOUD_ROOM) : null
  await pauseUnlessAborted(context)
  const back = paintOn(painting, (layer) => paintBack(layer, place))
  await pauseUnlessAborted(context)
  const ground = cutGround(painting, place, [sky, clouds, back])
  await pauseUnlessAborted(context)
  const front = paintOn(painting, (layer) => place.paintFront(layer))
  return {
    sky: await applyStyle(painting, sky, context),
    clouds: clouds === null ? null : await applyStyle(painting, clouds, context),
    back: await applyStyle(painting, back, context),
    ground: await applyStyle(painting, ground, context),
    front: await applyStyle(painting, front, context),
  }
}

/** Takes the layer. The style that the prompt asks for, once for each layer: for every frame it would take a minute. */
export async function applyStyle(painting: Painting, layer: Canvas, { signal }: Interrupt): Promise<Canvas> {
  const { style } = painting.scene
  if (style === null) return layer
  return toCanvas(await styles[style].apply(takePixels(layer), { signal, random: painting.random('style') }))
}

/** A layer of what `paint` paints, transparent elsewhere. */
export function paintOn(painting: Painting, paint: (layer: Painting) => void, room = 1): Canvas {
  const canvas = createCanvas(Math.round(painting.canvas.width * room), painting.canvas.height)
  const pen = canvas.getContext('2d')
  pen.scale(painting.pixelsPerUnitX, painting.pixelsPerUnitY)
  paint({ ...painting, canvas, pen, width: painting.width * room })
  // Painted now, between two looks at the signal.
  flush(canvas)
  return canvas
}

function hasClouds({ scene, layout }: Painting): boolean {
  return !scene.without.has('cloud') && !layout.submerged && scene.place !== 'space'
}

function paintBack(painting: Painting, place: Place): void {
  const { backdrop } = painting.scene
  if (backdrop !== null) places[backdrop].paintBack(painting)
  if (backdrop === null || place.role === 'back') place.paintBack(painting)
}

/**
 * Water and wet streets mirror what stands behind them, so the ground is painted over the whole picture first, then cut out
 * by its own outline: the same strokes on nothing.
 */
function cutGround(painting: Painting, place: Place, behind: readonly (Canvas | null)[]): Canvas {
  const outline = paintOn(painting, (layer) => place.paintGround(layer))
  const canvas = createCanvas(painting.canvas.width, painting.canvas.height)
  const pen = canvas.getContext('2d')
  for (const layer of behind) if (layer !== null) pen.drawImage(layer, 0, 0)
  pen.scale(painting.pixelsPerUnitX, painting.pixelsPerUnitY)
  place.paintGround({ ...painting, canvas, pen })
  pen.setTransform(1, 0, 0, 1, 0, 0)
  pen.globalCompositeOperation = 'destination-in'
  pen.drawImage(outline, 0, 0)
  flush(canvas)
  freeCanvas(outline)
  return canvas
}
