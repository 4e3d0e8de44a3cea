import type { Instrument } from './instruments.ts'
import type { SingerName } from '../singing/singers.ts'

/**
 * A song as plain data, before any sound: everything a later change (tempo, key, instruments, a longer form) needs to
 * render it again. All times are in beats from the start, whatever the tempo.
 */
export interface Score {
  /** Of this notation; `readScore` reads all that ever were. */
  version: typeof SCORE_VERSION
  title: string
  genre: string
  bpm: number
  /** "D minor". */
  key: string
  beatsPerBar: number
  /** Length of the sound; the notes' beats lie inside it. */
  durationSeconds: number
  /** Where the last tonic chord is struck, to ring to the end. */
  landingBeat: number
  sections: ScoreSection[]
  chords: ScoreChord[]
  parts: Part[]
  /** Null = nobody sings. */
  vocals: Vocals | null
  /** The off-beats' delay that is in the notes' times, as in `Genre`. */
  swing: { amount: number; unit: 0.5 | 0.25 }
  /** What the prompt asked for, for those who write new parts to it. */
  wishes: { leadInstrument: Instrument | null; hasDrums: boolean }
  /** Chance is drawn from streams named after this: the same seed writes the same ideas again. */
  seed: string
  /** Frequencies above this are rolled off on the whole mix, for genres that want it dull; null = all kept. */
  lowPassHz: number | null
}

export const SCORE_VERSION = 1

export type SectionKind = 'intro' | 'verse' | 'pre-chorus' | 'chorus' | 'bridge' | 'solo' | 'outro'

/** Sections follow each other without a gap and fill the song. */
export interface ScoreSection {
  name: string
  kind: SectionKind
  beat: number
  beats: number
  /** 1 calm, 2 verse, 3 chorus, 4 last chorus: which parts play, and how. */
  energy: number
  /** The words' lines, sung here or played by the lead; none = no words. */
  lines: string[]
  /** Of each line, the beats after the section's start at which it was asked to begin; null = nobody said. */
  lineBeats: number[] | null
}

export interface ScoreChord {
  symbol: string
  beat: number
  beats: number
  tones: number[]
}

export interface Part {
  role: PartRole
  isDrums: boolean
  /** General MIDI program, or drum kit. */
  program: number
  /** 0 to 127, as in MIDI. */
  volume: number
  /** 0 left, 64 middle, 127 right. */
  pan: number
  reverb: number
  chorus: number
  notes: Note[]
  /** Volume moves within the part (swells, pumping), 0 to 127; sorted by beat. */
  swells: { beat: number; value: number }[]
}

export type PartRole = 'lead' | 'harmony' | 'solo' | 'comp' | 'arpeggio' | 'pad' | 'bass' | 'drums'

export interface Note {
  beat: number
  beats: number
  /** MIDI pitch; on drum parts the General MIDI drum. */
  pitch: number
  /** 1 to 127. */
  velocity: number
}

export interface Vocals {
  singer: SingerName
  /** In the order they are sung; a line is sung in one breath. */
  lines: SungLine[]
}

export interface SungLine {
  words: SungWord[]
}

export interface SungWord {
  text: string
  /** One for each syllable, in order, at least one: where its vowel begins, how long it lasts, at which MIDI pitch. */
  notes: SungNote[]
}

export type SungNote = Omit<Note, 'velocity'>
