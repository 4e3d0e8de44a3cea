import { wordList } from '../prompt/word-list.ts'
import type { Lab } from '../pixels/oklab.ts'
import { readLab } from '../pixels/oklab.ts'
import type { Pixels } from '../pixels/pixels.ts'
import { eachRow, inStrips, makePixels } from '../pixels/pixels.ts'
import type { Plane } from '../pixels/plane.ts'
import { blurPlane, blurReach, makePlane } from '../pixels/plane.ts'
import type { Style } from './style.ts'

const ink = [28, 28, 38] as const
const paper = [253, 252, 248] as const
/** Steepness in OKLab for each thousandth of the short side from which a line is drawn, and at which it is fully black. */
const FAINT = 0.0055
const BLACK = 0.017

export const lineArt: Style = {
  words:
    wordList(`line art, lineart, line drawing, ink drawing, pencil drawing, pencil sketch, sketch, outline, outlines,
    coloring page, colouring page, coloring book, colouring book, pen and ink, etching, engraving, contour drawing`),
  change: 'line art',
  async apply(pixels, { signal }) {
    const unit = Math.min(pixels.width, pixels.height) / 1000
    const smooth = Math.max(1, 1.1 * unit)
    // A ridge is one pixel wide: a blur and a gain make of it a line of two thousandths with a soft edge.
    const radius = Math.max(0.5, 0.8 * unit)
    const gain = (Math.round(radius) || 0) === 0 ? 1 : (Math.round(radius) * 2 + 1) * 1.25
    const margin = blurReach(smooth) + blurReach(radius) + 2
    // Nine numbers to a pixel: of a large picture they would take a gigabyte.
    return inStrips(pixels, margin, async (strip) => {
      const ridges = await findRidges(await findSteepness(strip, smooth, signal), unit, signal)
      return draw(strip, await blurPlane(ridges, radius, signal), gain, signal)
    })
  },
}

interface Steepness {
  across: Plane
  down: Plane
  total: Plane
}

async function findSteepness(pixels: Pixels, radius: number, signal: AbortSignal): Promise<Steepness> {
  const { width, height } = pixels
  const planes = [makePlane(width, height), makePlane(width, height), makePlane(width, height)] as const
  const lab: Lab = { l: 0, a: 0, b: 0 }
  await eachRow(pixels, signal, (y) => {
    for (let index = y * width; index < (y + 1) * width; index++) {
      readLab(pixels.data, index * 4, lab)
      planes[0].values[index] = lab.l
      // Two colours of one lightness meet in a line as well.
      planes[1].values[index] = lab.a * 1.4
      planes[2].values[index] = lab.b * 1.4
    }
  })
  const smooth = [
    await blurPlane(planes[0], radius, signal),
    await blurPlane(planes[1], radius, signal),
    await blurPlane(planes[2], radius, signal),
  ]
  const steep = { across: makePlane(width, height), down: makePlane(width, height), total: makePlane(width, height) }
  await eachRow(pixels, signal, (y) => {
    if (y === 0 || y === height - 1) return
    for (let x = 1; x < width - 1; x++) {
      const index = y * width + x
      let best = 0
      for (const { values } of smooth) {
        const across = ((values[index + 1] ?? 0) - (values[index - 1] ?? 0)) / 2
        const down = ((values[index + width] ?? 0) - (values[index - width] ?? 0)) / 2
        const total = Math.hypot(across, down)
        if (total <= best) continue
        best = total
        steep.across.values[index] = across
        steep.down.values[index] = down
        steep.total.values[index] = total
      }
    }
  })
  return steep
}

/** Keeps the pixels that are steeper than their neighbours across the edge: one line to an edge, however soft it is. */
async function findRidges({ across, down, total }: Steepness, unit: number, signal: AbortSignal): Promise<Plane> {
  const { width, height } = total
  const ridges = makePlane(width, height)
  await eachRow(total, signal, (y) => {
    if (y === 0 || y === height - 1) return
    for (let x = 1; x < width - 1; x++) {
      const index = y * width + x
      const value = total.values[index] ?? 0
      if (value * unit < FAINT) continue
      const stepX = Math.round((across.values[index] ?? 0) / value)
      const stepY = Math.round((down.values[index] ?? 0) / value)
      const step = stepY * width + stepX
      if (value < (total.values[index + step] ?? 0) || value <= (total.values[index - step] ?? 0)) continue
      ridges.values[index] = Math.min(1, (value * unit - FAINT) / (BLACK - FAINT) + 0.25)
    }
  })
  return ridges
}

async function draw(pixels: Pixels, lines: Plane, gain: number, signal: AbortSignal): Promise<Pixels> {
  const { width, height } = pixels
  const drawn = makePixels(width, height)
  await eachRow(pixels, signal, (y) => {
    for (let index = y * width; index < (y + 1) * width; index++) {
      const strength = Math.min(1, (lines.values[index] ?? 0) * gain)
      for (let channel = 0; channel < 3; channel++) {
        const white = paper[channel] ?? 255
        drawn.data[index * 4 + channel] = white + ((ink[channel] ?? 0) - white) * strength
      }
      drawn.data[index * 4 + 3] = pixels.data[index * 4 + 3] ?? 0
    }
  })
  return drawn
}
