import type { Box } from '../painting.ts'
import type { Drawing, Lamp, Point } from './drawing.ts'

/** A drawing cut to what it shows, so that it stands on its feet and not on its margin. */
export interface Figure {
  drawing: Drawing
  /** The part that shows, in the drawing's units. */
  view: Box
  /** White, or nearly: it needs an edge to be seen on white. */
  isPale: boolean
}

/** How one figure is set onto another: its pivot comes to lie at a point of the other's drawing. */
export interface Placement {
  at: Point
  /** In the part's own units. */
  pivot: Point
  scale: number
  /** Degrees, clockwise. */
  turn?: number
  /** Its mirror image. */
  isFlipped?: boolean
  isBehind?: boolean
  /** Nothing of it shows below this height of the bearer's drawing. */
  cutAt?: number
}

export interface Part extends Placement {
  figure: Figure
}

/** Bearer and parts as one drawing: it moves, casts its shadow and is lit as one. */
export function composeFigure(bearer: Figure, parts: readonly Part[]): Drawing {
  const boxes = [
    { left: 0, top: 0, right: bearer.drawing.width, bottom: bearer.drawing.height },
    ...parts.map(boundsOf),
  ]
  const left = Math.min(...boxes.map((box) => box.left))
  const top = Math.min(...boxes.map((box) => box.top))
  const body = [
    ...parts.filter(({ isBehind }) => isBehind === true).map(renderPart),
    bearer.drawing.body,
    ...parts.filter(({ isBehind }) => isBehind !== true).map(renderPart),
  ].join('')
  const shift = ({ x, y }: Point): Point => ({ x: x - left, y: y - top })
  const stand = bearer.drawing.stand ?? { from: bearer.view.x, to: bearer.view.x + bearer.view.width }
  const lamps = [...(bearer.drawing.lamps ?? []), ...parts.flatMap(lampsOf)]
  return {
    width: Math.max(...boxes.map((box) => box.right)) - left,
    height: Math.max(...boxes.map((box) => box.bottom)) - top,
    body: `<g transform="translate(${-left} ${-top})">${body}</g>`,
    stand: { from: stand.from - left, to: stand.to - left },
    ...(lamps.length > 0 ? { lamps: lamps.map((lamp) => ({ ...lamp, ...shift(lamp) })) } : {}),
  }
}

function renderPart({ figure, at, pivot, scale, turn = 0, isFlipped = false, cutAt }: Part, index: number): string {
  const scales = `${isFlipped ? -scale : scale} ${scale}`
  const moved = `<g transform="translate(${at.x} ${at.y}) rotate(${turn}) scale(${scales}) translate(${-pivot.x} ${-pivot.y})">${figure.drawing.body}</g>`
  if (cutAt === undefined) return moved
  const id = `cut-${index}-${Math.round(at.x * 100)}-${Math.round(at.y * 100)}`
  return `<clipPath id="${id}"><rect x="-500" y="-500" width="1000" height="${500 + cutAt}"/></clipPath><g clip-path="url(#${id})">${moved}</g>`
}

function boundsOf(part: Part): { left: number; top: number; right: number; bottom: number } {
  const { x, y, width, height } = part.figure.view
  const corners = [
    { x, y },
    { x: x + width, y },
    { x, y: y + height },
    { x: x + width, y: y + height },
  ].map((corner) => transform(part, corner))
  const bottom = Math.max(...corners.map((corner) => corner.y))
  return {
    left: Math.min(...corners.map((corner) => corner.x)),
    right: Math.max(...corners.map((corner) => corner.x)),
    top: Math.min(...corners.map((corner) => corner.y)),
    bottom: Math.min(bottom, part.cutAt ?? Infinity),
  }
}

function lampsOf(part: Part): Lamp[] {
  return (part.figure.drawing.lamps ?? []).map((lamp) => ({
    ...lamp,
    ...transform(part, lamp),
    reach: lamp.reach * part.scale,
  }))
}

function transform({ at, pivot, scale, turn = 0, isFlipped = false }: Part, { x, y }: Point): Point {
  const angle = (turn * Math.PI) / 180
  const [dx, dy] = [(x - pivot.x) * (isFlipped ? -scale : scale), (y - pivot.y) * scale]
  return {
    x: at.x + dx * Math.cos(angle) - dy * Math.sin(angle),
    y: at.y + dx * Math.sin(angle) + dy * Math.cos(angle),
  }
}
