/** A prompt, read as the brief for a song: what it is about, what it is called, how it should feel. */
import { findGenre, type Genre } from './genres.ts'
import { findSubjects, type Subject } from './find-subjects.ts'
import { findThemes } from './find-themes.ts'
import type { Random } from './make-random.ts'
import { findMoodThemes, isMoodWord } from './moods.ts'
import { countSyllables, wordsOf } from './pronounce.ts'
import { withoutStyle } from './style-words.ts'
import { isPluralNoun } from './subject-words.ts'
import { type Theme, themes } from './themes.ts'

export interface Brief {
  genre: Genre
  themes: Theme[]
  isSad: boolean
  /** What the chorus sings of; also the title. */
  hook: Subject
  /** Everything else the prompt names, the hook's plain form included. */
  subjects: Subject[]
  /** No theme knows this prompt. */
  isStrange: boolean
}

/** Long prompts say what they want at the start; the rest would only water the themes down. */
const readCharactersMax = 600

/** For prompts that say nothing of what they are about. */
const anyThemes: [string, ...string[]] = ['hope', 'travel', 'night', 'city', 'sea', 'home']

const sadWords = new Set(
  `sad melancholy melancholic sorrow grief lonely loneliness heartbreak heartbroken broken loss lost losing goodbye
  tears crying cry mourning death dying died bittersweet gloomy tragic regret missing miss pain hurt depressed breakup
  funeral leaving empty`.split(/\s+/),
)
const happyWords = new Set(
  'happy upbeat joyful cheerful fun funny party uplifting celebrate birthday hopeful sunny energetic silly'.split(' '),
)

export function readPrompt(prompt: string, random: Random): Brief {
  const text = prompt.normalize('NFC').slice(0, readCharactersMax).replace(/\s+/g, ' ')
  const words = wordsOf(text)
  const sadness =
    words.filter((word) => sadWords.has(word)).length - words.filter((word) => happyWords.has(word)).length
  const topic = topicOf(text)
  const plain = topic === text ? withoutStyle(text) : topic
  const named = findSubjects(calm(plain))
  // "slow melancholy piano" is a wish for the sound; "about melancholy" is a subject.
  const subjects = topic === text ? named.filter((subject) => !isManner(subject, text)) : named
  const found = findThemes(plain)
  const chosen = found.length > 0 ? found : findThemes(withoutStyle(text))
  const used = chosen.length > 0 ? chosen : fallbackThemes(subjects, words, random)
  return {
    genre: findGenre(text, random.next()),
    themes: used,
    isSad: sadness > 0,
    hook: quotedTitle(text) ?? pickHook(subjects, used, random),
    subjects,
    isStrange: chosen.length === 0 && subjects.length > 0,
  }
}

/** What follows "about" is the subject; what precedes it is the request. */
function topicOf(text: string): string {
  const match = /\b(?:about|celebrating|dedicated to|inspired by|describing)\s+(.+)$/iu.exec(text)
  return match?.[1] ?? text
}

/** All of it says how the song should feel; "the dark" is a thing, if the article is the writer's own. */
function isManner(subject: Subject, text: string): boolean {
  const words = subject.text.toLowerCase().split(' ')
  const [first, ...others] = words
  if (first === 'the') return others.every(isMoodWord) && !text.toLowerCase().includes(subject.text.toLowerCase())
  return words.every((word) => isMoodWord(word) || word === 'and')
}

/** Capitals help to see names, but not in a prompt that shouts. */
function calm(text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0
  return capitals > letters / 2 ? text.toLowerCase() : text
}

/** `a song called "Neon Rain"`: the writer has named it already. */
function quotedTitle(text: string): Subject | null {
  const match =
    /["“„«]([^"”“»]{2,40})["”“»]/u.exec(text) ??
    /\b(?:called|titled|entitled|named)\s+([\p{Lu}][\p{L}' ]{1,30}?)(?=[,.;!?]|$)/u.exec(text)
  const title = match?.[1]?.trim()
  if (title === undefined || !/\p{Script=Latin}{2}/u.test(title) || countSyllables(title) > 8) return null
  return { text: title, kind: 'phrase', isPlural: false }
}

function pickHook(subjects: Subject[], found: Theme[], random: Random): Subject {
  // The first phrase is the likeliest subject; a later one keeps seeds from all sounding alike.
  const first = subjects[0]
  if (first === undefined) return titleOf(found[0] ?? fallback(), random)
  return random.chance(0.6) ? first : (subjects[random.below(Math.min(3, subjects.length))] ?? first)
}

function titleOf(theme: Theme, random: Random): Subject {
  const text = random.pick(theme.titles)
  return { text, kind: 'thing', isPlural: isPluralNoun(text.split(' ').at(-1) ?? '', new Set()) }
}

function fallbackThemes(subjects: Subject[], words: string[], random: Random): Theme[] {
  const kind = subjects[0]?.kind
  if (kind === 'person') return themesNamed('friendship', 'hope')
  if (kind === 'place') return themesNamed('travel', 'home')
  const felt = findMoodThemes(words, random)
  if (felt.length > 0) return felt
  const played = findThemes(words.join(' '))
  return played.length > 0 ? played : themesNamed(random.pick(anyThemes))
}

function themesNamed(...names: string[]): Theme[] {
  return themes.filter((theme) => names.includes(theme.name))
}

function fallback(): Theme {
  const [theme] = themesNamed('hope')
  if (theme === undefined) throw new Error('The theme "hope" is missing')
  return theme
}
