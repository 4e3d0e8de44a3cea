/** The noun phrases and activities of a prompt, made ready to stand inside a line of a song. */
import nlp from 'compromise'
import { countSyllables } from './pronounce.ts'
import {
  calendarWords,
  englishWords,
  foreignWords,
  commonPlaces,
  isActivityWord,
  isMetaWord,
  isPluralNoun,
  linkingWords,
  needsNoArticle,
  determiners,
  tyingWords,
} from './subject-words.ts'

export type SubjectKind = 'person' | 'place' | 'thing' | 'doing' | 'phrase'
export interface Subject {
  /** "the city at night", "my sister Anna", "driving through the rain". */
  text: string
  kind: SubjectKind
  isPlural: boolean
}

/** What compromise gives for a sentence. */
interface ParsedSentence {
  terms: { text: string; post: string; tags: string[] }[]
}

interface Term {
  text: string
  word: string
  tags: ReadonlySet<string>
  /** A comma or a full stop follows. */
  isLast: boolean
}

/** Longer phrases leave no room for the rest of the line. */
const syllablesMax = 7
/** No word that anybody sings is longer. */
const wordCharactersMax = 24
const clauseWords = new Set('who that which while because when after before is are was were'.split(' '))

/** In the prompt's order, the richer phrase before the plain one it grew from. */
export function findSubjects(text: string): Subject[] {
  const terms = readTerms(text)
  if (isForeign(terms)) return []
  const found: Subject[] = []
  let index = 0
  while (index < terms.length) {
    const [subjects, next] = readSubject(terms, index)
    found.push(...subjects)
    index = next
  }
  const seen = new Set<string>()
  if (found.length === 0) found.push(...wholePrompt(terms))
  return found.filter((subject) => {
    const key = subject.text.toLowerCase()
    return countSyllables(key) <= syllablesMax + 2 && !seen.has(key) && seen.add(key)
  })
}

/** Another language's noun phrases would read as nonsense inside an English line. */
function isForeign(terms: Term[]): boolean {
  const count = (words: ReadonlySet<string>) => terms.filter((term) => words.has(term.word)).length
  return count(foreignWords) > count(englishWords)
}

/** "love", "taxes", "I miss you", "be happy": too short to parse, and itself the subject. */
function wholePrompt(terms: Term[]): Subject[] {
  const words = terms.filter((term) => !isMetaWord(term.word))
  const [only] = words
  if (only === undefined || (only.word.length < 3 && words.length === 1)) return []
  // "happy pop" says how it should sound, not what it is about, and so does "warm and raw".
  const isManner = words.every(
    (term) => determiners.has(term.word) || term.tags.has('Adjective') || term.word === 'and',
  )
  if (isManner || (words.length === 1 && only.tags.has('Gerund'))) return []
  if (words.length === 1) return [toSubject([only], undefined)]
  if (words.length > 5 || words.length < terms.length) return []
  const text = textOf(terms)
  return [{ text: text.charAt(0).toUpperCase() + text.slice(1), kind: 'phrase', isPlural: false }]
}

