import type { Colour } from '../image/colour.ts'
import { colourWords } from '../image/prompt/plain-words.ts'

export interface Recolouring {
  to: Colour
  /** "The red car": the colour the thing has; null = none was named. */
  from: Colour | null
  of: 'thing' | 'sky' | 'background' | 'all'
}

const names = Object.keys(colourWords).join('|')
const order = new RegExp(
  String.raw`\b(?:make|turn|paint|colou?r|recolou?r|dye|change|replace|swap|switch)\s+(?:all\s+)?(?:the\s+)?(?:colou?rs?\s+of\s+)?(?:(?:the|my|his|her|their|its|this|that)\s+)?` +
    String.raw`([\p{L}'’ -]{1,50}?)\s+(?:look\s+)?(?:(?:in|on)?to\s+|with\s+|by\s+|as\s+)?(?:be\s+)?(?:an?\s+)?(?:(?:light|dark|bright|deep|pale|pure|solid|plain)\s+)?(${names})(?:\s+(?:one|ones|colou?r))?\s*(?=$|[,.;!\n]|\band\s+(?!white))`,
  'iu',
)
const everything = /^(?:it|this|everything|all|(?:whole\s+)?(?:picture|image|photo|scene))$/i

/** "Turn the red car blue", "change the colour of the dress to green"; null = the prompt asks for no such thing. */
export function readRecolouring(prompt: string): Recolouring | null {
  const [, thing = '', name = ''] = order.exec(prompt.slice(0, PROMPT_MAX)) ?? []
  const to = colourWords[name.toLowerCase()]
  if (to === undefined) return null
  const named = thing.replace(/(?:['’]s)?\s+colou?rs?$/i, '')
  const from = named
    .toLowerCase()
    .split(/\s+/)
    .map((word) => colourWords[word])
  return { to, from: from.find((colour) => colour !== undefined) ?? null, of: kindOf(named) }
}

const PROMPT_MAX = 4000

function kindOf(thing: string): Recolouring['of'] {
  if (everything.test(thing)) return 'all'
  if (/\b(?:sky|skies)$/i.test(thing)) return 'sky'
  return /\b(?:background|backdrop)$/i.test(thing) ? 'background' : 'thing'
}
