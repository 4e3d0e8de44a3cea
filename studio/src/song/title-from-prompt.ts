import { ALL_GENRES } from './all-genres.ts'
import type { Random } from './random.ts'
import { toPromptWords } from './prompt-words.ts'

const WORDS_MAX = 4
/** A title is one line in a list. */
const CHARACTERS_MAX = 60
const INSTRUCTIONS = new Set(
  (
    'a an the and or of in on at to for with without by from about into over under is are be this that it its as my ' +
    'me i you your song songs music track tune instrumental vocals vocal make create write compose generate please ' +
    'bpm tempo key major minor maj min beat beats some very nice good style genre like feel feeling vibe vibes mood ' +
    'no drums minute second seconds minutes long short'
  ).split(' '),
)
const WANDERING = ['Open', 'Quiet', 'Paper', 'Silver', 'Hidden', 'Second', 'Distant', 'Early', 'Northern', 'Golden']
const PLACES = ['Window', 'Harbour', 'Garden', 'Signal', 'Letter', 'River', 'Station', 'Morning', 'Country', 'Light']

/** The telling words of a prompt as a title; a made-up one if it has none. */
export function titleFromPrompt(prompt: string, random: Random): string {
  const genreWords = new Set(ALL_GENRES.flatMap((genre) => genre.names.flatMap((name) => name.split(' '))))
  const words = toPromptWords(prompt)
    .split(' ')
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter((word) => word !== '' && !/^\d+(?:bpm|s|sec|min)?$/.test(word))
  const telling = words.filter((word) => !INSTRUCTIONS.has(word) && !genreWords.has(word) && !/^[a-h][#b]?$/.test(word))
  const chosen = (telling.length > 0 ? telling : words.filter((word) => genreWords.has(word))).slice(0, WORDS_MAX)
  const title = chosen.map(capitalize).join(' ')
  if (title === '') return `${random.pick(WANDERING)} ${random.pick(PLACES)}`
  return cutTo(title, CHARACTERS_MAX)
}

function capitalize(word: string): string {
  const [first = '', ...rest] = word
  return first.toUpperCase() + rest.join('')
}

/** By whole characters: half a surrogate pair is no text. */
function cutTo(text: string, length: number): string {
  return [...text].slice(0, length).join('')
}
