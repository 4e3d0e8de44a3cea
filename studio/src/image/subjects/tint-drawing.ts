import type { Colour, Lch } from '../colour.ts'
import { fromLch, hueDistance, toLch } from '../colour.ts'
import type { Drawing } from './drawing.ts'

/** Hues this near to the main one belong to the same coat. */
const COAT_SPAN = 55
/** Below this chroma a colour is a grey. */
const GREY = 0.035

/**
 * "A red dragon": the drawing's main hue becomes the colour asked for, eyes and other accents stay.
 * `areas` says how much of the drawing each of its colours covers.
 */
export function tintDrawing(drawing: Drawing, tint: Colour, areas: ReadonlyMap<Colour, number>): Drawing {
  const main = mainColour(areas)
  if (main === null) return drawing
  const target = toLch(tint)
  const isGreyCoat = main.chroma < GREY
  const total = [...areas.values()].reduce((sum, area) => sum + area, 0)
  const body = drawing.body.replace(/#[0-9a-f]{6}\b|#[0-9a-f]{3}\b/gi, (found) => {
    const colour: Colour = `#${found.slice(1)}`
    const part = toLch(colour)
    if (colour.toLowerCase() === drawing.mane) return maneOf(target)
    const [coat] = drawing.coat ?? []
    if (coat !== undefined && drawing.coat?.some((each) => each === colour))
      return fromLch(recolour(part, toLch(coat), target))
    const belongs = isGreyCoat
      ? part.chroma < GREY && part.lightness > 0.3
      : part.chroma >= GREY && hueDistance(part.hue, main.hue) < COAT_SPAN
    if (belongs) return fromLch(recolour(part, main, target))
    return isFeature(part, areas.get(colour) ?? 0, total) && target.lightness < DARK ? FEATURE : found
  })
  return { ...drawing, body }
}

/** Below this lightness a coat hides dark eyes, which then shine. */
const DARK = 0.36
const FEATURE: Colour = '#e9dfb8'

function isFeature({ lightness, chroma }: Lch, area: number, total: number): boolean {
  return lightness < DARK && chroma < GREY && area < total * 0.04
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
