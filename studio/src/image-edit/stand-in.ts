import type { Plane } from '../image/pixels/plane.ts'
import type { Stand } from './find-stand.ts'

/** The largest box of these proportions that lies well in what the mask marks, near its lower edge: a mask is seldom a box. */
export function standIn(mask: Plane, { width, height }: Pick<Stand, 'width' | 'height'>): Stand {
  const marked = boxOf(mask)
  const most = Math.min(marked.width / width, marked.height / height)
  for (const size of [0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.56]) {
    const box = { width: width * most * size, height: height * most * size }
    for (const rise of [0.04, 0.5]) {
      const stand = {
        left: marked.left + (marked.width - box.width) / 2,
        top: marked.top + (marked.height - box.height) * (1 - rise),
        ...box,
      }
      if (shareIn(mask, stand) > 0.97) return stand
    }
  }
  return marked
}

/** What is more marked than not. */
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

const STEPS = 24

/** Of what a thing fills of its box, its corners being mostly empty, the share that is marked. */
function shareIn({ values, width }: Plane, stand: Stand): number {
  let [inside, all] = [0, 0]
  for (let row = 0; row < STEPS; row++) {
    for (let column = 0; column < STEPS; column++) {
      const [u, v] = [(column + 0.5) / STEPS, (row + 0.5) / STEPS]
      if ((Math.abs(u - 0.5) * 2) ** 3 + (Math.abs(v - 0.5) * 2) ** 3 > 1) continue
      const [x, y] = [Math.floor(stand.left + u * stand.width), Math.floor(stand.top + v * stand.height)]
      all += 1
      if ((values[y * width + x] ?? 0) >= 0.5) inside += 1
    }
  }
  return inside / all
}
