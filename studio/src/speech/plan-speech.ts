/** A text as the pieces that are spoken one by one, with the pauses between them. */
import { spellToken } from './spell-token.ts'

export interface Token {
  /** As written, without the punctuation around it. */
  text: string
  /** As flite is given it. */
  spelled: string
}
/** What is said in one breath. */
export interface Phrase {
  tokens: Token[]
  /** Seconds of silence behind it at normal speed. */
  pauseSeconds: number
}

/** To speak as many letters takes flite some 100 ms, during which nobody can stop it. */
const PHRASE_LETTERS_MAX = 110
/** A figure is a word or two: "7" is said like "seven", and "777" like "seven hundred and seventy seven". */
const FIGURE_LETTERS = 8
/** A longer "word" is cut: no word is, and flite spells such ones letter by letter. */
const TOKEN_LETTERS_MAX = 40
/** A line that ends before this was meant to end there (verse, a list); a longer one was only wrapped. */
const WRAPPED_LETTERS_MIN = 50

const SENTENCE_PAUSE = 0.38
const LINE_PAUSE = 0.3
const PARAGRAPH_PAUSE = 0.8
const CLAUSE_PAUSE = 0.16
const BREATH_PAUSE = 0.06

const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof st sr jr vs etc eg ie no fig vol gen col lt sgt rev hon mt ave jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  ),
)

/** Tags of HTML and SSML, which nobody wants to hear. */
const MARKUP = /<\/?[a-z][^<>]{0,200}>/gi

/** Nothing when nothing can be said. */
export function planSpeech(text: string): Phrase[] {
  const paragraphs = text.replaceAll(MARKUP, ' ').split(/\r?\n[^\S\n]*(?:\r?\n\s*)+|\u2029/)
  return paragraphs.flatMap((paragraph) => withPause(planParagraph(paragraph), PARAGRAPH_PAUSE))
}

function planParagraph(paragraph: string): Phrase[] {
  return joinWrappedLines(paragraph.split(/\r\n|[\n\r\v\f\u0085\u2028]/)).flatMap((line) =>
    withPause(planLine(line), LINE_PAUSE),
  )
}

function joinWrappedLines(lines: string[]): string[] {
  const joined: string[] = []
  let isWrapped = false
  for (const line of lines) {
    if (isWrapped) joined.push(`${joined.pop() ?? ''} ${line}`)
    else joined.push(line)
    isWrapped = line.length >= WRAPPED_LETTERS_MIN
  }
  return joined
}

function planLine(line: string): Phrase[] {
  const words = line.split(/[\s\p{C}]+/u).filter((word) => word !== '')
  const sentences: Token[][] = [[]]
  for (const [index, word] of words.entries()) {
    const sentence = sentences.at(-1)
    for (const token of toTokens(word)) sentence?.push(token)
    if (endsSentence(word, words[index + 1] ?? '')) sentences.push([])
  }
  return sentences.flatMap((sentence) => withPause(splitLong(sentence), SENTENCE_PAUSE))
}

function toTokens(word: string): Token[] {
  const pieces = word.match(new RegExp(`.{1,${TOKEN_LETTERS_MAX}}`, 'gu')) ?? []
  return pieces.flatMap((piece) => {
    const spelled = spellToken(piece)
    const text = piece.replaceAll(/^[^\p{L}\p{N}$£€¥#@&+=-]+|[^\p{L}\p{N}%°+&=]+$/gu, '')
    return spelled === null ? [] : [{ text: text === '' ? piece : text, spelled }]
  })
}

function endsSentence(word: string, next: string): boolean {
  const [, stem = '', mark] = /^(.*?)([.!?…。]+)["'”’)\]]*$/u.exec(word) ?? []
  if (mark === undefined || /^["'“‘(]*\p{Ll}/u.test(next)) return false
  if (mark !== '.') return true
  const letters = stem.toLowerCase().replaceAll(/[^\p{L}]/gu, '')
  // "Dr. Who", "J. R. Hartley": neither ends there, unless the text does.
  return !(ABBREVIATIONS.has(letters) || /^\p{Lu}$/u.test(stem))
}

/** Cut behind commas where they come in time, else before the word that would be too much. */
function splitLong(tokens: Token[]): Phrase[] {
  const phrases: Phrase[] = []
  let rest = tokens
  while (rest.length > 0) {
    const fitting = Math.max(1, countFitting(rest))
    if (fitting === rest.length) break
    const comma = rest.slice(0, fitting).findLastIndex((token) => /[,;:]$/.test(token.spelled))
    const isLate = comma >= fitting / 3
    const count = isLate ? comma + 1 : fitting
    phrases.push({ tokens: rest.slice(0, count), pauseSeconds: isLate ? CLAUSE_PAUSE : BREATH_PAUSE })
    rest = rest.slice(count)
  }
  return rest.length === 0 ? phrases : [...phrases, { tokens: rest, pauseSeconds: 0 }]
}

function countFitting(tokens: Token[]): number {
  let letters = 0
  const tooMuch = tokens.findIndex((token) => (letters += countLetters(token) + 1) > PHRASE_LETTERS_MAX)
  return tooMuch === -1 ? tokens.length : tooMuch
}

function countLetters({ spelled }: Token): number {
  return spelled.length + (spelled.match(/\d/g)?.length ?? 0) * (FIGURE_LETTERS - 1)
}

function withPause(phrases: Phrase[], pauseSeconds: number): Phrase[] {
  const last = phrases.at(-1)
  if (last !== undefined) last.pauseSeconds = Math.max(last.pauseSeconds, pauseSeconds)
  return phrases
}
