import { ALL_GENRES, DEFAULT_GENRE } from './all-genres.ts'
import type { SongRequest } from '../contract.ts'
import { SINGERS, isSingerName } from '../singing/singers.ts'
import type { SingerName } from '../singing/singers.ts'
import type { Genre } from './genre.ts'
import { hashSeed } from './hash-seed.ts'
import { findKey, makeKey } from './key.ts'
import type { Key } from './key.ts'
import { parseLyricSections, toLyricLine } from './lyric-sections.ts'
import type { LyricLine } from './lyric-sections.ts'
import { planForm } from './plan-form.ts'
import type { Form } from './plan-form.ts'
import { makeRandom } from './random.ts'
import { BPM_MAX, BPM_MIN, readPrompt } from './read-prompt.ts'
import type { SongWishes } from './read-prompt.ts'
import type { Score } from './score.ts'
import { parseTimedLyrics } from './timed-lyrics.ts'
import { titleOfSong } from './title-of-song.ts'

/** What is decided before any note: `writePlan` makes a score of it, and the same one each time. */
export interface SongPlan {
  title: string
  genre: Genre
  bpm: number
  key: Key
  /** Seconds. */
  durationSeconds: number
  form: Form
  wishes: Score['wishes']
  /** Null = the words, if there are any, are played by the lead. */
  singer: SingerName | null
  seed: string
}

export type PlanRequest = Omit<SongRequest, 'format' | 'kind' | 'withStems'>

export function planSong(request: PlanRequest): SongPlan {
  const asked = readPrompt(request.prompt)
  const { genre } = asked
  const seed = hashSeed(`${request.seed}\u0000${request.prompt}`)
  const bpm = clampBpm(request.bpm ?? asked.bpm ?? chooseBpm(genre, asked.energy, seed))
  const { durationSeconds } = request
  const lyrics = request.lyrics === null ? [] : parseLyricSections(request.lyrics)
  return {
    title: titleOfSong(request),
    genre,
    bpm,
    key: (request.key === null ? null : findKey(`in ${request.key}`)) ?? asked.key ?? chooseKey(asked, seed),
    durationSeconds,
    form: planForm({
      durationSeconds,
      bpm,
      beatsPerBar: genre.beatsPerBar,
      lyrics,
      timedLines: parseTimedLyrics(request.lyrics ?? ''),
    }),
    wishes: { leadInstrument: asked.lead, hasDrums: asked.hasDrums },
    singer: request.instrumental || lyrics.length === 0 ? null : (asked.singer ?? chooseSinger(seed)),
    seed,
  }
}

/** The plan that a score was written from. A genre that is gone by now becomes the default one. */
export function planOfScore(score: Score): SongPlan {
  const { title, bpm, durationSeconds, wishes, seed, beatsPerBar } = score
  const key = findKey(`in ${score.key}`)
  if (key === null) throw new Error(`"${score.key}" is no key`)
  const sections = score.sections.map(({ kind, beat, beats, energy, lines, lineBeats }, index) => {
    const isLast = index === score.sections.length - 1
    // The last one's last bar is the landing, which belongs to no bar.
    const bars = isLast
      ? Math.floor((score.landingBeat - beat) / beatsPerBar + 1e-6) + 1
      : Math.round(beats / beatsPerBar)
    return {
      kind,
      bars,
      energy,
      lines: lines.map((text, at) => ({ ...toLyricLine(text), ...beatOf(lineBeats?.[at]) })),
    }
  })
  const [only, ...others] = sections
  const pickupBeats = only?.bars === 1 && others.length === 0 ? Math.round(score.landingBeat) : 0
  const genre = ALL_GENRES.find(({ name }) => name === score.genre) ?? DEFAULT_GENRE
  const form = { sections, pickupBeats: pickupBeats < beatsPerBar ? pickupBeats : 0 }
  return { title, genre, bpm, key, durationSeconds, form, wishes, singer: score.vocals?.singer ?? null, seed }
}

function beatOf(beat: number | undefined): Pick<LyricLine, 'beat'> {
  return beat === undefined ? {} : { beat }
}

function clampBpm(bpm: number): number {
  return Math.max(BPM_MIN, Math.min(BPM_MAX, bpm))
}

/** The mood sets the middle of the choice, chance a quarter of the range around it. */
function chooseBpm(genre: Genre, energy: number, seed: string): number {
  const { min, max } = genre.tempo
  const place = 0.5 + energy * 0.4 + (makeRandom(seed, 'tempo').next() - 0.5) * 0.25
  return Math.round(min + (max - min) * Math.max(0, Math.min(1, place)))
}

function chooseKey(asked: SongWishes, seed: string): Key {
  const random = makeRandom(seed, 'key')
  const isMinor = random.chance(asked.genre.minorShare)
  return makeKey(random.int(0, 11), asked.mode ?? (isMinor ? 'minor' : 'major'))
}

function chooseSinger(seed: string): SingerName {
  return makeRandom(seed, 'singer').pick(Object.keys(SINGERS).filter(isSingerName))
}
