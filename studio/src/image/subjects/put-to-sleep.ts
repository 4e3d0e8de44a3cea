import { anatomyOf } from './anatomy.ts'
import type { Figure } from './compose-figure.ts'
import { composeFigure } from './compose-figure.ts'
import type { Drawing } from './drawing.ts'
import { emojiDrawing } from './emoji.ts'
import { makeFigure } from './make-sprite.ts'

/** Who stands upright by nature lies, what has four legs folds them; over every sleeper's head the letters of sleep rise. */
export async function putToSleep(name: string, figure: Figure): Promise<Figure> {
  const { drawing, view } = figure
  const anatomy = anatomyOf(name, drawing)
  const isUpright = view.height > view.width * 1.35
  const isLegged = legged.test(name)
  const lying = isUpright ? layDown(drawing) : isLegged ? curlUp(name, figure) : null
  const sleeper = lying === null ? figure : await makeFigure(lying, untinted)
  const letters = emojiDrawing('zzz')
  if (letters === null) return sleeper
  const { head } = anatomy
  // Laid down, what was up is on the left.
  const at = isUpright
    ? { x: head.y + head.width * 0.5, y: drawing.width * 0.2 }
    : { x: head.x + head.width * 0.5, y: isLegged ? head.y * FLATTER : head.y }
  const long = Math.max(view.width, view.height)
  const part = {
    figure: await makeFigure(letters, untinted),
    at,
    pivot: { x: 1, y: 31 },
    scale: (long * (isUpright ? 0.34 : 0.46)) / 32,
  }
  const composed = composeFigure(sleeper, [part])
  return makeFigure(composed, untinted)
}

const untinted = { own: null, parts: [] }

const legged =
  /^(?:cat|black-cat|dog|poodle|cow|pig|ewe|tiger|leopard|deer|goat|horse|bison|ox|water-buffalo|ram|boar|donkey|moose)$/

const FLATTER = 0.86
/** What of the height shows: the legs are under the body. */
const SHOWN = 0.76
const SHOWN_OF_CATS = 0.68

/** Lower than it stands, on folded legs. */
function curlUp(name: string, { drawing: { width, body }, view }: Figure): Drawing {
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
