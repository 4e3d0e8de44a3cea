import nlp from 'compromise/two'
import { numberWords } from './plain-words.ts'

export interface Word {
  /** In lower case; an emoji as it is; a stop of any kind as ','. */
  text: string
  kind: 'word' | 'number' | 'emoji' | 'stop'
}

export interface Reading {
  words: readonly Word[]
  nouns: ReadonlySet<string>
  verbs: ReadonlySet<string>
  adjectives: ReadonlySet<string>
}

/** The API's own limit on prompts. */
const LENGTH_MAX = 4000
/** Longer "words" are noise, and regular expressions downstream should never meet them. */
const WORD_MAX = 30

const token =
  /\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}|\ufe0f|\p{Emoji_Modifier})*|\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)?|\d+[- ]?bit\b|\d+-?\p{L}+|\d+|[.,;:!?()\n]/gu

export function readWords(prompt: string): Reading {
  const text = prompt
    .slice(0, LENGTH_MAX)
    .replace(/<[^<>]*>/g, ' , ')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('’', "'")
  const words = [...text.matchAll(token)].map(([match]) => toWord(match)).filter((word) => word.text.length <= WORD_MAX)
  return { words, ...tagWords(words) }
}

function toWord(text: string): Word {
  if (/^\d+$/.test(text)) return { text, kind: 'number' }
  // "8k", "16-bit": no number of things.
  if (/^\d/.test(text)) return { text: text.replace(/[- ]/, ''), kind: 'word' }
  if (/^\p{L}/u.test(text)) return { text: text.replace(/'s$/, ''), kind: 'word' }
  if (/^\p{Extended_Pictographic}/u.test(text))
    return { text: text.replaceAll('\ufe0f', '').replace(/\p{Emoji_Modifier}/gu, ''), kind: 'emoji' }
  return { text: ',', kind: 'stop' }
}

const articles = new Set(['a', 'an', 'the', 'his', 'her', 'its', 'their'])

/** The tagger knows English only and sees plain letters only, so that no prompt can upset it. */
function tagWords(words: readonly Word[]): Omit<Reading, 'words'> {
  const plain = words
    .map(({ text, kind }) => (kind === 'stop' ? '.' : /^[a-z']+$/.test(text) ? ` ${text}` : ''))
    .join('')
  const tagged = nlp(plain)
  const listed = (tag: string): Set<string> => {
    const found: unknown = tagged.match(tag).terms().out('array')
    const terms = Array.isArray(found) ? found.filter((term) => typeof term === 'string') : []
    return new Set(terms.map((term) => term.replace(/[^a-z']/g, '')))
  }
  const [nouns, verbs, adjectives] = [listed('#Noun'), listed('#Verb'), listed('#Adjective')]
  // "A tree with presents": whatever the tagger takes it for, what follows these is a thing.
  words.forEach(({ text }, index) => {
    const before = words[index - 1]?.text ?? ''
    if (text.endsWith('ing')) return
    // No order to fish: prompts begin with what is to be seen.
    if (index === 0 || before === ',') verbs.delete(text)
    if (before === 'with') nouns.add(text)
    // "Three pancakes" does not tell what three do.
    if (before === 'with' || articles.has(before) || Object.hasOwn(numberWords, before)) verbs.delete(text)
  })
  return { nouns, verbs, adjectives }
}
