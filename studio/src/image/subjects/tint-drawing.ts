import type { Colour, Lch } from '../colour.ts'
import { fromLch, hueDistance, toLch } from '../colour.ts'
import type { Drawing } from './drawing.ts'
import type { PartName } from './parts-of-drawings.ts'

/** Hues this near to the main one belong to the same coat. */
const COAT_SPAN = 55
/** Below this chroma a colour is a grey. */
const GREY = 0.035

/** The colours a drawing is asked for in: its own, and those of parts of it. */
export interface Tints {
  own: Colour | null
  parts: readonly PartTint[]
}

export const untinted: Tints = { own: null, parts: [] }

export interface PartTint {
  part: PartName
  colour: Colour
}

/**
 * "A red dragon": the drawing's body, else its main hue, becomes the colour asked for; eyes and other accents stay.
 * `areas` says how much of the drawing each of its colours covers.
 */
export function tintDrawing(drawing: Drawing, { own, parts }: Tints, areas: ReadonlyMap<Colour, number>): Drawing {
  const main = mainColour(areas)
  const total = [...areas.values()].reduce((sum, area) => sum + area, 0)
  const body = drawing.body.replace(/#[0-9a-f]{6}\b|#[0-9a-f]{3}\b/gi, (found) => {
    const colour: Colour = `#${found.slice(1).toLowerCase()}`
    const named = parts.find(({ part }) => drawing.parts?.[part]?.includes(colour) === true)
    const colours = named === undefined ? undefined : drawing.parts?.[named.part]
    if (named !== undefined && colours !== undefined) return fromLch(recolourPart(colour, colours, toLch(named.colour)))
    return own === null || main === null
      ? found
      : (tintColour(colour, { drawing, target: toLch(own), main, share: (areas.get(colour) ?? 0) / total }) ?? found)
  })
  return { ...drawing, body }
}

interface Tinting {
  drawing: Drawing
  target: Lch
  main: Lch
  /** Of the drawing's area. */
  share: number
}

/** Null = it stays. */
function tintColour(colour: Colour, { drawing: { parts }, target, main, share }: Tinting): Colour | null {
  const part = toLch(colour)
  if (parts?.mane?.includes(colour) === true) return maneOf(target)
  if (parts?.body !== undefined) {
    return parts.body.includes(colour) ? fromLch(recolourPart(colour, parts.body, target)) : null
  }
  if (parts?.coat?.includes(colour) === true) return fromLch(recolourPart(colour, parts.coat, target))
  if (parts?.coat !== undefined) return isFeature(part, share) && target.lightness < DARK ? FEATURE : null
  const belongs =
    main.chroma < GREY
      ? part.chroma < GREY && part.lightness > 0.3
      : part.chroma >= GREY && hueDistance(part.hue, main.hue) < COAT_SPAN
  if (belongs) return fromLch(recolour(part, main, target))
  return isFeature(part, share) && target.lightness < DARK ? FEATURE : null
}

/** All of one hue: what was orange and white is a red and a lighter red. */
function recolourPart(colour: Colour, colours: readonly [Colour, ...Colour[]], target: Lch): Lch {
  const middle = Math.max(0.26, Math.min(0.94, target.lightness))
  const offset = toLch(colour).lightness - toLch(colours[0]).lightness
  const lightness = middle + Math.max(-SHADE_MAX, Math.min(SHADE_MAX, offset * 0.5))
  return { lightness: Math.max(0.12, Math.min(0.98, lightness)), chroma: target.chroma, hue: target.hue }
}

/** Shades of one part differ by no more: a lighter red is not yet pink. */
const SHADE_MAX = 0.07

/** Below this lightness a coat hides dark eyes, which then shine. */
const DARK = 0.36
const FEATURE: Colour = '#e9dfb8'

function isFeature({ lightness, chroma }: Lch, share: number): boolean {
  return lightness < DARK && chroma < GREY && share < 0.04
}

/** Darker than the coat, but black only on a black one. */
function maneOf({ lightness, chroma, hue }: Lch): Colour {
  return fromLch({ lightness: lightness < DARK ? lightness * 0.6 : lightness * 0.72, chroma: chroma * 0.8, hue })
}

/** Shades stay shades: a part keeps its distance in lightness from the main colour. */
function recolour(part: Lch, main: Lch, target: Lch): Lch {
  // Room is left above white and below black, or a white owl would have no face.
  const middle = Math.max(0.26, Math.min(0.94, target.lightness))
  const lightness = Math.max(0.12, Math.min(0.98, middle + (part.lightness - main.lightness) * 0.85))
  const share = main.chroma < GREY ? 1 : Math.max(0.5, Math.min(1.2, part.chroma / main.chroma))
  return { lightness, chroma: target.chroma * share, hue: target.hue }
}

function mainColour(areas: ReadonlyMap<Colour, number>): Lch | null {
  const groups: { lch: Lch; area: number; largest: number }[] = []
  for (const [colour, area] of [...areas].sort((one, other) => other[1] - one[1])) {
    const lch = toLch(colour)
    const group = groups.find((other) =>
      lch.chroma < GREY
        ? other.lch.chroma < GREY
        : other.lch.chroma >= GREY && hueDistance(other.lch.hue, lch.hue) < COAT_SPAN / 2,
    )
    if (group === undefined) groups.push({ lch, area, largest: area })
    else group.area += area
  }
  const [main] = groups.sort((one, other) => other.area - one.area)
  return main?.lch ?? null
}
