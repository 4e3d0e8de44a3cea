import { collectGarbage } from '../collect-garbage.ts'
import { paintImage } from '../image/paint-image.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { copyPixels, eachRow, resize, takePixels } from '../image/pixels/pixels.ts'
import type { Plane } from '../image/pixels/plane.ts'
import { blurPlane, makePlane } from '../image/pixels/plane.ts'
import { makeRandom } from '../image/random.ts'
import { Refusal } from '../refusal.ts'
import { blendBy } from './blend.ts'
import { copyPatches } from './copy-patches.ts'
import { decodePicture } from './decode-picture.ts'
import { fillHole } from './fill-hole.ts'
import type { Stand } from './paint-over.ts'
import { paintSubjectsOver } from './paint-over.ts'
import type { Wishes } from './read-wishes.ts'
import type { Edited, Restyling } from './restyle.ts'
import { guessTime, restyle } from './restyle.ts'

interface Inpainting extends Restyling {
  /** Null = the whole picture, as the prompt says. */
  mask: Plane | null
}

/** Paints anew what the mask marks, blended inwards from its edge. Where the mask is black every pixel stays to the bit. */
export async function inpaint(pixels: Pixels, inpainting: Inpainting): Promise<Edited> {
  const { mask, wishes, strength, signal } = inpainting
  if (mask === null) return followPrompt(pixels, inpainting)
  const painted = await paintMarked(pixels, mask, inpainting)
  collectGarbage()
  const soft = await softenInwards(mask, signal)
  collectGarbage()
  const blended = copyPixels(pixels)
  await blendBy(blended, painted.pixels, (index) => (soft.values[index] ?? 0) * strength, signal)
  await showPainted(blended, mask, wishes, signal)
  return { pixels: blended, changes: painted.changes }
}

/** What was clear and is painted over can be seen. */
async function showPainted(pixels: Pixels, mask: Plane, { isRemoval }: Wishes, signal: AbortSignal): Promise<void> {
  if (isRemoval) return
  await eachRow(pixels, signal, (y) => {
    for (let index = y * pixels.width; index < (y + 1) * pixels.width; index++) {
      const alpha = pixels.data[index * 4 + 3] ?? 0
      const share = mask.values[index] ?? 0
      if (share > 0) pixels.data[index * 4 + 3] = alpha + (255 - alpha) * share
    }
  })
}

async function followPrompt(pixels: Pixels, inpainting: Inpainting): Promise<Edited> {
  const { wishes } = inpainting
  if (wishes.isRemoval)
    throw new Refusal('Without a mask this built-in tool cannot tell what to remove: send a mask that is white there')
  const names = wishes.scene.subjects.length > 0 && wishes.thingTint === null
  return restyle(pixels, { ...inpainting, wishes: { ...wishes, isAddition: names } })
}

async function paintMarked(pixels: Pixels, mask: Plane, inpainting: Inpainting): Promise<Edited> {
  const { wishes, prompt, seed, signal } = inpainting
  const { scene } = wishes
  const isRecolouring = wishes.thingTint !== null && /\b(?:make|paint|colou?r|recolou?r|turn)\b/i.test(prompt)
  if (scene.subjects.length > 0 && !wishes.isRemoval && !isRecolouring) {
    const filled = await fillFromAround(pixels, mask, inpainting)
    collectGarbage()
    const stand = boxOf(mask)
    const time = wishes.time ?? guessTime(pixels)
    const painted = await paintSubjectsOver(filled, { scene, seed, signal, time, stand })
    return { pixels: painted.pixels, changes: painted.names.map((name) => `${name} painted in`) }
  }
  if (wishes.isRemoval || !saysAnything(wishes))
    return { pixels: await fillFromAround(pixels, mask, inpainting), changes: ['filled from its surroundings'] }
  if (wishes.namesPlace || wishes.time !== null || wishes.weather.length > 0) {
    return { pixels: await paintScene(pixels, inpainting), changes: ['scene painted in'] }
  }
  return restyle(pixels, { ...inpainting, strength: 1 })
}

function saysAnything({
  namesPlace,
  time,
  weather,
  season,
  mood,
  style,
  wash,
  thingTint,
  title,
  skyTint,
}: Wishes): boolean {
  const said = [time, season, mood, style, wash, thingTint, title, skyTint]
  return namesPlace || weather.length > 0 || said.some((wish) => wish !== null)
}

async function paintScene(pixels: Pixels, { prompt, wishes, seed, signal }: Inpainting): Promise<Pixels> {
  const scale = Math.min(1, 2048 / Math.max(pixels.width, pixels.height))
  const painted = await paintImage(
    {
      kind: 'image',
      prompt,
      negativePrompt: [...wishes.scene.without].join(' '),
      width: Math.max(64, Math.round(pixels.width * scale)),
      height: Math.max(64, Math.round(pixels.height * scale)),
      seed: Math.floor(makeRandom(seed, 'scene number').next() * 2 ** 32),
      format: 'png',
    },
    { signal, onProgress: () => {} },
  )
  const { canvas } = await decodePicture(painted.bytes, 'scene')
  return takePixels(resize(canvas, pixels.width, pixels.height))
}

async function fillFromAround(pixels: Pixels, mask: Plane, { seed, signal }: Inpainting): Promise<Pixels> {
  const isHole = new Uint8Array(mask.values.length)
  for (let index = 0; index < isHole.length; index++) isHole[index] = (mask.values[index] ?? 0) > 0 ? 1 : 0
  if (isHole.every((value) => value === 1))
    throw new Refusal('The mask marks the whole picture, so that nothing is left to fill it from: name what to paint')
  const filled = await fillHole(pixels, isHole, { random: makeRandom(seed, 'grain'), signal })
  await copyPatches(filled, isHole, { random: makeRandom(seed, 'patches'), signal })
  return filled
}

function boxOf({ values, width, height }: Plane): Stand {
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((values[y * width + x] ?? 0) < 0.5) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
  }
  return { left, top, width: right - left + 1, height: bottom - top + 1 }
}

/** Falls from 1 inside to 0 on the mask's edge, and is 0 wherever the mask is: blending never reaches outside. */
async function softenInwards(mask: Plane, signal: AbortSignal): Promise<Plane> {
  const radius = Math.max(1, Math.min(mask.width, mask.height) / 260)
  const blurred = await blurPlane(mask, radius, signal)
  const soft = makePlane(mask.width, mask.height)
  await eachRow(mask, signal, (y) => {
    for (let index = y * mask.width; index < (y + 1) * mask.width; index++) {
      const value = mask.values[index] ?? 0
      // Half way up the blurred edge is the mask's own edge.
      if (value > 0) soft.values[index] = Math.min(value, Math.max(0, ((blurred.values[index] ?? 0) - 0.5) * 2))
    }
  })
  return soft
}
