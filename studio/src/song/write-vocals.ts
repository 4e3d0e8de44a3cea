import { wordsOf } from '../lyrics/pronounce.ts'
import { pronounce } from '../lyrics/pronounce.ts'
import { SINGERS } from '../singing/singers.ts'
import type { Singer } from '../singing/singers.ts'
import type { Arrangement } from './arrangement.ts'
import { planMelodyCells } from './plan-melody-cells.ts'
import type { MelodyCell } from './plan-melody-cells.ts'
import type { Note, SungLine, SungNote, SungWord, Vocals } from './score.ts'
import { pitchAtOrAbove } from './voice-chords.ts'
import { writeCell } from './write-melody.ts'
import type { Tessitura } from './write-melody.ts'

/** Degrees above the lowest that a singer reaches, by the kind of section: verses are low, choruses high. */
const HEIGHTS: Record<string, { from: number; span: number }> = {
  verse: { from: 1, span: 6 },
  'pre-chorus': { from: 2, span: 6 },
  chorus: { from: 2, span: 8 },
  bridge: { from: 3, span: 7 },
}
/** A voice is understood if it is written in letters that English is; digits are read out. */
const SINGABLE = /[\p{Script=Latin}\p{Nd}]/u
/** Between two words' notes there is room for the consonants. */
const SYLLABLE_BEATS_MIN = 0.1

/** How long the last syllable is held: less than the last chord rings. */
const LANDING_BEATS_MAX = 4
const LANDING_SHARE = 0.6

/** Whether the cell's words are for the singer; without one, or in a script that ours cannot read, the lead plays them. */
export function isSung({ singer }: Pick<Arrangement, 'singer'>, { line }: Pick<MelodyCell, 'line'>): boolean {
  return singer !== null && line !== null && toWords(line.text).length > 0
}

/** The words on their melody; null = there is nothing to sing. */
export function writeVocals(arrangement: Arrangement): Vocals | null {
  const { singer } = arrangement
  if (singer === null) return null
  const lines = planMelodyCells(arrangement).flatMap((cell) => {
    if (cell.line === null || !isSung(arrangement, cell)) return []
    const notes = writeCell(arrangement, cell, vocalTessitura(cell, arrangement.key.tonic, SINGERS[singer]))
    const landed = cell.beat + cell.beats >= arrangement.landingBeat ? comeHome(notes, arrangement) : notes
    return [setWords(toWords(cell.line.text), keepInRange(landed, SINGERS[singer]))]
  })
  return lines.length === 0 ? null : { singer, lines }
}

/** The song's last syllable is sung with its last chord, on the tonic next to where the line was. */
function comeHome(notes: Note[], { landingBeat, totalBeats, key }: Arrangement): Note[] {
  const [last, before] = [notes.at(-1), notes.at(-2)]
  if (last === undefined) return notes
  const near = before?.pitch ?? last.pitch
  const above = pitchAtOrAbove(key.tonic, near - 5)
  const beats = Math.min(LANDING_BEATS_MAX, (totalBeats - landingBeat) * LANDING_SHARE)
  const held = notes.slice(0, -1).map((note) => (note === before ? { ...note, beats: last.beat - note.beat } : note))
  return [...held, { ...last, beat: landingBeat, beats, pitch: above }]
}

/** Words as they are written, signs included, without what has no letter or digit. */
export function toWords(line: string): string[] {
  return line.split(/\s+/u).filter((word) => SINGABLE.test(word))
}

/** The tonic lies anywhere in a voice; which degrees it reaches follows from that. */
function vocalTessitura(cell: MelodyCell, tonic: number, { range }: Singer): Tessitura {
  const above = pitchAtOrAbove(tonic, range.low)
  const semitones = above - range.low
  const tonicPitch = semitones > 7 ? above - 12 : above
  const lowest = Math.ceil(((range.low - tonicPitch) * 7) / 12)
  const { from, span } = HEIGHTS[cell.name.replace(/-[a-z]+$/, '')] ?? { from: 2, span: 7 }
  return { tonicPitch, low: lowest + from, high: lowest + from + span }
}

function keepInRange(notes: Note[], { range }: Singer): Note[] {
  return notes.map((note) => {
    const pitch = note.pitch > range.high ? note.pitch - 12 : note.pitch < range.low ? note.pitch + 12 : note.pitch
    return { ...note, pitch }
  })
}

/** Each syllable gets a note of its own: the longest are split where there are too few, the last is held over what is left. */
function setWords(words: string[], notes: Note[]): SungLine {
  const counts = words.map(countSyllables)
  const wanted = counts.reduce((sum, count) => sum + count, 0)
  const left = matchCount(notes, wanted)
  return {
    words: words.map((text, index): SungWord => {
      const isLast = index === words.length - 1
      return { text, notes: left.splice(0, isLast ? left.length : (counts[index] ?? 1)) }
    }),
  }
}

function matchCount(notes: Note[], wanted: number): SungNote[] {
  const sung: SungNote[] = notes.map(({ beat, beats, pitch }) => ({ beat, beats, pitch }))
  while (sung.length < wanted) {
    const longest = sung.reduce((best, note, index) => (note.beats > (sung[best]?.beats ?? 0) ? index : best), 0)
    const note = sung[longest]
    if (note === undefined) break
    const beats = Math.max(SYLLABLE_BEATS_MIN / 2, note.beats / 2)
    sung.splice(longest, 1, { ...note, beats }, { ...note, beat: note.beat + beats, beats })
  }
  return sung
}

export function countSyllables(word: string): number {
  return Math.max(
    1,
    wordsOf(word).reduce((sum, part) => sum + pronounce(part).stresses.length, 0),
  )
}
