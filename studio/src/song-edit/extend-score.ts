import { Refusal } from '../refusal.ts'
import { parseLyricSections } from '../song/lyric-sections.ts'
import type { LyricSection } from '../song/lyric-sections.ts'
import { planForm } from '../song/plan-form.ts'
import type { FormSection } from '../song/plan-form.ts'
import { readPrompt } from '../song/read-prompt.ts'
import type { Part, Score } from '../song/score.ts'
import { placeSections } from '../song/arrangement.ts'
import type { Arrangement } from '../song/arrangement.ts'
import { hashSeed } from '../song/hash-seed.ts'
import { writeLeadParts } from '../song/write-lead-parts.ts'
import { arrangePlan, keepInside, writeBacking, writePlan } from '../song/write-score.ts'
import { chooseSinger } from './choose-singer.ts'
import { findNamedGenre } from './find-named-genre.ts'
import { planOfSong } from './plan-of-song.ts'
import { beatAt, spliceParts, spliceSpans, spliceVocals } from './splice-scores.ts'

export const SECONDS_MAX = 600
/** Room for a verse, the hook once more, and an ending; with words they say how much there is to sing. */
const NEW_SECONDS = 40
const SUNG_SECONDS_MIN = 30
const NEW_SECONDS_MIN = 12
const NEW_SECONDS_MAX = 240
/** A sung line with the breath after it. */
const LINE_SECONDS = 4

export interface ScoreExtension {
  score: Score
  /** Seconds of the old sound that stay: the wanted ones, or those before the old song's last chord. */
  keptSeconds: number
}

/**
 * Goes on after a moment in the same tempo and key, from the next bar line on with new music that ends as songs do. Its
 * chords and tune follow from the song, so that the hook comes back; the seed says how the band plays and what is improvised.
 */
export function extendScore(
  score: Score,
  {
    cropEndAt,
    lyrics,
    prompt,
    seed,
  }: { cropEndAt: number | null; lyrics: string | null; prompt: string; seed: number },
): ScoreExtension {
  const plan = planOfSong(score, findNamedGenre(prompt))
  const { beatsPerBar } = plan.genre
  const secondsPerBeat = 60 / score.bpm
  // The last chord rings out and fades: the song goes on in its place, not after it.
  const crop = Math.min(score.landingBeat, cropEndAt === null ? Infinity : beatAt(score, cropEndAt))
  const from = Math.min(score.landingBeat, Math.ceil(crop / beatsPerBar - 0.01) * beatsPerBar)
  const sections = lyrics === null ? wordsAgain(score) : parseLyricSections(lyrics)
  const durationSeconds = from * secondsPerBeat + planSeconds(sections, SECONDS_MAX - from * secondsPerBeat)
  const added = planForm({
    durationSeconds: durationSeconds - from * secondsPerBeat,
    bpm: score.bpm,
    beatsPerBar,
    lyrics: sections,
  })
  const kept = keepUntil(plan.form.sections, from, beatsPerBar)
  const asked = readPrompt(prompt)
  const singer = lyrics === null ? plan.singer : (plan.singer ?? asked.singer ?? chooseSinger(seed))
  const form = {
    sections: [...kept, ...added.sections.map(toContinuation)],
    pickupBeats: kept.length === 0 ? added.pickupBeats : plan.form.pickupBeats,
  }
  const longer = { ...plan, form, durationSeconds, singer }
  const written = writePlan(longer)
  const parts = varyPlaying(arrangePlan(longer), {
    seed: hashSeed(`extend\u0000${seed}\u0000${prompt}\u0000${score.seed}`),
    hasDrums: plan.wishes.hasDrums,
  })
  const span = { from, to: Infinity }
  return {
    score: {
      ...written,
      genre: score.genre,
      chords: spliceSpans(score.chords, written.chords, span),
      parts: spliceParts(score.parts, parts, span),
      vocals: spliceVocals(score.vocals, written.vocals, span),
    },
    keptSeconds: crop * secondsPerBeat,
  }
}

/** The parts of an arrangement, its tune as it is, solos and accompaniment by another seed on the same instruments. */
function varyPlaying(arrangement: Arrangement, { seed, hasDrums }: { seed: string; hasDrums: boolean }): Part[] {
  const varied = { ...arrangement, seed }
  const tune = writeLeadParts(arrangement).filter(({ role }) => role !== 'solo')
  const solos = writeLeadParts(varied).filter(({ role }) => role === 'solo')
  const players = writeBacking(arrangement, hasDrums)
  const backing = writeBacking(varied, hasDrums).map((part, index): Part => {
    const { notes, swells } = part
    return { ...(players[index] ?? part), notes, swells }
  })
  return [...tune, ...solos, ...backing].map((part) => ({
    ...part,
    notes: keepInside(part.notes, arrangement.totalBeats),
  }))
}

/** As long as the words need, within what a song may last. */
export function planSeconds(sections: LyricSection[], left: number): number {
  if (left < NEW_SECONDS_MIN)
    throw new Refusal('The song would be longer than ten minutes; let it go on from an earlier moment (cropEndAt).')
  const lines = sections.reduce((sum, section) => sum + section.lines.length, 0)
  const wanted = lines === 0 ? NEW_SECONDS : Math.max(SUNG_SECONDS_MIN, (lines + 3) * LINE_SECONDS)
  return Math.min(left, NEW_SECONDS_MAX, wanted)
}

/** Without new words a sung song repeats its last chorus. */
function wordsAgain(score: Score): LyricSection[] {
  if (score.vocals === null) return []
  const chorus = score.sections.findLast((section) => section.kind === 'chorus' && section.lines.length > 0)
  return chorus === undefined ? [] : parseLyricSections(`[Chorus]\n${chorus.lines.join('\n')}`)
}

/** A second beginning would be heard as another song. */
export function toContinuation(section: FormSection): FormSection {
  return section.kind === 'intro' ? { ...section, kind: 'solo', energy: 2 } : section
}

/** The sections up to a beat, in whole bars; the old ending's landing bar is no bar any more. */
function keepUntil(sections: FormSection[], until: number, beatsPerBar: number): FormSection[] {
  const { spans } = placeSections({ sections, pickupBeats: 0 }, beatsPerBar)
  return spans.flatMap(({ section, beat, bars }) => {
    const left = Math.min(bars, Math.round((until - beat) / beatsPerBar))
    return left > 0 ? [{ ...section, bars: left }] : []
  })
}
