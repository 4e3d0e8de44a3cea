import type { EncodeStep } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import type { Key } from '../song/key.ts'
import type { Chord } from '../song/chord.ts'
import { findBars } from './find-bars.ts'
import { findChords } from './find-chords.ts'
import { findChroma } from './find-chroma.ts'
import { findKey } from './find-key.ts'
import { findMelody } from './find-melody.ts'
import { findOnsets } from './find-onsets.ts'
import { findSections } from './find-sections.ts'
import type { HeardSection } from './find-sections.ts'
import { findTempo, refineTempo } from './find-tempo.ts'
import type { Tempo } from './find-tempo.ts'
import { toMono } from './to-mono.ts'

/** What can be heard in a song that nothing else is known of. */
export interface HeardSong {
  bpm: number
  beatsPerBar: 3 | 4
  key: Key
  /** Share of the onsets that keep to the beat, 0 to 1. */
  clarity: number
  /** Seconds of the bar lines, at even distances; the first a few hundredths before the start at the earliest, the last near the end. */
  lines: number[]
  /** The chords of each bar's halves; bars of three have one. */
  bars: Chord[][]
  /** The likeliest tune, MIDI pitches by halves of beats from the first line on; null where none stands out. */
  melody: (number | null)[]
  sections: HeardSection[]
  /** The tempo between two moments, for songs that do not keep one: near the whole's. */
  tempoAt(from: number, to: number): Tempo
}

const ONSET_RATE = 22_050
const CHROMA_RATE = 11_025

/** Tempo, bars, key, chords and sections of any sound; of speech or noise it finds some too, with little `clarity`. */
export async function listenToSong(pcm: Pcm, step: EncodeStep): Promise<HeardSong> {
  const mono = await toMono(pcm, ONSET_RATE, (share) => step(0.35 * share))
  const onsets = await findOnsets(mono, ONSET_RATE, (share) => step(0.35 + 0.25 * share))
  const low = await toMono({ sampleRate: ONSET_RATE, channels: [mono, mono] }, CHROMA_RATE, (share) =>
    step(0.6 + 0.1 * share),
  )
  const chroma = await findChroma(low, CHROMA_RATE, (share) => step(0.7 + 0.2 * share))
  const tempo = findTempo(onsets)
  const key = findKey(chroma)
  const { beatsPerBar, firstBar } = findBars(tempo, onsets, chroma)
  const barSeconds = (60 * beatsPerBar) / tempo.bpm
  const seconds = pcm.channels[0].length / pcm.sampleRate
  // A bar that is nearly whole at the end counts.
  const count = Math.max(1, Math.floor((seconds - firstBar) / barSeconds + 0.1))
  const lines = Array.from({ length: count + 1 }, (_, index) => firstBar + index * barSeconds)
  const perBar = beatsPerBar === 4 ? 2 : 1
  const moments = Array.from({ length: count * perBar + 1 }, (_, index) => firstBar + (index * barSeconds) / perBar)
  const chords = findChords(chroma, key, moments)
  const slots = { from: firstBar, slotSeconds: 30 / tempo.bpm, count: count * beatsPerBar * 2, key }
  const melody = await findMelody(low, CHROMA_RATE, slots, (share) => step(0.9 + 0.1 * share))
  return {
    bpm: tempo.bpm,
    beatsPerBar,
    key,
    clarity: tempo.clarity,
    lines,
    bars: Array.from({ length: count }, (_, bar) => chords.slice(bar * perBar, (bar + 1) * perBar)),
    melody,
    sections: findSections(pcm, chroma, lines),
    tempoAt: (from, to) => refineTempo(onsets, tempo.bpm, { from, to }),
  }
}
