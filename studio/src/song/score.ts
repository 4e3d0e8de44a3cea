/**
 * A song as plain data, before any sound: everything a later change (tempo, key, instruments, a longer form) needs to
 * render it again. All times are in beats from the start, whatever the tempo.
 */
export interface Score {
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
  /** Frequencies above this are rolled off on the whole mix, for genres that want it dull; null = all kept. */
  lowPassHz: number | null
}

export type SectionKind = 'intro' | 'verse' | 'pre-chorus' | 'chorus' | 'bridge' | 'solo' | 'outro'

/** Sections follow each other without a gap and fill the song. */
export interface ScoreSection {
  name: string
  kind: SectionKind
  beat: number
  beats: number
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
