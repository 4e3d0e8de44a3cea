import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { Lab } from '../image/pixels/oklab.ts'
import { readLab } from '../image/pixels/oklab.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { resample } from '../image/pixels/pixels.ts'
import type { Plane } from '../image/pixels/plane.ts'
import { makePlane } from '../image/pixels/plane.ts'
import { findOnce } from './find-once.ts'

/** A picture in small, and where in it something stands before sky, ground or wall. */
export interface Things {
  labs: readonly Lab[]
  /** 1 = a thing, 0 = what is behind it, between them what may be either. */
  share: Plane
}

const SIDE = 96
/** Up and down from a row, what is behind is much the same; things are seldom so tall that they are most of it. */
const ROWS = 11
/** Distances in OKLab from what is mostly there: from here on it may be a thing, and here it is one. */
const [ALIKE, APART] = [0.09, 0.2]

/** What the picture shows once, and what is of another colour than most around its row. */
export async function findThings(pixels: Pixels, signal: AbortSignal): Promise<Things> {
  const scale = Math.min(1, SIDE / Math.max(pixels.width, pixels.height))
  const side = (length: number): number => Math.max(1, Math.round(length * scale))
  const small = resample(pixels, side(pixels.width), side(pixels.height))
  const { width, height } = small
  await pauseUnlessAborted({ signal })
  const once = await findOnce(pixels, signal)
  const labs = Array.from({ length: width * height }, (_, index) => {
    const lab: Lab = { l: 0, a: 0, b: 0 }
    readLab(small.data, index * 4, lab)
    return lab
  })
  const share = makePlane(width, height)
  for (let y = 0; y < height; y++) {
    const usual = medianOf(labs.slice(Math.max(0, y - ROWS) * width, (y + ROWS + 1) * width))
    for (let x = 0; x < width; x++) {
      const lab = labs[y * width + x] ?? usual
      const far = Math.hypot(lab.l - usual.l, lab.a - usual.a, lab.b - usual.b)
      const isOnce = once.has((x + 0.5) / width, (y + 0.5) / height)
      share.values[y * width + x] = isOnce ? 1 : Math.max(0, Math.min(1, (far - ALIKE) / (APART - ALIKE)))
    }
  }
  return { labs, share }
}

function medianOf(labs: readonly Lab[]): Lab {
  const some = labs.filter((_, index) => index % 5 === 0)
  const middle = (key: keyof Lab): number =>
    some.map((lab) => lab[key]).toSorted((one, other) => one - other)[some.length >> 1] ?? 0
  return { l: middle('l'), a: middle('a'), b: middle('b') }
}
