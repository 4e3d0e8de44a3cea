import { matchAt } from './match-phrase.ts'
import { makeSubject } from './hold-subjects.ts'
import { numberWords } from './plain-words.ts'
import type { Walk } from './walk.ts'
import { noModifiers } from './walk.ts'

const FAMILY_MAX = 10

/** "A family of four", "a couple": people, not all alike. Says how many words it took, 0 = none. */
export function takeGroup(walk: Walk, index: number): number {
  const { mentions, modifiers, reading } = walk
  const word = reading.words[index]?.text ?? ''
  if ((word !== 'family' && word !== 'couple') || modifiers.negated) return 0
  const isOf = reading.words[index + 1]?.text === 'of'
  const number = reading.words[index + 2]
  const said = isOf && number !== undefined ? (numberWords[number.text] ?? Number(number.text)) : null
  const length = isOf ? 3 : 1
  // "A couple of cats", "a family of four bears", "the family car".
  if (isOf && (word === 'couple' || said === null || Number.isNaN(said))) return 0
  const next = matchAt(reading, index + length)
  if (next !== null && next.drawing !== null && next.drawing !== 'person') return isOf ? 0 : 1
  const total = Math.min(FAMILY_MAX, word === 'couple' ? 2 : (said ?? 4))
  const shared = { where: modifiers.where, doing: modifiers.doing, hasNumber: true }
  const grown = ['man', 'woman'].slice(0, total).map((name) => ({ ...makeSubject(name, name), ...shared }))
  const children = { ...makeSubject('child', 'child'), count: total - grown.length, scale: 0.7, ...shared }
  mentions.subjects.push(...grown, ...(children.count > 0 ? [children] : []))
  walk.company = grown
  walk.modifiers = noModifiers()
  walk.bond = null
  walk.last = 'other'
  return length + (next?.drawing === 'person' ? next.length : 0)
}
