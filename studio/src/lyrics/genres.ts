/** What a genre asks of the form. To add one: a name, the words that call for it, and its form. */
import { wordsOf } from './pronounce.ts'

export type Scheme = 'AABB' | 'ABAB' | 'ABCB'
export interface Form {
  scheme: Scheme
  verseLines: 4 | 8
  /** Ballad metre: lines of eight and six syllables in turn, in place of eights throughout. */
  isBallad: boolean
  hasPreChorus: boolean
  chorusLines: 4 | 6
}
export interface Genre {
  name: string
  words: string[]
  form: Form
  /** Its chorus does not shout. */
  isQuiet?: true
}

const pop: Genre = {
  name: 'pop',
  words: ['pop', 'synthpop', 'kpop', 'indie', 'radio'],
  form: { scheme: 'ABAB', verseLines: 8, isBallad: false, hasPreChorus: true, chorusLines: 6 },
}
const folk: Genre = {
  name: 'folk',
  words: ['folk', 'country', 'acoustic', 'americana', 'bluegrass', 'shanty', 'singer', 'campfire', 'western'],
  form: { scheme: 'ABCB', verseLines: 8, isBallad: true, hasPreChorus: false, chorusLines: 4 },
}
const rock: Genre = {
  name: 'rock',
  words: ['rock', 'grunge', 'punk', 'metal', 'guitar', 'emo', 'garage', 'anthem', 'stadium'],
  form: { scheme: 'AABB', verseLines: 8, isBallad: false, hasPreChorus: true, chorusLines: 6 },
}
const genres: Genre[] = [
  pop,
  folk,
  rock,
  {
    name: 'hip hop',
    words: ['hip', 'hop', 'hiphop', 'rap', 'trap', 'drill', 'boom', 'reggae', 'dancehall'],
    form: { scheme: 'AABB', verseLines: 8, isBallad: false, hasPreChorus: false, chorusLines: 4 },
  },
  {
    name: 'electronic',
    words: ['electronic', 'edm', 'house', 'techno', 'trance', 'disco', 'electro', 'dubstep', 'club', 'rave'],
    form: { scheme: 'AABB', verseLines: 4, isBallad: false, hasPreChorus: true, chorusLines: 6 },
  },
  {
    name: 'soul',
    words: ['soul', 'rnb', 'r&b', 'gospel', 'ballad', 'motown', 'funk', 'latin', 'musical'],
    form: { scheme: 'ABAB', verseLines: 8, isBallad: false, hasPreChorus: true, chorusLines: 4 },
  },
  {
    name: 'jazz',
    words: ['jazz', 'swing', 'bossa', 'nova', 'blues', 'lounge', 'cabaret'],
    form: { scheme: 'AABB', verseLines: 4, isBallad: false, hasPreChorus: false, chorusLines: 4 },
  },
  {
    name: 'quiet',
    isQuiet: true,
    words: ['lofi', 'lo-fi', 'ambient', 'chill', 'chillhop', 'dreamy', 'downtempo', 'orchestral', 'classical', 'piano'],
    form: { scheme: 'ABCB', verseLines: 4, isBallad: true, hasPreChorus: false, chorusLines: 4 },
  },
  {
    name: 'lullaby',
    isQuiet: true,
    words: ['lullaby', 'nursery', 'bedtime', 'kids', 'children', "children's", 'toddler'],
    form: { scheme: 'AABB', verseLines: 4, isBallad: false, hasPreChorus: false, chorusLines: 4 },
  },
]

/** Words that name a genre, for those who must not take them for the subject of a song. */
export const genreWords: ReadonlySet<string> = new Set(genres.flatMap((genre) => genre.words))

/** The genre named first in the prompt, or one of the three plain ones by `choice` (0 to 1). */
export function findGenre(prompt: string, choice: number): Genre {
  for (const word of wordsOf(prompt)) {
    const named = genres.find((genre) => genre.words.includes(word))
    if (named !== undefined) return named
  }
  return [pop, folk, rock][Math.floor(choice * 3)] ?? pop
}
