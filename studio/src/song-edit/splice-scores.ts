import type { Note, Part, Score, SungLine, Vocals } from '../song/score.ts'

/** What is taken from the new score; the rest stays as it was. */
export interface BeatSpan {
  from: number
  to: number
}

/** MIDI's channels but the one for drums. */
const PARTS_MAX = 15
const FULL_EXPRESSION = 127

/** The notes of two scores of one song, the new one's between two beats and the old one's outside. */
export function spliceParts(old: Part[], written: Part[], span: BeatSpan): Part[] {
  const parts = old.map((part) => ({ ...part, notes: cutOut(part.notes, span), swells: swellsOutside(part, span) }))
  for (const part of written) {
    const notes = part.notes.filter((note) => isInside(note, span)).map((note) => endBy(note, span.to))
    if (notes.length === 0) continue
    const swells = swellsInside(part, span)
    const own = parts.findIndex((other) => isSamePlayer(other, part, parts.length))
    const player = parts[own]
    if (player === undefined) parts.push({ ...part, notes, swells })
    else
      parts[own] = {
        ...player,
        notes: sortNotes([...player.notes, ...notes]),
        swells: sortSwells([...player.swells, ...swells]),
      }
  }
  return parts.filter((part) => part.notes.length > 0)
}

/** Sung lines that lie whole in the span are the new one's if it has any there; those that reach into it stay: nobody stops in a word. */
export function spliceVocals(old: Vocals | null, written: Vocals | null, span: BeatSpan): Vocals | null {
  const free = findFreeSpan(old, span)
  const added = (written?.lines ?? []).filter((line) => isWithin(line, free))
  const kept = (old?.lines ?? []).filter((line) => added.length === 0 || !isWithin(line, span))
  const lines = [...kept, ...added].toSorted((a, b) => startOf(a) - startOf(b))
  const singer = old?.singer ?? written?.singer
  return singer === undefined || lines.length === 0 ? null : { singer, lines }
}

/** What of a span no sung line reaches into from outside. */
export function findFreeSpan(vocals: Vocals | null, span: BeatSpan): BeatSpan {
  const crossing = (vocals?.lines ?? []).filter(
    (line) => endOf(line) > span.from && startOf(line) < span.to && !isWithin(line, span),
  )
  return {
    from: Math.max(span.from, ...crossing.filter((line) => startOf(line) < span.from).map(endOf)),
    to: Math.min(span.to, ...crossing.filter((line) => startOf(line) >= span.from).map(startOf)),
  }
}

export function isWithin(line: SungLine, { from, to }: BeatSpan): boolean {
  return startOf(line) >= from - 1e-6 && endOf(line) <= to + 1e-6
}

/** Spans that fill the song, of sections or chords, likewise. */
export function spliceSpans<T extends { beat: number; beats: number }>(old: T[], written: T[], span: BeatSpan): T[] {
  const before = old.filter((each) => each.beat < span.from - 1e-6).map((each) => endBy(each, span.from))
  const inside = clip(written, span)
  const after = clip(old, { from: span.to, to: Infinity })
  return [...before, ...inside, ...after]
}

function startOf(line: SungLine): number {
  return line.words[0]?.notes[0]?.beat ?? 0
}

function endOf(line: SungLine): number {
  const last = line.words.at(-1)?.notes.at(-1)
  return last === undefined ? 0 : last.beat + last.beats
}

function clip<T extends { beat: number; beats: number }>(spans: T[], { from, to }: BeatSpan): T[] {
  return spans
    .filter((each) => each.beat + each.beats > from + 1e-6 && each.beat < to - 1e-6)
    .map((each) => {
      const beat = Math.max(from, each.beat)
      return { ...each, beat, beats: Math.min(to, each.beat + each.beats) - beat }
    })
}

function isInside(note: { beat: number }, { from, to }: BeatSpan): boolean {
  return note.beat >= from - 1e-6 && note.beat < to - 1e-6
}

function cutOut(notes: Note[], span: BeatSpan): Note[] {
  return notes
    .filter((note) => !isInside(note, span))
    .map((note) => (note.beat < span.from ? endBy(note, span.from) : note))
}

function endBy<T extends { beat: number; beats: number }>(note: T, end: number): T {
  return { ...note, beats: Math.min(note.beats, end - note.beat) }
}

/** With too many parts for MIDI, those of one role share an instrument. */
function isSamePlayer(a: Part, b: Part, parts: number): boolean {
  if (a.isDrums || b.isDrums) return a.isDrums && b.isDrums
  return a.role === b.role && (a.program === b.program || parts >= PARTS_MAX)
}

function swellsOutside(part: Part, { from, to }: BeatSpan): Part['swells'] {
  if (part.swells.length === 0) return []
  const last = part.swells.findLast((swell) => swell.beat <= to)
  const kept = part.swells.filter((swell) => swell.beat < from || swell.beat > to)
  return sortSwells([
    ...kept,
    { beat: from, value: FULL_EXPRESSION },
    ...(Number.isFinite(to) && last !== undefined ? [{ beat: to, value: last.value }] : []),
  ])
}

function swellsInside(part: Part, { from, to }: BeatSpan): Part['swells'] {
  if (part.swells.length === 0) return []
  const inside = part.swells.filter((swell) => swell.beat >= from && swell.beat < to)
  return Number.isFinite(to) ? [...inside, { beat: to, value: FULL_EXPRESSION }] : inside
}

function sortNotes(notes: Note[]): Note[] {
  return notes.toSorted((a, b) => a.beat - b.beat || a.pitch - b.pitch)
}

function sortSwells(swells: Part['swells']): Part['swells'] {
  return swells.toSorted((a, b) => a.beat - b.beat)
}

/** A score's beats at a moment of its sound. */
export function beatAt(score: Pick<Score, 'bpm' | 'durationSeconds'>, seconds: number): number {
  return (Math.min(seconds, score.durationSeconds) * score.bpm) / 60
}
