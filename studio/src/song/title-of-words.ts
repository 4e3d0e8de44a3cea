import { titleCase } from '../lyrics/title-case.ts'
import { parseLyricSections } from './lyric-sections.ts'

const WORDS_MAX = 7
/** A line of more words than this lends the title only its first clause. */
const LINE_WORDS_MAX = 6
/** Scripts without spaces have lines of one word. */
const CHARACTERS_MAX = 24
/** No title begins with these, */
const CANNOT_BEGIN = new Set('and or but of so that than oh ooh ah hey yeah'.split(' '))
/** nor ends with these. */
const CANNOT_END = new Set(
  `a an the and or but of to in on at by with from for as if than that till until my your his her its our their is are was
  were be been am i'm i we he she they it it's don't not no so oh`.split(/\s+/),
)

interface Phrase {
  words: string[]
  count: number
}

/** What words would be called by who hears them: the phrase that their chorus says most, else its first line; null = no words. */
export function titleOfWords(lyrics: string): string | null {
  const sections = parseLyricSections(lyrics).filter(({ lines }) => lines.length > 0)
  const chorus = sections.find(({ kind }) => kind === 'chorus') ?? sections.find(({ kind }) => kind === 'verse')
  const lines = (chorus ?? sections[0])?.lines.map(({ text }) => text.split(/\s+/u).filter(isSaid)) ?? []
  const told = lines.filter((line) => line.length > 0)
  const [first] = told
  if (first === undefined) return null
  const words = mostSaid(told) ?? shorten(first)
  return titleCase(clip(trim(words.join(' '))))
}

function isSaid(word: string): boolean {
  return /[\p{L}\p{N}]/u.test(word)
}

/** The phrase that comes back most, and of those the longest, and of those the first; null = none does. */
function mostSaid(lines: string[][]): string[] | null {
  const phrases = new Map<string, Phrase>()
  for (const line of lines) {
    for (const words of phrasesOf(line)) {
      const key = words.map(plain).join(' ')
      const phrase = phrases.get(key)
      if (phrase === undefined) phrases.set(key, { words, count: 1 })
      else phrase.count++
    }
  }
  const again = [...phrases.values()].filter(({ count }) => count > 1)
  return again.toSorted((a, b) => b.count - a.count || b.words.length - a.words.length)[0]?.words ?? null
}

/** Two words or more in a row, or the one of a line, that could be a title. */
function phrasesOf(line: string[]): string[][] {
  if (line.length === 1) return [line]
  return line.flatMap((_, from) =>
    Array.from({ length: WORDS_MAX - 1 }, (__, more) => line.slice(from, from + more + 2)).filter(
      (words, more) => words.length === more + 2 && canBeTitle(words),
    ),
  )
}

function canBeTitle(words: string[]): boolean {
  return !CANNOT_BEGIN.has(plain(words[0] ?? '')) && !CANNOT_END.has(plain(words.at(-1) ?? ''))
}

/** A line without its sighs, or as many of its clauses as make a title. */
function shorten(line: string[]): string[] {
  const start = line.findIndex((word) => !CANNOT_BEGIN.has(plain(word)))
  const words = line.slice(Math.max(0, start))
  if (words.length <= LINE_WORDS_MAX) return words
  const clauseEnd = words.findIndex((word, index) => index > 0 && /[,;:.!?—]$/u.test(word)) + 1
  const cut = words.slice(0, clauseEnd > 0 && clauseEnd <= LINE_WORDS_MAX ? clauseEnd : LINE_WORDS_MAX)
  while (cut.length > 2 && CANNOT_END.has(plain(cut.at(-1) ?? ''))) cut.pop()
  return cut
}

function plain(word: string): string {
  return trim(word).toLowerCase().replaceAll('’', "'")
}

/** Without the signs around it. */
function trim(text: string): string {
  return text.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}]+$/gu, '')
}

function clip(text: string): string {
  return text.includes(' ') ? text : [...text].slice(0, CHARACTERS_MAX).join('')
}
