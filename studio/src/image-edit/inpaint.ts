import { collectGarbage } from '../collect-garbage.ts'
import { paintImage } from '../image/paint-image.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { copyPixels, eachRow, resize, takePixels } from '../image/pixels/pixels.ts'
import type { Plane } from '../image/pixels/plane.ts'
import { blurPlane, makePlane } from '../image/pixels/plane.ts'
import { makeRandom } from '../image/random.ts'
import { blendBy, replaceBy } from './blend.ts'
import { decodePicture } from './decode-picture.ts'
import { fillMask } from './fill-mask.ts'
import { paintSubjectsOver } from './paint-over.ts'
import type { Edited, Restyling } from './restyle.ts'
import { describePainted, guessTime, restyle } from './restyle.ts'

/**
 * Paints anew what the mask marks: nothing of what was there is left, whatever the strength, unless it is only recoloured.
 * Where the mask is black every pixel stays to the bit.
 */
export async function inpaint(pixels: Pixels, inpainting: Restyling): Promise<Edited> {
  const { mask, signal } = inpainting
  if (mask === null) return followPrompt(pixels, inpainting)
  if (isRecolouring(inpainting)) return recolourMarked(pixels, mask, inpainting)
  const painted = await paintMarked(pixels, mask, inpainting)
  collectGarbage()
  const whole = copyPixels(pixels)
  // A soft mask fades over its darker half.
  await replaceBy(whole, painted.pixels, (index) => Math.min(1, (mask.values[index] ?? 0) * 2), signal)
  return { pixels: whole, changes: painted.changes }
}

/** What is marked stays, in other light, colours or manner: as far as the strength says. */
async function recolourMarked(pixels: Pixels, mask: Plane, inpainting: Restyling): Promise<Edited> {
  const { strength, signal } = inpainting
  const painted = await restyle(pixels, { ...inpainting, strength: 1 })
  collectGarbage()
  const soft = await softenInwards(mask, signal)
  const blended = copyPixels(pixels)
  await blendBy(blended, painted.pixels, (index) => (soft.values[index] ?? 0) * strength, signal)
  return { pixels: blended, changes: painted.changes }
}

async function followPrompt(pixels: Pixels, inpainting: Restyling): Promise<Edited> {
  const { wishes } = inpainting
  const names = wishes.scene.subjects.length > 0 && wishes.recolouring === null && wishes.background === null
  return restyle(pixels, { ...inpainting, wishes: { ...wishes, isAddition: names } })
}

/** The whole picture, of which only what is marked will be taken. */
async function paintMarked(pixels: Pixels, mask: Plane, inpainting: Restyling): Promise<Edited> {
  const { wishes, seed, signal } = inpainting
  const { scene } = wishes
  const fill = (): Promise<Pixels> => fillMask(pixels, mask, { random: makeRandom(seed, 'fill'), signal })
  if (scene.subjects.length > 0 && !wishes.isRemoval) {
    const filled = await fill()
    collectGarbage()
    const time = wishes.time ?? guessTime(pixels)
    const painted = await paintSubjectsOver(filled, { scene, seed, signal, time, mask })
    return { pixels: painted.pixels, changes: describePainted(painted.names, scene) }
  }
  if (!wishes.isRemoval && (wishes.namesPlace || wishes.time !== null || wishes.weather.length > 0))
    return { pixels: await paintScene(pixels, inpainting), changes: ['scene painted in'] }
  const isAsked = wishes.isRemoval || !/\p{L}/u.test(inpainting.prompt)
  const note = isAsked ? [] : [`not understood: ${inpainting.prompt.trim().slice(0, QUOTED_MAX)}`]
  return { pixels: await fill(), changes: ['filled from its surroundings', ...note] }
}

const QUOTED_MAX = 80

function isRecolouring({ wishes }: Restyling): boolean {
  const { isRemoval, recolouring, namesPlace, time, weather, scene, adjustments, isGrey } = wishes
  if (isRemoval) return false
  if (recolouring !== null) return true
  const isScene = namesPlace || time !== null || weather.length > 0
  const { season, mood, style, wash } = wishes
  const isToned = adjustments.length > 0 || isGrey || [season, mood, style, wash].some((wish) => wish !== null)
  return scene.subjects.length === 0 && !isScene && isToned
}

async function paintScene(pixels: Pixels, { prompt, wishes, seed, signal }: Restyling): Promise<Pixels> {
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
