import type { Colour } from '../image/colour.ts'
import { colourWords } from '../image/prompt/plain-words.ts'
import type { Scene } from '../image/prompt/scene.ts'
import { understandPrompt } from '../image/prompt/understand-prompt.ts'
import type { Random } from '../image/random.ts'
import { makeRandom } from '../image/random.ts'
import type { LatheForm, LathePattern } from './lathe-forms.ts'
import { latheForms } from './lathe-forms.ts'

/** What a prompt says of a model. */
export interface ModelWords {
  /** What it is turned from; null where it is nothing that is turned. */
  lathe: LatheForm | null
  colour: Colour | null
  pattern: LathePattern | null
  scene: Scene
  /** For the file: "red vase". */
  name: string
  random(label: string): Random
}

/** To add a word for a pattern: an entry here. */
const patternWords: readonly (readonly [RegExp, LathePattern])[] = [
  [/\b(?:dot(?:s|ted)?|spot(?:s|ted)?|polka)\b/i, 'dots'],
  [/\b(?:strip(?:es?|ed|y)|band(?:s|ed)|rings?)\b/i, 'bands'],
  [/\b(?:flower(?:s|y)?|floral)\b/i, 'flowers'],
  [/\bbricks?\b/i, 'bricks'],
  [/\b(?:wood(?:en)?|planks?)\b/i, 'staves'],
  [/\bgreek\b/i, 'meander'],
  [/\b(?:plain|simple|smooth)\b/i, 'plain'],
]

export function readModelWords(prompt: string, seed: number): ModelWords {
  const key = `${seed}|${prompt}`
  const scene = understandPrompt(prompt, '', makeRandom(key, 'scene'))
  const words = prompt.toLowerCase().slice(0, 4000)
  const colourWord = /\p{L}+/gu
  const colours = [...words.matchAll(colourWord)].flatMap(([word]) =>
    Object.hasOwn(colourWords, word) ? [colourWords[word]] : [],
  )
  const name = prompt
    .replaceAll(/[^\p{L}\p{N} ]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 60)
  return {
    lathe: findLathe(words, scene),
    colour: colours[0] ?? null,
    pattern: patternWords.find(([pattern]) => pattern.test(words))?.[1] ?? null,
    scene,
    name: name === '' ? 'model' : name,
    random: (label) => makeRandom(key, label),
  }
}

/** The turned thing that the prompt is about: the first thing in it. "A cat in a bowl" is about a cat. */
function findLathe(words: string, scene: Scene): LatheForm | null {
  let best: { form: LatheForm; at: number; length: number } | null = null
  for (const form of latheForms)
    for (const word of form.words) {
      const at = new RegExp(`(?<!\\p{L})${word}s?(?!\\p{L})`, 'u').exec(words)?.index
      if (at !== undefined && (best === null || word.length > best.length)) best = { form, at, length: word.length }
    }
  if (best === null) return null
  const { at, length } = best
  const isLater = scene.subjects.some(({ word }) => {
    const subjectAt = words.indexOf(word)
    return subjectAt >= 0 && subjectAt + word.length <= at
  })
  return isLater || length === 0 ? null : best.form
}
