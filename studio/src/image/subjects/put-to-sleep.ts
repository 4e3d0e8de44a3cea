import { anatomyOf } from './anatomy.ts'
import type { Figure, Part } from './compose-figure.ts'
import { composeFigure } from './compose-figure.ts'
import type { Drawing } from './drawing.ts'
import { emojiDrawing } from './emoji.ts'
import { makeFigure } from './make-sprite.ts'
import { untinted } from './tint-drawing.ts'

/**
 * Who stands upright by nature lies, with what he wears and holds (`parts`); over every sleeper's head the letters of sleep
 * rise. They can be read, so sleepers are never mirrored.
 */
export async function putToSleep(name: string, figure: Figure, parts: readonly Part[]): Promise<Figure> {
  const { drawing, view } = figure
  const { head } = anatomyOf(name, drawing)
  const isUpright = view.height > view.width * 1.35
  const letters = emojiDrawing('zzz')
  const long = Math.max(view.width, view.height)
  // Set before he lies down: what is on his left then is above him after.
  const at = isUpright
    ? { x: drawing.width * 0.8, y: head.y + head.width * 0.5 }
    : { x: head.x + head.width * 0.5, y: head.y }
  const turn = isUpright ? 90 : 0
  const scale = (long * (isUpright ? 0.34 : 0.46)) / 32
  const rising =
    letters === null ? [] : [{ figure: await makeFigure(letters, untinted), at, pivot: { x: 1, y: 31 }, scale, turn }]
  const composed = composeFigure(figure, [...parts, ...rising])
  return makeFigure(isUpright ? layDown(composed) : composed, untinted)
}

/** On the back, the head to the left. */
function layDown({ width, height, body }: Drawing): Drawing {
  return { width: height, height: width, body: `<g transform="translate(0 ${width}) rotate(-90)">${body}</g>` }
}
