import { anatomyOf } from './anatomy.ts'
import type { Figure } from './compose-figure.ts'
import { composeFigure } from './compose-figure.ts'
import type { Drawing } from './drawing.ts'
import { emojiDrawing } from './emoji.ts'
import { makeFigure } from './make-sprite.ts'

/** Who stands upright by nature lies; over every sleeper's head the letters of sleep rise. */
export async function putToSleep(name: string, figure: Figure): Promise<Figure> {
  const { drawing, view } = figure
  const anatomy = anatomyOf(name, drawing)
  const isUpright = view.height > view.width * 1.35
  const sleeper = isUpright ? await makeFigure(layDown(drawing), untinted) : figure
  const letters = emojiDrawing('zzz')
  if (letters === null) return sleeper
  const { head } = anatomy
  // Laid down, what was up is on the left.
  const at = isUpright
    ? { x: head.y + head.width * 0.5, y: drawing.width * 0.2 }
    : { x: head.x + head.width * 0.5, y: head.y }
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

/** On the back, the head to the left. */
function layDown({ width, height, body }: Drawing): Drawing {
  return { width: height, height: width, body: `<g transform="translate(0 ${width}) rotate(-90)">${body}</g>` }
}
