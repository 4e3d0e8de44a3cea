import type { Lab } from '../image/pixels/oklab.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { eachColour } from './recolour.ts'

/** Plain changes of light and colour, as a photo app has them. To add one: an entry here. */
const adjustments = {
  warmer: {
    words: /\b(?:warmer|warm (?:it|this|the \w+) up)\b/i,
    change: (lab) => {
      lab.a += 0.014
      lab.b += 0.04
    },
  },
  cooler: {
    words: /\b(?:cooler|colder)\b/i,
    change: (lab) => {
      lab.a -= 0.012
      lab.b -= 0.04
    },
  },
  brighter: {
    words: /\b(?:brighter|brighten|lighter|lighten|(?:more|increase(?: the)?) (?:light|brightness|exposure))\b/i,
    change: (lab) => {
      lab.l = Math.max(0, lab.l) ** 0.68
    },
  },
  darker: {
    words: /\b(?:darker|darken|dim|dimmer|(?:less|reduce(?: the)?|decrease(?: the)?) (?:light|brightness|exposure))\b/i,
    change: (lab) => {
      lab.l = Math.max(0, lab.l) ** 1.5
    },
  },
  'more contrast': {
    words: /\b(?:(?:more|higher|high|increase(?: the)?|add|boost(?: the)?|strong(?:er)?) contrast|contrasty)\b/i,
    change: (lab) => {
      const l = Math.max(0, Math.min(1, lab.l))
      lab.l = l + (l * l * (3 - 2 * l) - l) * 0.9
    },
  },
  'less contrast': {
    words: /\b(?:less|lower|low|reduce(?: the)?|decrease(?: the)?|soft(?:er)?) contrast\b/i,
    change: (lab) => {
      lab.l = 0.6 + (lab.l - 0.6) * 0.65
    },
  },
  'stronger colours': {
    words:
      /\b(?:(?:more|very|extra) (?:vivid|vibrant|saturated|colou?rful|saturation|colou?r)|vivid|vibrant|saturated|(?:boost|increase|enhance)(?: the)? (?:colou?rs?|saturation))\b/i,
    change: (lab) => {
      lab.a *= 1.45
      lab.b *= 1.45
    },
  },
  'weaker colours': {
    words:
      /\b(?:muted|faded|less (?:vivid|vibrant|saturated|colou?rful|saturation|colou?r)|(?:reduce|decrease)(?: the)? saturation)\b/i,
    change: (lab) => {
      lab.a *= 0.5
      lab.b *= 0.5
    },
  },
  inverted: {
    words: /\b(?:invert|inverted|(?:colou?r )?negative)\b/i,
    change: (lab) => {
      lab.l = 1 - lab.l
      lab.a = -lab.a
      lab.b = -lab.b
    },
  },
} as const satisfies Record<string, { words: RegExp; change: (lab: Lab) => void }>

export type Adjustment = keyof typeof adjustments

export function findAdjustments(prompt: string): Adjustment[] {
  return names.filter((name) => adjustments[name].words.test(prompt))
}

const isAdjustment = (name: string): name is Adjustment => Object.hasOwn(adjustments, name)
const names = Object.keys(adjustments).filter(isAdjustment)

/** In place. */
export async function adjustTones(pixels: Pixels, name: Adjustment, signal: AbortSignal): Promise<void> {
  const { change } = adjustments[name]
  await eachColour(pixels, signal, change)
}

const greyWords =
  /\b(?:black[ -](?:and|&|n)[ -]white|b ?[&/] ?w|bw|gr[ae]y[ -]?scale|monochrome|desaturated?|(?:in|to|into) (?:shades of )?gr[ae]y|(?:remove|without|take out|no) (?:all |any |the )*colou?rs?)\b/i

/** "Black and white", which no strength makes less so. */
export function asksForGrey(prompt: string): boolean {
  return greyWords.test(prompt)
}

export async function takeColourOut(pixels: Pixels, signal: AbortSignal): Promise<void> {
  await eachColour(pixels, signal, (lab) => {
    lab.a = 0
    lab.b = 0
  })
}
