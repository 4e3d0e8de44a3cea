import { Refusal } from '../refusal.ts'
import { placeSections } from '../song/arrangement.ts'
import { hashSeed } from '../song/hash-seed.ts'
import { parseLyricSections, toLyricLine } from '../song/lyric-sections.ts'
import type { LyricLine } from '../song/lyric-sections.ts'
import type { FormSection } from '../song/plan-form.ts'
import { readPrompt } from '../song/read-prompt.ts'
import type { Part, Score } from '../song/score.ts'
import { writeBacking } from '../song/write-score.ts'
import { writeLeadParts } from '../song/write-lead-parts.ts'
import { writeVocals } from '../song/write-vocals.ts'
import { chooseSinger } from './choose-singer.ts'
import { findNamedGenre } from './find-named-genre.ts'
import { arrangeOver, chordsOf, planOfSong } from './plan-of-song.ts'
import { beatAt, findFreeSpan, isWithin, spliceParts, spliceVocals } from './splice-scores.ts'
import type { BeatSpan } from './splice-scores.ts'

/** Other notes between two moments over the same chords: another tune, other patterns, other words if there are new ones. */
export function inpaintScore(
  score: Score,
  { from, to, lyrics, prompt, seed }: { from: number; to: number; lyrics: string | null; prompt: string; seed: number },
): Score {
  const span = { from: beatAt(score, from), to: beatAt(score, to) }
  const free = findFreeSpan(score.vocals, span)
  const named = findNamedGenre(prompt)
  const asked = readPrompt(prompt)
  const plan = planOfSong(score, named)
  const lines =
    lyrics === null ? wordsInside(score, span) : parseLyricSections(lyrics).flatMap((section) => section.lines)
  const form = {
    ...plan.form,
    sections: cutAtWindow(plan.form.sections, plan.genre.beatsPerBar, { span: free, lines }),
  }
  const singer = lines.length === 0 ? null : (plan.singer ?? asked.singer ?? chooseSinger(seed))
  const wishes = {
    leadInstrument: asked.lead ?? plan.wishes.leadInstrument,
    hasDrums: asked.hasDrums && plan.wishes.hasDrums,
  }
  const arrangement = {
    ...arrangeOver({ ...plan, form, singer, wishes }, chordsOf(score)),
    // Other ideas than the song's own, also where the prompt is empty.
    seed: hashSeed(`inpaint\u0000${seed}\u0000${prompt}\u0000${score.seed}`),
  }
  const written = [...writeLeadParts(arrangement), ...writeBacking(arrangement, wishes.hasDrums)]
  const parts =
    named === null && asked.lead === null ? written.map((part) => playedAsBefore(part, score.parts)) : written
  const vocals = writeVocals(arrangement)
  if (lyrics !== null && lines.length > 0 && !vocals?.lines.some((line) => isWithin(line, free)))
    throw new Refusal(
      'The words find no room: choose a part of some bars that no sung line reaches into, and words in Latin letters.',
    )
  return { ...score, parts: spliceParts(score.parts, parts, span), vocals: spliceVocals(score.vocals, vocals, span) }
}

/** Nobody asked for another instrument. */
function playedAsBefore(part: Part, old: Part[]): Part {
  const player = old.find(({ role }) => role === part.role)
  return player === undefined ? part : { ...player, notes: part.notes, swells: part.swells }
}

function wordsInside(score: Score, span: BeatSpan): LyricLine[] {
  return (score.vocals?.lines ?? [])
    .filter((line) => isWithin(line, span))
    .map((line) => toLyricLine(line.words.map((word) => word.text).join(' ')))
}

/** The form with sections of its own for the window's whole bars, which take the words; the others have none to sing. */
function cutAtWindow(
  sections: FormSection[],
  beatsPerBar: number,
  { span, lines }: { span: BeatSpan; lines: LyricLine[] },
): FormSection[] {
  const first = Math.ceil(span.from / beatsPerBar - 0.01)
  const last = Math.floor(span.to / beatsPerBar + 0.01)
  const left = [...lines]
  const bars = Math.max(1, last - first)
  const { spans } = placeSections({ sections, pickupBeats: 0 }, beatsPerBar)
  return spans.flatMap(({ section, beat }) => {
    const start = Math.round(beat / beatsPerBar)
    const end = start + section.bars
    const cuts = [start, ...[first, last].filter((cut) => cut > start && cut < end), end]
    return cuts.slice(0, -1).map((from, index): FormSection => {
      const to = cuts[index + 1] ?? end
      const isInside = from >= first && to <= Math.max(last, first + 1)
      const share = isInside ? Math.ceil((lines.length * (to - from)) / bars) : 0
      return { ...section, bars: to - from, lines: left.splice(0, share) }
    })
  })
}
