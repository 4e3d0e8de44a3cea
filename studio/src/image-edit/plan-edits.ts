import type { ImageEdit, ImageEditRequest } from '../contract.ts'

/** Upright, in pixels. */
interface Size {
  width: number
  height: number
}

export interface PlannedEdit {
  edit: ImageEdit
  /** The request once it is known how large the picture is that this edit gets. */
  settle(size: Size): ImageEditRequest
}

/**
 * The edits that a request comes to, in the order in which they are done. Who names no edit, or inpainting without a mask, may
 * say in the prompt what is no change of light and colours: "remove the background", "make it bigger", "extend it to the left".
 * A mask says that only a part changes.
 */
export function planEdits(request: ImageEditRequest): PlannedEdit[] {
  const isByWords = request.edit === 'restyle' || request.edit === 'inpaint'
  if (!isByWords) return [plan(request)]
  if (request.mask !== null) return [plan({ ...request, edit: 'inpaint' })]
  const clauses = request.prompt
    .slice(0, PROMPT_MAX)
    .split(/(?:[,.;!\n](?!\d)|\b(?:and|then|also)\b)+/i)
    .map((clause) => clause.trim())
  const asked = clauses.map((clause) => readClause(clause))
  const others = asked.filter((edit) => edit !== null)
  if (others.length === 0) return [plan(request)]
  const isLeft = (clause: string): boolean => /\p{L}{2}/u.test(clause) && !polite.test(clause)
  const rest = clauses.filter((clause, index) => asked[index] === null && isLeft(clause))
  const first = rest.length === 0 ? [] : [plan({ ...request, prompt: rest.join(', ') })]
  // What is enlarged comes last: the others then work on fewer pixels.
  const ordered = order.flatMap((name) => others.find(({ edit }) => edit === name) ?? [])
  return [
    ...first,
    ...ordered.map((edit) => ({
      edit: edit.edit,
      settle: (size: Size) => ({ ...request, prompt: '', ...settle(edit, request, size) }),
    })),
  ]
}

function plan(request: ImageEditRequest): PlannedEdit {
  return { edit: request.edit, settle: () => request }
}

/** The painter's own limit. */
const PROMPT_MAX = 4000
const order: readonly ImageEdit[] = ['outpaint', 'remove-background', 'upscale']
const polite = /^\s*(?:please|thanks|thank you)\s*$/i

type Asked =
  | { edit: 'remove-background' }
  | { edit: 'upscale'; scale: number | null }
  | { edit: 'outpaint'; sides: readonly Side[]; by: { amount: number; isShare: boolean } | null; ratio: number | null }

type Side = keyof ImageEditRequest['margins']

const picture = String.raw`(?:it|this|(?:(?:the|this|my|whole|entire)\s+)*(?:picture|image|photo|photograph|pic|canvas|scene|view|frame)s?)`
const background = String.raw`(?:the\s+|its\s+|my\s+|this\s+|all\s+|whole\s+|entire\s+)*(?:image\s+|picture\s+|photo\s+)?(?:background|backdrop|bg)`

const removesBackground = new RegExp(
  String.raw`\b(?:remove|erase|delete|drop|clear|cut|cut\s+out|take\s+(?:out|away|off)|get\s+rid\s+of|strip|eliminate)\s+(?:away\s+)?${background}\b` +
    String.raw`|\b(?:transparent|clear|no)\s+(?:background|backdrop|bg)\b|\b(?:background|bg)\s+(?:removal|remover|removed|transparent|gone)\b|\bremove\s?bg\b` +
    String.raw`|\bwithout\s+(?:a\s+|the\s+|any\s+)?(?:background|backdrop)\b|\b${background}\s+(?:transparent|clear)\b|^(?:cut\s*out|isolate)\s+(?:the\s+)?(?:subject|object|product|person|foreground|main\b.*)$`,
  'i',
)
const enlarges = new RegExp(
  String.raw`\b(?:upscale|upsize|up-?res|super[ -]?resolution)\b|\b(?:enlarge|magnify)(?:\s+${picture}\b|\s*$|\s+(?:by|to|\d))` +
    String.raw`|\b(?:make|scale|blow|size)\s+${picture}\s+(?:up\b|(?:(?:much|even|a\s+lot|a\s+bit|\d+(?:\.\d+)?\s*x|\w+\s+times|twice|as)\s+)*(?:bigger|larger|big|large)\b)` +
    String.raw`|\b(?:double|triple|increase|raise|improve|enhance)\s+(?:(?:the|its)\s+)?(?:(?:picture|image|photo)(?:'s)?\s+)?(?:size|resolution)\b|^bigger$|^larger$|^scale\s+up\b` +
    String.raw`|^(?:(?:make|render|get)\s+${picture}\s+(?:in\s+)?|in\s+)?(?:a\s+)?(?:higher|better|more)[ -]resolution$|^\d+(?:\.\d+)?\s?x(?:\s+(?:bigger|larger|size|resolution))?$`,
  'i',
)
const widens = new RegExp(
  String.raw`\b(?:outpaint|uncrop|un-crop|zoom(?:ed)?\s+out|unzoom)\b|\bmake\s+${picture}\s+(?:\w+\s+)?(?:wider|taller|broader)\b` +
    String.raw`|\b(?:extend|expand|widen|continue|enlarge|grow|stretch\s+out)\s+(?:${picture}|${background}|the\s+(?:canvas|borders?|edges?|margins?|sides?|left|right|top|bottom|sky|ground))\b|^(?:extend|expand|widen)\b\s*(?:$|to|by|on|at|left|right|up|down|beyond)` +
    String.raw`|\badd\s+(?:\w+\s+){0,2}(?:space|room|margins?|pixels?|px|borders?)\s+(?:\w+\s+){0,2}(?:left|right|top|bottom|sides?|above|below)\b`,
  'i',
)

