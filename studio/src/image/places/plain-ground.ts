import type { Painting } from '../painting.ts'
import { wordList } from '../prompt/word-list.ts'
import type { Place } from './place.ts'
import { landLayout } from './place.ts'

/** One colour, white unless another is asked for, as behind a thing in a shop: what stands before it can be cut out. */
export const plainGround: Place = {
  words: wordList(`plain background, plain white background, white background, solid background, plain backdrop,
    white backdrop, plain ground, plain white ground, isolated on white, on plain white, blank background, product photo,
    product shot, packshot, logo, vector logo, logo design, app icon, icon, sticker, clip art, clipart, cutout`),
  role: 'whole',
  layout: (units) => ({
    ...landLayout(units),
    horizon: 0,
    standFar: units.height * 0.8,
    standNear: units.height * 0.86,
  }),
  paintBack: paintPlain,
  paintGround: () => {},
  paintFront: () => {},
}

function paintPlain({ pen, width, height, scene }: Painting): void {
  pen.fillStyle = scene.skyTint ?? '#f6f6f4'
  pen.fillRect(0, 0, width, height)
}