function readTerms(text: string): Term[] {
  const sentences: ParsedSentence[] = nlp(text).json({ offset: false })
  const terms: Term[] = []
  let hyphened: string | null = null
  for (const term of sentences.flatMap((sentence) => sentence.terms)) {
    const spelled: string = hyphened === null ? term.text : `${hyphened}-${term.text}`
    const word = spelled.toLowerCase().replaceAll('’', "'")
    hyphened = term.post === '-' ? spelled : null
    if (
      hyphened !== null ||
      word.length > wordCharactersMax ||
      !/^[\p{Script=Latin}\d'-]+$/u.test(word) ||
      !/[\p{L}\d]/u.test(word)
    )
      continue
    // A hyphened word is the same part of speech as its end, but "never-ending" is no activity.
    const tags = new Set(/-\w+(?:ing|ed)$/.test(word) ? ['Adjective'] : term.tags)
    terms.push({ text: spelled, word, tags, isLast: /[,.;:!?()\n–—]/.test(term.post) })
  }
  return terms
}

function readSubject(terms: Term[], start: number): [Subject[], number] {
  const term = terms[start]
  if (term === undefined) return [[], start + 1]
  if (isActivityWord(term.word) && !isMetaWord(term.word)) {
    const activity = readActivity(terms, start)
    if (activity.length > 1 || start === 0 || terms[start - 1]?.isLast !== false || !isNoun(terms[start + 1])) {
      return [[{ text: textOf(activity), kind: 'doing', isPlural: false }], start + 1]
    }
  }
  const phrase = standsAlone(terms, start) ? [term] : readNounPhrase(terms, start)
  if (phrase.length === 0) return [[], start + 1]
  const next = start + phrase.length
  const head = phrase.at(-1)
  // A letter alone is a key: "in D minor".
  if (head === undefined || isMetaWord(head.word) || (phrase.length === 1 && head.word.length === 1)) return [[], next]
  const plain = toSubject(phrase, terms[start - 1])
  const link = terms[next]
  const rest = !head.isLast && link !== undefined && tyingWords.has(link.word) ? readNounPhrase(terms, next + 1) : []
  if (link === undefined || rest.length === 0 || rest.some((part) => isMetaWord(part.word))) return [[plain], next]
  const rich = { ...plain, text: `${plain.text} ${link.word} ${textOf(rest)}` }
  return [countSyllables(rich.text) <= syllablesMax ? [rich, plain] : [plain], next]
}

/** In a list ("pirates, rum and gold") every word is a noun, whatever else it may be elsewhere. */
function standsAlone(terms: Term[], start: number): boolean {
  const [before, term, after] = [terms[start - 1], terms[start], terms[start + 1]]
  if (term === undefined || before === undefined || !terms.some((other) => other.isLast)) return false
  if (determiners.has(term.word) || linkingWords.has(term.word) || term.tags.has('Adverb') || term.word.length < 3)
    return false
  const isOpen = before.isLast || (before.word === 'and' && terms[start - 2] !== undefined)
  return isOpen && (term.isLast || after === undefined || after.word === 'and')
}

/** "driving | through the city | at night": the -ing word and what belongs to it, while it still fits a line. */
function readActivity(terms: Term[], start: number): Term[] {
  const taken: Term[] = []
  for (const term of terms.slice(start, start + 7)) {
    const ends = taken.length > 0 && (isBreak(term) || isMetaWord(term.word))
    if (ends || countSyllables(textOf([...taken, term])) > syllablesMax) break
    taken.push(term)
    if (term.isLast) break
  }
  // Never end on a word that promises another.
  while (taken.length > 1 && isHanging(taken.at(-1))) taken.pop()
  return taken
}

function readNounPhrase(terms: Term[], start: number): Term[] {
  const taken: Term[] = []
  for (const term of terms.slice(start, start + 5)) {
    if (!continuesPhrase(taken, term)) break
    taken.push(term)
    if (term.isLast) break
  }
  while (taken.length > 0 && !isHead(taken, taken.length - 1)) taken.pop()
  // Words such as "indie song" lead up to the subject without belonging to it.
  while (taken.length > 1 && isMetaWord(taken[0]?.word ?? '')) taken.shift()
  return taken
}

function continuesPhrase(taken: Term[], term: Term): boolean {
  if (isActivityWord(term.word) && !term.word.includes('-')) return false
  if (determiners.has(term.word)) return taken.length === 0
  return isNoun(term) || isModifier(term) || isHead([...taken, term], taken.length)
}

/** A noun, or a word that also is a verb standing where only a noun can: "first kiss". */
function isHead(phrase: Term[], index: number): boolean {
  const term = phrase[index]
  const before = phrase[index - 1]
  if (term === undefined || determiners.has(term.word)) return false
  if (isNoun(term)) return true
  return before !== undefined && (determiners.has(before.word) || isModifier(before)) && term.tags.has('Infinitive')
}

function toSubject(phrase: Term[], before: Term | undefined): Subject {
  const head = phrase.at(-1)
  const first = phrase[0]
  if (head === undefined || first === undefined) return { text: '', kind: 'thing', isPlural: false }
  const isPlural = isPluralNoun(head.word, head.tags)
  const isName = head.tags.has('ProperNoun') || /^\p{Lu}\p{Ll}/u.test(head.text)
  const bare = first.word === 'a' || first.word === 'an' ? phrase.slice(1) : phrase
  const isBare = bare === phrase
  const hasOwn = isBare && (determiners.has(first.word) || first.tags.has('Cardinal') || first.word.endsWith("'s"))
  // The writer wrote "of rum" and "in space": so shall we.
  const isBareByChoice = isBare && before !== undefined && !before.isLast && linkingWords.has(before.word)
  const isMass = isBare && (needsNoArticle(head.word) || isBareByChoice)
  const wantsArticle = !hasOwn && !isPlural && !isName && !isMass
  return { text: `${wantsArticle ? 'the ' : ''}${textOf(bare)}`, kind: kindOf(head), isPlural }
}

function kindOf(head: Term): SubjectKind {
  if (head.tags.has('Place') || commonPlaces.has(head.word)) return 'place'
  if (head.tags.has('Person') || head.tags.has('Actor')) return 'person'
  return 'thing'
}

function textOf(terms: Term[]): string {
  return terms.map(spell).join(' ')
}

function spell(term: Term): string {
  if (calendarWords.has(term.word.replace(/s$/, '')) || calendarWords.has(term.word)) {
    return term.word.charAt(0).toUpperCase() + term.word.slice(1)
  }
  const isName = term.text === 'I' || (term.tags.has('ProperNoun') && /^\p{Lu}\p{Ll}/u.test(term.text))
  return isName ? term.text : term.word
}

function isNoun(term: Term | undefined): boolean {
  return term !== undefined && term.tags.has('Noun') && !term.tags.has('Pronoun') && !determiners.has(term.word)
}

function isModifier(term: Term): boolean {
  return term.tags.has('Adjective') || term.tags.has('Value')
}

function isBreak(term: Term): boolean {
  return !linkingWords.has(term.word) && (term.tags.has('Conjunction') || clauseWords.has(term.word))
}

function isHanging(term: Term | undefined): boolean {
  if (term === undefined) return false
  if (determiners.has(term.word) || linkingWords.has(term.word)) return true
  return term.tags.has('Preposition') || term.tags.has('Adjective') || term.tags.has('Conjunction')
}