function readClause(clause: string): Asked | null {
  if (removesBackground.test(clause)) return { edit: 'remove-background' }
  if (widens.test(clause) && !/\benlarge\s+(?!the\s+canvas)/i.test(clause)) return readExtension(clause)
  if (enlarges.test(clause)) return { edit: 'upscale', scale: readScale(clause) }
  return null
}

const times: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5, six: 6, eight: 8, ten: 10 }

function readScale(clause: string): number | null {
  const number = /(\d+(?:\.\d+)?)\s*(?:x\b|times|fold)|\bx\s*(\d+(?:\.\d+)?)|\bby\s+(\d+(?:\.\d+)?)(?!\s*%|\d)\b/i.exec(
    clause,
  )
  const found = number?.slice(1).find((group) => group !== undefined)
  const percent = /(\d+(?:\.\d+)?)\s*(?:%|percent)/i.exec(clause)?.[1]
  const word = /\b(two|three|four|five|six|eight|ten)\s+times\b/i.exec(clause)?.[1]?.toLowerCase()
  if (found !== undefined) return Number(found)
  if (percent !== undefined) return /\bto\b/i.test(clause) ? Number(percent) / 100 : 1 + Number(percent) / 100
  if (word !== undefined) return times[word] ?? null
  if (/\b(?:double|twice)\b/i.test(clause)) return 2
  return /\btriple\b/i.test(clause) ? 3 : null
}

const sideWords: Readonly<Record<Side, RegExp>> = {
  left: /\b(?:left|sides|sideways|both\s+sides|horizontal(?:ly)?|wider|widen|broader|west)\b/i,
  right: /\b(?:right|sides|sideways|both\s+sides|horizontal(?:ly)?|wider|widen|broader|east)\b/i,
  top: /\b(?:top|up|upwards?|above|sky|taller|vertical(?:ly)?|north)\b/i,
  bottom: /\b(?:bottom|down|downwards?|below|ground|taller|vertical(?:ly)?|south)\b/i,
}
const allSides: readonly Side[] = ['left', 'right', 'top', 'bottom']

function readExtension(clause: string): Asked {
  const named = allSides.filter((side) => sideWords[side].test(clause))
  const isEverywhere = named.length === 0 || /\b(?:all|every|each|four)\b/i.test(clause)
  const ratio = /(\d{1,2})\s*(?::|by|x|\/)\s*(\d{1,2})(?!\d|\s*(?:px|pixel|%))/i.exec(clause)
  const amount = /(\d{1,4})\s*(px|pixels?|%|percent)/i.exec(clause)
  return {
    edit: 'outpaint',
    sides: isEverywhere ? allSides : named,
    by: amount === null ? null : { amount: Number(amount[1]), isShare: /%|percent/i.test(amount[2] ?? '') },
    ratio: ratio === null || Number(ratio[2]) === 0 ? null : Number(ratio[1]) / Number(ratio[2]),
  }
}

const SCALE_DEFAULT = 2
const SCALE_MAX = 10
/** Of the side that grows, where nothing is said of how much. */
const MARGIN_DEFAULT = 0.25

function settle(asked: Asked, { scale }: ImageEditRequest, size: Size): Partial<ImageEditRequest> {
  switch (asked.edit) {
    case 'remove-background':
      return { edit: asked.edit }
    case 'upscale': {
      const wanted = asked.scale ?? (scale > 1 ? scale : SCALE_DEFAULT)
      return { edit: asked.edit, scale: Math.max(1, Math.min(SCALE_MAX, wanted)) }
    }
    case 'outpaint':
      return { edit: asked.edit, margins: asked.ratio === null ? marginsBy(asked, size) : marginsTo(asked.ratio, size) }
    default:
      throw new Error(`No edit "${String(asked satisfies never)}"`)
  }
}

function marginsBy({ sides, by }: Extract<Asked, { edit: 'outpaint' }>, { width, height }: Size): Record<Side, number> {
  const grow = (side: Side): number => {
    if (!sides.includes(side)) return 0
    const length = side === 'left' || side === 'right' ? width : height
    if (by === null) return Math.round(length * MARGIN_DEFAULT)
    return by.isShare ? Math.round((length * by.amount) / 100) : by.amount
  }
  return { left: grow('left'), right: grow('right'), top: grow('top'), bottom: grow('bottom') }
}

/** Of these proportions, by growing to both sides alike. */
function marginsTo(ratio: number, { width, height }: Size): Record<Side, number> {
  const wide = Math.max(0, Math.round(height * ratio) - width)
  const tall = Math.max(0, Math.round(width / ratio) - height)
  const half = (length: number): [number, number] => [Math.floor(length / 2), Math.ceil(length / 2)]
  const [[left, right], [top, bottom]] = [half(wide), half(tall)]
  return { left, right, top, bottom }
}
