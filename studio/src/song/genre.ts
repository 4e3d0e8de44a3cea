import type { Instrument, Kit } from './instruments.ts'
import type { Mode } from './key.ts'
import type { SectionKind } from './score.ts'

/** Everything that makes one genre: plain data, one file each in `genres/`, listed in `all-genres.ts`. */
export interface Genre {
  name: string
  /** Words and phrases of a prompt that ask for it, in lower case. */
  names: string[]
  /** Words that merely suggest it: any genre's name in the prompt outweighs them. */
  hints: string[]
  tempo: { min: number; max: number }
  beatsPerBar: 3 | 4
  /** How late the off-beats come: 0 straight, 1 a full triplet; `unit` is the swung note's length in beats. */
  swing: { amount: number; unit: 0.5 | 0.25 }
  /** Chance of a minor key if the prompt leaves it open. */
  minorShare: number
  progressions: Record<Mode, Progressions>
  /** The bar before the last chord. */
  cadence: Record<Mode, string>
  lead: LeadPlan
  /** Plays the solo section; null = the lead does. */
  solo: LeadPlan | null
  chordParts: ChordPartPlan[]
  bass: BassPlan
  drums: DrumPlan | null
  /** What sections are called, where not by their common names. */
  sectionNames: Partial<Record<SectionKind, string>>
  lowPassHz: number | null
}

/**
 * Progressions to choose from. Bars are split by "|", chords that share a bar by a space; four bars, or a divisor or
 * multiple. Choruses and verses alike repeat theirs, which is what lets the hook come back over the same chords.
 */
export interface Progressions {
  verse: string[]
  chorus: string[]
  bridge: string[]
}

/** How a part sits in the mix: MIDI values, 0 to 127. */
export interface Mix {
  volume: number
  pan: number
  reverb: number
  chorus: number
}

export interface LeadPlan {
  instruments: Instrument[]
  mix: Mix
  /** The tonic is put into the octave from this pitch up. */
  lowestTonic: number
  /** Notes a bar. */
  density: number
  /** 0 = on the beat, 1 = mostly off it. */
  syncopation: number
}

/**
 * Patterns are strings of sixteenths, one bar long: a digit plays that tone of the chord from the bottom, "x" the
 * whole chord, "X" accented, "-" holds, "." is silent. Energy: 1 intro and bridge, 2 verse, 3 chorus, 4 last chorus.
 */
export interface ChordPartPlan {
  role: 'comp' | 'arpeggio' | 'pad'
  instruments: Instrument[]
  mix: Mix
  /** Lowest and highest pitch of the voicings. */
  range: [number, number]
  /** Power chords (root, fifth, octave) where a distorted guitar would turn thirds into mud. */
  voicing: 'close' | 'power'
  energy: { from: number; to: number }
  calm: string[]
  full: string[]
  /** Seconds between the strings of a strummed chord. */
  strumSeconds: number
  velocity: number
  /** Ducks on every beat, as dance music does with its side chain. */
  isPumping: boolean
}

/** Patterns as above: "r" root, "f" fifth, "o" octave, "t" third, "a" a step to the next root; or a walking line. */
export interface BassPlan {
  instruments: Instrument[]
  mix: Mix
  energy: { from: number; to: number }
  calm: string[]
  full: string[]
  isWalking: boolean
  velocity: number
}

export interface DrumPlan {
  kit: Kit
  mix: Mix
  grooves: { calm: Groove[]; middle: Groove[]; full: Groove[] }
  fills: Groove[]
  hasCrashes: boolean
}

/** A bar of sixteenths for each drum: "X" accent, "x" normal, "o" ghost, "." silent. */
export type Groove = Partial<Record<Drum, string>>

/** The General MIDI drum map, as far as it is used. */
export const DRUMS = {
  kick: 36,
  rim: 37,
  snare: 38,
  clap: 39,
  closedHat: 42,
  lowTom: 43,
  pedalHat: 44,
  midTom: 47,
  openHat: 46,
  crash: 49,
  highTom: 50,
  ride: 51,
  tambourine: 54,
  cowbell: 56,
  crash2: 57,
  highConga: 63,
  lowConga: 64,
  maracas: 70,
  clave: 75,
} as const satisfies Record<string, number>

export type Drum = keyof typeof DRUMS
