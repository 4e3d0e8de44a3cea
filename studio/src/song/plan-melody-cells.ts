import type { Arrangement, SectionSpan } from './arrangement.ts'
import type { LeadPlan } from './genre.ts'
import { beatsOfLines } from './lyric-sections.ts'
import type { LyricLine } from './lyric-sections.ts'
import type { SectionKind } from './score.ts'

/** One melodic idea in its place; equal names get equal ideas, which is how the hook comes back. */
export interface MelodyCell {
  /** "chorus-hook", "verse-close". */
  name: string
  beat: number
  beats: number
  /** Notes wanted: syllables of the line sung here, or by the genre's density. */
  count: number
  /** Scale degree to end on; null = wherever the line leads. */
  ending: number | null
  energy: number
  isSolo: boolean
  /** What is sung here; null = no words. */
  line: LyricLine | null
}

/** Nobody sings, and few play, more notes a second as a tune. */
const NOTES_PER_SECOND_MAX = 3.6
/** Below this a slow song would have holes instead of a melody. */
const NOTES_PER_SECOND_MIN = 0.8
/** Two bars make a cell; below this length of a bar four do. */
const SHORT_BAR_SECONDS = 1.1

/** A line that has its own time is not drawn out over the pause after it. */
const SYLLABLES_PER_SECOND = 2.2

const IDEAS: Record<SectionKind, string[]> = {
  intro: ['hook'],
  verse: ['statement', 'reply', 'statement', 'turn'],
  'pre-chorus': ['rise', 'rise', 'rise', 'reply'],
  chorus: ['hook', 'reply', 'hook', 'turn'],
  bridge: ['away', 'back', 'away', 'turn'],
  solo: ['play', 'answer', 'run', 'answer'],
  outro: ['hook', 'reply'],
}
/** A closing line ends on this degree: the chorus comes home, a verse asks on. */
const ENDINGS: Record<SectionKind, number> = {
  intro: 4,
  verse: 4,
  'pre-chorus': 4,
  chorus: 0,
  bridge: 4,
  solo: 0,
  outro: 4,
}

/** The sections' melodies as cells: statement and reply, a hook that returns, a close at each section's end. */
export function planMelodyCells(arrangement: Arrangement): MelodyCell[] {
  const { spans, genre } = arrangement
  return spans.flatMap((span) => {
    if (span.section.kind === 'intro' && span.section.lines.length === 0) return []
    const plan = span.section.kind === 'solo' && genre.solo !== null ? genre.solo : genre.lead
    const cells = span.section.lines.length > 0 ? cellsByLines(arrangement, span) : cellsByBars(arrangement, span, plan)
    return cells.map((cell, index) => ({
      ...cell,
      ...nameCell(span.section.kind, index, cells.length),
      energy: span.section.energy,
      isSolo: span.section.kind === 'solo',
    }))
  })
}

type Slot = Pick<MelodyCell, 'beat' | 'beats' | 'count' | 'line'>

/** Each sung line gets about an equal share of its section, in whole bars where there are as many. */
function cellsByLines({ genre, bpm }: Arrangement, { section, beat, bars }: SectionSpan): Slot[] {
  const beats = bars * genre.beatsPerBar
  const asked = beatsOfLines(section.lines)
  if (asked !== null) {
    return section.lines.flatMap((line, index) => {
      const start = asked[index] ?? 0
      const unhurried = Math.ceil(((line.syllables / SYLLABLES_PER_SECOND) * bpm) / 60)
      const length = Math.min((asked[index + 1] ?? beats) - start, Math.max(genre.beatsPerBar, unhurried))
      return start < beats
        ? [{ beat: beat + start, beats: Math.min(length, beats - start), count: line.syllables, line }]
        : []
    })
  }
  const unit = bars >= section.lines.length ? genre.beatsPerBar : 1
  const starts = section.lines.map((_, index) => unit * Math.floor((index * beats) / unit / section.lines.length))
  return section.lines.flatMap((line, index) => {
    const start = starts[index] ?? 0
    const length = (starts[index + 1] ?? beats) - start
    return length > 0 ? [{ beat: beat + start, beats: length, count: line.syllables, line }] : []
  })
}

function cellsByBars({ genre, bpm }: Arrangement, { beat, bars, section }: SectionSpan, plan: LeadPlan): Slot[] {
  const barSeconds = (genre.beatsPerBar * 60) / bpm
  const cellBars = barSeconds < SHORT_BAR_SECONDS ? 4 : 2
  const slots: Slot[] = []
  for (let bar = 0; bar < bars; bar += cellBars) {
    const length = Math.min(cellBars, bars - bar)
    const notes = plan.density * length * (section.kind === 'bridge' ? 0.75 : 1)
    const fitting = Math.min(
      NOTES_PER_SECOND_MAX * length * barSeconds,
      Math.max(notes, NOTES_PER_SECOND_MIN * length * barSeconds),
    )
    const count = Math.max(1, Math.round(fitting))
    slots.push({ beat: beat + bar * genre.beatsPerBar, beats: length * genre.beatsPerBar, count, line: null })
  }
  return slots
}

function nameCell(kind: SectionKind, index: number, count: number): { name: string; ending: number | null } {
  const isLast = index === count - 1
  // A section of one cell is its main idea, and still comes to its end.
  if (isLast && count > 1) return { name: `${toFamily(kind)}-close`, ending: ENDINGS[kind] }
  const ideas = IDEAS[kind]
  const idea = ideas[index % ideas.length] ?? 'hook'
  return { name: `${toFamily(kind)}-${idea}`, ending: isLast ? ENDINGS[kind] : idea === 'reply' ? 1 : null }
}

/** Intro and outro quote the chorus. */
function toFamily(kind: SectionKind): SectionKind {
  return kind === 'intro' || kind === 'outro' ? 'chorus' : kind
}
