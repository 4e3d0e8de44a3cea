import type { Canvas } from '@napi-rs/canvas'
import type { OutlinePoint } from './lathe-forms.ts'
import type { ToTexture } from './make-lathe.ts'

/** Points of the outline. */
const ROWS = 72
/** Above this share of it the silhouette is its own mirror image: something that was turned. */
const SYMMETRY_MIN = 0.93

export interface PictureOutline {
  outline: OutlinePoint[]
  toTexture: ToTexture
}

/** The outline of a cut-out, turned about its middle; null where its two sides differ, as those of turned things do not. */
export function outlineOfPicture(cut: Canvas, mustBeSymmetric: boolean): PictureOutline | null {
  const { width, height } = cut
  const { data } = cut.getContext('2d').getImageData(0, 0, width, height)
  const isFilled = (x: number, y: number): boolean => (data[(y * width + x) * 4 + 3] ?? 0) >= 128
  const spans: { y: number; left: number; right: number; filled: number }[] = []
  for (let y = 0; y < height; y++) {
    let [left, right, filled] = [width, -1, 0]
    for (let x = 0; x < width; x++) {
      if (!isFilled(x, y)) continue
      left = Math.min(left, x)
      right = x + 1
      filled += 1
    }
    if (filled > 0) spans.push({ y, left, right, filled })
  }
  const [first, last] = [spans[0], spans.at(-1)]
  if (first === undefined || last === undefined) return null
  const area = spans.reduce((sum, { filled }) => sum + filled, 0)
  const axis = spans.reduce((sum, { left, right, filled }) => sum + ((left + right) / 2) * filled, 0) / area
  if (mustBeSymmetric && symmetryOf(spans, axis) < SYMMETRY_MIN) return null
  const tall = last.y + 1 - first.y
  const radii = Array.from({ length: ROWS + 1 }, (_, row) => {
    const y = Math.min(last.y, Math.floor(last.y + 1 - (row / ROWS) * tall))
    const span = spans.find((each) => each.y === y)
    return span === undefined ? 0 : (span.right - span.left) / 2 / tall
  })
  const soft = radii.map((radius, row) => {
    const [below = radius, above = radius] = [radii[row - 1], radii[row + 1]]
    return below * 0.25 + radius * 0.5 + above * 0.25
  })
  const outline: OutlinePoint[] = [[0, 0], ...soft.map((radius, row): OutlinePoint => [radius, row / ROWS]), [0, 1]]
  return {
    outline,
    // Seen from the front the picture is on it as it was; the back has it mirrored. Just inside, where it is opaque.
    toTexture: (_, x, y) => [
      (axis + x * tall * 0.97) / width,
      (first.y + (1 - y) * tall * 0.985 + tall * 0.0075) / height,
    ],
  }
}

function symmetryOf(spans: readonly { left: number; right: number }[], axis: number): number {
  let [same, all] = [0, 0]
  for (const { left, right } of spans) {
    const [leftReach, rightReach] = [axis - left, right - axis]
    same += Math.max(0, Math.min(leftReach, rightReach))
    all += Math.max(leftReach, rightReach)
  }
  return all === 0 ? 0 : same / all
}
