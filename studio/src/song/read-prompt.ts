import { ALL_GENRES, DEFAULT_GENRE } from './all-genres.ts'
import type { Genre } from './genre.ts'
import type { Instrument } from './instruments.ts'
import { findKey } from './key.ts'
import type { Key, Mode } from './key.ts'
import { MOODS } from './moods.ts'
import { SINGERS, isSingerName } from '../singing/singers.ts'
import type { SingerName } from '../singing/singers.ts'
import { hasPhrase, toPromptWords } from './prompt-words.ts'

/** What a prompt asks for; null where it is silent. */
export interface SongWishes {
  genre: Genre
  bpm: number | null
  key: Key | null
  mode: Mode | null
  /** -1 calm to 1 wild: where in the genre's tempo range the song lies. */
  energy: number
  lead: Instrument | null
  hasDrums: boolean
  singer: SingerName | null
}

export const BPM_MIN = 30
export const BPM_MAX = 300
/** One name beats any number of hints that fit in a sentence. */
const NAME_WEIGHT = 10

export function readPrompt(prompt: string): SongWishes {
  const words = toPromptWords(prompt)
  return {
    genre: findGenre(words),
    bpm: findBpm(words),
    key: findKey(prompt.slice(0, words.length + 100)),
    ...findMood(words),
    lead: LEADS.find(([names]) => names.some((name) => hasPhrase(words, name)))?.[1] ?? null,
    hasDrums: !NO_DRUMS.some((phrase) => hasPhrase(words, phrase)),
    singer: findSinger(words),
  }
}

function findGenre(words: string): Genre {
  const scores = ALL_GENRES.map((genre) => {
    const names = genre.names.filter((name) => hasPhrase(words, name))
    // A longer name is the more exact one: "drum and bass" against "bass".
    const nameScore = names.reduce((sum, name) => sum + NAME_WEIGHT + name.split(' ').length, 0)
    return nameScore + genre.hints.filter((hint) => hasPhrase(words, hint)).length
  })
  const best = Math.max(...scores)
  return best === 0 ? DEFAULT_GENRE : (ALL_GENRES[scores.indexOf(best)] ?? DEFAULT_GENRE)
}

/** The singer whose name or kind a text names first in the table; null = none. */
function findSinger(text: string): SingerName | null {
  const words = toPromptWords(text)
  const names = Object.keys(SINGERS).filter(isSingerName)
  return names.find((name) => SINGERS[name].names.some((asked) => hasPhrase(words, asked))) ?? null
}

function findBpm(words: string): number | null {
  const found =
    / (\d{2,3})[ -]?(?:bpm|beats per minute) /.exec(words) ?? / (?:bpm|tempo)(?: of| at|)? (\d{2,3}) /.exec(words)
  const bpm = Number(found?.[1])
  return bpm >= BPM_MIN && bpm <= BPM_MAX ? bpm : null
}

function findMood(words: string): { mode: Mode | null; energy: number } {
  const moods = MOODS.filter((mood) => mood.words.some((word) => hasPhrase(words, word)))
  const brightness = moods.reduce((sum, mood) => sum + mood.brightness, 0)
  const energy = moods.reduce((sum, mood) => sum + mood.energy, 0)
  const named = hasPhrase(words, 'minor') ? 'minor' : hasPhrase(words, 'major') ? 'major' : null
  return {
    mode: named ?? (brightness > 0 ? 'major' : brightness < 0 ? 'minor' : null),
    energy: Math.max(-1, Math.min(1, energy / 2)),
  }
}

const NO_DRUMS = ['no drums', 'without drums', 'drumless', 'no percussion', 'without percussion', 'no beat']

/** The instrument that a prompt puts in front; the first that matches. */
const LEADS: [string[], Instrument][] = [
  [['sax', 'saxophone', 'saxophones'], 'tenorSax'],
  [['trumpet', 'trumpets'], 'trumpet'],
  [['violin', 'violins'], 'violin'],
  [['fiddle'], 'fiddle'],
  [['cello', 'cellos'], 'cello'],
  [['flute', 'flutes'], 'flute'],
  [['pan flute', 'panpipes'], 'panFlute'],
  [['clarinet'], 'clarinet'],
  [['oboe'], 'oboe'],
  [['french horn', 'horns', 'horn'], 'frenchHorns'],
  [['brass'], 'brassSection'],
  [['harmonica'], 'harmonica'],
  [['accordion', 'musette'], 'accordion'],
  [['banjo'], 'banjo'],
  [['vibraphone', 'vibes'], 'vibraphone'],
  [['marimba'], 'marimba'],
  [['kalimba'], 'kalimba'],
  [['music box', 'celesta'], 'celesta'],
  [['glockenspiel', 'bells'], 'glockenspiel'],
  [['harp'], 'harp'],
  [['organ', 'hammond'], 'drawbarOrgan'],
  [['rhodes', 'electric piano'], 'rhodes'],
  [['piano', '钢琴', 'ピアノ'], 'grandPiano'],
  [['distorted guitar', 'heavy guitar', 'guitar solo'], 'distortionGuitar'],
  [['electric guitar', 'electric guitars'], 'overdriveGuitar'],
  [['nylon guitar', 'classical guitar', 'spanish guitar'], 'nylonGuitar'],
  [['acoustic guitar', 'guitar', '吉他'], 'steelGuitar'],
  [['chiptune', '8-bit', 'retro game'], 'squareLead'],
]
