import { Refusal } from '../refusal.ts'
import { beatsOfLines, parseLyricSections } from '../song/lyric-sections.ts'
import type { LyricLine, LyricSection } from '../song/lyric-sections.ts'
import type { FormSection } from '../song/plan-form.ts'
import { readPrompt } from '../song/read-prompt.ts'
import { SINGERS } from '../singing/singers.ts'
import type { SingerName } from '../singing/singers.ts'
import type { Score, Vocals } from '../song/score.ts'
import { writeLeadParts } from '../song/write-lead-parts.ts'
import { keepInside } from '../song/write-score.ts'
import { writeVocals } from '../song/write-vocals.ts'
import { chooseSinger } from './choose-singer.ts'
import { isTune } from './cover-score.ts'
import { arrangeOver, chordsOf, planOfSong } from './plan-of-song.ts'

/** Where sections have words at all. */
const SUNG_KINDS = new Set(['verse', 'pre-chorus', 'chorus', 'bridge'])

/** Another voice, or other words, over the same accompaniment. Words go to sections of their kind, and to the next sung one else. */
export function swapVocals(
  score: Score,
  { lyrics, prompt, seed }: { lyrics: string | null; prompt: string; seed: number },
): Score {
  const plan = planOfSong(score, null)
  const asked = readPrompt(prompt).singer
  if (lyrics === null && score.vocals !== null) {
    return withSinger(score, score.vocals, asked ?? chooseSinger(seed, score.vocals.singer))
  }
  const sections = parseLyricSections(lyrics ?? '').filter((section) => section.lines.length > 0)
  if (sections.length === 0) throw new Refusal('Nobody sings in this song and no words were given; send lyrics.')
  const form = { ...plan.form, sections: dealWords(plan.form.sections, sections) }
  const singer = asked ?? plan.singer ?? chooseSinger(seed)
  const arrangement = arrangeOver({ ...plan, form, singer }, chordsOf(score))
  const vocals = writeVocals(arrangement)
  if (vocals === null) throw new Refusal('The words cannot be sung: the voices here sing English in Latin letters.')
  const tune = writeLeadParts(arrangement).map((part) => {
    const player = score.parts.find(({ role }) => role === part.role) ?? part
    return { ...player, notes: keepInside(part.notes, arrangement.totalBeats), swells: [] }
  })
  return {
    ...score,
    sections: score.sections.map((section, index) => {
      const lines = form.sections[index]?.lines ?? []
      return { ...section, lines: lines.map((line) => line.text), lineBeats: beatsOfLines(lines) }
    }),
    parts: [...tune, ...score.parts.filter((part) => !isTune(part))],
    vocals,
  }
}

/** The same words on the same notes, in the octave where the other voice is at home. */
function withSinger(score: Score, vocals: Vocals, singer: SingerName): Score {
  const [before, after] = [SINGERS[vocals.singer].range, SINGERS[singer].range]
  const octaves = 12 * Math.round((after.low + after.high - before.low - before.high) / 24)
  const lines = vocals.lines.map(({ words }) => ({
    words: words.map((word) => ({
      ...word,
      notes: word.notes.map((note) => ({ ...note, pitch: fold(note.pitch + octaves, after) })),
    })),
  }))
  return { ...score, vocals: { singer, lines } }
}

function fold(pitch: number, { low, high }: { low: number; high: number }): number {
  return pitch > high ? pitch - 12 : pitch < low ? pitch + 12 : pitch
}

/** Choruses sing the chorus each time; others take the next words of their kind, or of any. */
function dealWords(form: FormSection[], sections: LyricSection[]): FormSection[] {
  const chorus = sections.find((section) => section.kind === 'chorus')
  const left = sections.filter((section) => section.kind !== 'chorus')
  const sung = form.filter((section) => SUNG_KINDS.has(section.kind))
  const dealt = new Map<FormSection, LyricLine[]>()
  for (const section of sung) {
    if (section.kind === 'chorus' && chorus !== undefined) dealt.set(section, chorus.lines)
    else {
      const own = left.findIndex((words) => words.kind === section.kind)
      const [words] = left.splice(Math.max(0, own), 1)
      if (words !== undefined) dealt.set(section, words.lines)
    }
  }
  return form.map((section) => ({
    ...section,
    lines: dealt.get(section) ?? (sung.length === 0 ? ((chorus ?? left[0])?.lines ?? []) : []),
  }))
}
