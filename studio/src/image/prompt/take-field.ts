import type { Colour } from '../colour.ts'
import type { CropName } from '../places/crops.ts'
import { colourWords } from './plain-words.ts'
import { singularForms } from './singular.ts'
import type { Walk } from './walk.ts'
import { noModifiers } from './walk.ts'

const cropWords: Readonly<Record<string, CropName>> = {
  sunflower: 'sunflower',
  tulip: 'tulip',
  poppy: 'poppy',
  flower: 'daisy',
  wildflower: 'daisy',
  daisy: 'daisy',
  rose: 'rose',
  lavender: 'lavender',
  wheat: 'wheat',
  barley: 'wheat',
  grain: 'wheat',
  corn: 'corn',
  pumpkin: 'pumpkin',
}

/** "A field of red tulips", "a sunflower field": it is full of them. Says how many words it took, 0 = none. */
export function takeField(walk: Walk, index: number): number {
  const { mentions, modifiers } = walk
  if (modifiers.negated || mentions.crop !== null) return 0
  const found = fieldOf(walk, index) ?? cropField(walk, index)
  if (found === null) return 0
  mentions.crop = { name: found.name, word: found.word, tint: found.tint ?? modifiers.tints[0] ?? null }
  mentions.meanings.push({ kind: 'place', name: 'meadow' })
  walk.modifiers = noModifiers()
  walk.bond = null
  walk.last = 'other'
  return found.length
}

interface Field {
  name: CropName
  word: string
  tint: Colour | null
  length: number
}

function fieldOf({ reading: { words } }: Walk, index: number): Field | null {
  if (!/^(?:fields?|meadows?|rows|sea)$/.test(words[index]?.text ?? '') || words[index + 1]?.text !== 'of') return null
  let next = index + 2
  while (/^(?:the|tall|blooming|ripe|golden|many|wild)$/.test(words[next]?.text ?? '')) next += 1
  const tint = colourOf(words[next]?.text ?? '')
  const isTinted = tint !== null && cropOf(words[next + 1]?.text ?? '') !== null
  if (isTinted) next += 1
  const word = words[next]?.text ?? ''
  const name = cropOf(word)
  return name === null ? null : { name, word, tint: isTinted ? tint : null, length: next - index + 1 }
}

function cropField({ reading: { words } }: Walk, index: number): Field | null {
  const word = words[index]?.text ?? ''
  const name = cropOf(word)
  if (name === null || !/^(?:fields?|patch)$/.test(words[index + 1]?.text ?? '')) return null
  return { name, word, tint: null, length: 2 }
}

function cropOf(word: string): CropName | null {
  const form = [word, ...singularForms(word)].find((each) => Object.hasOwn(cropWords, each))
  return form === undefined ? null : (cropWords[form] ?? null)
}

function colourOf(word: string): Colour | null {
  return Object.hasOwn(colourWords, word) ? (colourWords[word] ?? null) : null
}
