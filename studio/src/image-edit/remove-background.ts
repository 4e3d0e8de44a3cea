import type { Lab } from '../image/pixels/oklab.ts'
import { readLab, writeLab } from '../image/pixels/oklab.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow } from '../image/pixels/pixels.ts'
import { Refusal } from '../refusal.ts'
import { TOLERANCE, fitBackground, floodBackground } from './find-background.ts'

/** Below this share of the border in one even colour the background is not plain. */
const PLAIN_MIN = 0.72

/**
 * Makes a plain background clear, with soft edges. One colour is looked for, or an even change of one, that begins at the
 * border; any other background takes a neural model, which this is not, and is refused. In place.
 */
export async function removeBackground(
  pixels: Pixels,
  signal: AbortSignal,
): Promise<{ pixels: Pixels; changes: string[] }> {
  const { width, height } = pixels
  if (isBorderClear(pixels)) return { pixels, changes: ['the background was clear already'] }
  const background = fitBackground(pixels)
  if (background.plainness < PLAIN_MIN)
    throw new Refusal(
      `The background is not plain: ${percent(background.plainness)} of the border has one even colour, and ${percent(PLAIN_MIN)} are needed. ` +
        'This built-in tool cuts things out of plain backgrounds only; take a picture before a plain wall, or a provider with a neural model',
    )
  const tolerance = Math.max(0.035, Math.min(TOLERANCE, background.spread * 4))
  const isBackground = await floodBackground(pixels, background, { tolerance, signal })
  await dropSpecks(isBackground, pixels, signal)
  const share = isBackground.reduce((sum, value) => sum + value, 0) / (width * height)
  if (share > 0.995) throw new Refusal('Nothing stands out from the background: the whole picture has one even colour')
  await eachRow(pixels, signal, (y) => {
    for (let x = 0; x < width; x++) {
      const index = y * width + x
      if (isBackground[index] === 1) pixels.data.fill(0, index * 4, index * 4 + 4)
      else softenEdge({ pixels, isBackground, x, y, colourAt: background.colourAt })
    }
  })
  return { pixels, changes: [`background removed: ${percent(share)} of the picture`] }
}

/** A pixel with background on nearly all sides is grain, not a thing; twice, for pairs of them. */
async function dropSpecks(isBackground: Uint8Array, { width, height }: Pixels, signal: AbortSignal): Promise<void> {
  for (let pass = 0; pass < 2; pass++) {
    await eachRow({ width, height }, signal, (y) => {
      if (y === 0 || y === height - 1) return
      for (let index = y * width + 1; index < (y + 1) * width - 1; index++) {
        if (isBackground[index] === 1) continue
        let around = 0
        for (const row of [index - width, index, index + width])
          around += (isBackground[row - 1] ?? 0) + (isBackground[row] ?? 0) + (isBackground[row + 1] ?? 0)
        if (around >= 6) isBackground[index] = 1
      }
    })
  }
}

function isBorderClear({ data, width, height }: Pixels): boolean {
  let clear = 0
  for (let x = 0; x < width; x++) {
    if ((data[x * 4 + 3] ?? 0) < 8) clear += 1
    if ((data[((height - 1) * width + x) * 4 + 3] ?? 0) < 8) clear += 1
  }
  return clear > width * 2 * PLAIN_MIN
}

/** How far from the background a pixel may hold some of it: what a camera or a smooth brush leaves. */
const EDGE = 2

interface EdgePixel {
  pixels: Pixels
  isBackground: Uint8Array
  x: number
  y: number
  colourAt(x: number, y: number, lab: Lab): void
}

const behind: Lab = { l: 0, a: 0, b: 0 }
const inner: Lab = { l: 0, a: 0, b: 0 }
const seen: Lab = { l: 0, a: 0, b: 0 }

/** Of an edge pixel, the part that is background becomes clear, and its colour is taken out of the rest. */
function softenEdge({ pixels, isBackground, x, y, colourAt }: EdgePixel): void {
  const { data, width, height } = pixels
  let [sumX, sumY, found] = [0, 0, 0]
  for (let dy = -EDGE; dy <= EDGE; dy++) {
    for (let dx = -EDGE; dx <= EDGE; dx++) {
      const [nearX, nearY] = [x + dx, y + dy]
      if (nearX < 0 || nearY < 0 || nearX >= width || nearY >= height) continue
      if (isBackground[nearY * width + nearX] !== 1) continue
      sumX += dx
      sumY += dy
      found += 1
    }
  }
  if (found === 0) return
  // Away from the background, a few pixels in: what this would be without any of it.
  const length = Math.hypot(sumX, sumY) || 1
  const innerX = Math.max(0, Math.min(width - 1, Math.round(x - (sumX / length) * (EDGE + 1))))
  const innerY = Math.max(0, Math.min(height - 1, Math.round(y - (sumY / length) * (EDGE + 1))))
  if (isBackground[innerY * width + innerX] === 1) return
  const offset = (y * width + x) * 4
  colourAt(x, y, behind)
  readLab(data, (innerY * width + innerX) * 4, inner)
  readLab(data, offset, seen)
  const [l, a, b] = [inner.l - behind.l, inner.a - behind.a, inner.b - behind.b]
  const reach = l * l + a * a + b * b
  if (reach < 1e-4) return
  const along = ((seen.l - behind.l) * l + (seen.a - behind.a) * a + (seen.b - behind.b) * b) / reach
  const alpha = Math.max(0, Math.min(1, along))
  if (alpha >= 0.98) return
  const part = Math.max(0.05, alpha)
  seen.l = behind.l + (seen.l - behind.l) / part
  seen.a = behind.a + (seen.a - behind.a) / part
  seen.b = behind.b + (seen.b - behind.b) / part
  writeLab(data, offset, seen)
  data[offset + 3] = Math.round((data[offset + 3] ?? 0) * alpha)
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
