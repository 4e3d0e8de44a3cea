import { anatomyOf } from './anatomy.ts'
import type { Figure, Part } from './compose-figure.ts'
import { composeFigure } from './compose-figure.ts'
import type { Drawing } from './drawing.ts'
import { emojiDrawing } from './emoji.ts'
import { makeFigure } from './make-sprite.ts'
import { untinted } from './tint-drawing.ts'

/**
 * Who stands upright by nature lies, what has four legs folds them, with what they wear and hold (`parts`); over every sleeper's
 * head the letters of sleep rise. They can be read, so sleepers are never mirrored.
 */
export async function putToSleep(name: string, figure: Figure, parts: readonly Part[]): Promise<Figure> {
  const { drawing, view } = figure
  const { head } = anatomyOf(name, drawing)
  const isUpright = view.height > view.width * 1.35
  const isFolded = !isUpright && legged.test(name)
  const sleeper = isFolded ? await makeFigure(foldLegs(name, figure), untinted) : figure
  const lowered = (y: number): number => (isFolded ? y * FLATTER : y)
  const letters = emojiDrawing('zzz')
  const long = Math.max(view.width, view.height)
  // Set before he lies down: what is on his left then is above him after.
  const at = isUpright
    ? { x: drawing.width * 0.8, y: head.y + head.width * 0.5 }
    : { x: head.x + head.width * 0.5, y: lowered(head.y) }
  const turn = isUpright ? 90 : 0
  const scale = (long * (isUpright ? 0.34 : 0.46)) / 32
  const rising =
    letters === null ? [] : [{ figure: await makeFigure(letters, untinted), at, pivot: { x: 1, y: 31 }, scale, turn }]
  const worn = parts.map((part) => ({ ...part, at: { x: part.at.x, y: lowered(part.at.y) } }))
  const composed = composeFigure(sleeper, [...worn, ...rising])
  return makeFigure(isUpright ? layDown(composed) : composed, untinted)
}

const legged =
  /^(?:cat|black-cat|dog|poodle|cow|pig|ewe|tiger|leopard|deer|goat|horse|bison|ox|water-buffalo|ram|boar|donkey|moose)$/

const FLATTER = 0.86
/** What of the height shows: the legs are under the body. */
const SHOWN = 0.76
const SHOWN_OF_CATS = 0.68

/** Lower than it stands, on folded legs. */
function foldLegs(name: string, { drawing: { width, body }, view }: Figure): Drawing {
  const bottom = view.y + view.height * (name.endsWith('cat') ? SHOWN_OF_CATS : SHOWN)
  const height = bottom * FLATTER
  const id = `lying-${Math.round(height * 100)}`
  const clip = `<clipPath id="${id}"><rect x="0" y="0" width="${width}" height="${height}"/></clipPath>`
  return {
    width,
    height,
    body: `${clip}<g clip-path="url(#${id})"><g transform="scale(1 ${FLATTER})">${body}</g></g>`,
  }
}

/** On the back, the head to the left. */
function layDown({ width, height, body }: Drawing): Drawing {
  return { width: height, height: width, body: `<g transform="translate(0 ${width}) rotate(-90)">${body}</g>` }
}
