import type { ChordEvent } from '../song/plan-harmony.ts'
import type { FormSection } from '../song/plan-form.ts'
import { parseChord } from '../song/chord.ts'
import type { Chord } from '../song/chord.ts'
import type { Genre } from '../song/genre.ts'
import { hashSeed } from '../song/hash-seed.ts'
import type { Key } from '../song/key.ts'
import type { SingerName } from '../singing/singers.ts'
import type { Score } from '../song/score.ts'
import { keepInside, scoreHead, writeBacking } from '../song/write-score.ts'
import { writeLeadParts, writeTune } from '../song/write-lead-parts.ts'
import { writeVocals } from '../song/write-vocals.ts'
import { arrangeOver } from './plan-of-song.ts'
import { setTune } from './set-tune.ts'

/** A song whose bars are laid out already. */
export interface LaidOutSong {
  title: string
  genre: Genre
  bpm: number
  key: Key
  /** The chords of each bar, at even distances; of fewer bars than the form has, they come again from the start. */
  bars: Chord[][]
  /** MIDI pitches by halves of beats, null = a rest; null as a whole = a new tune is made. */
  tune: (number | null)[] | null
  /** The last section's last bar is the landing, as in all forms. */
  sections: FormSection[]
  /** Seconds that the landing rings. */
  ringSeconds: number
  wishes: Score['wishes']
  singer: SingerName | null
  seed: string
}

/** New music on given chords, and on a tune if there is one: the genre's own progressions are not asked. */
export function writeOverBars(song: LaidOutSong): Score {
  const { genre, key, bpm } = song
  const barsBefore = song.sections.reduce((sum, section) => sum + section.bars, 0) - 1
  const landingBeat = barsBefore * genre.beatsPerBar
  const totalBeats = landingBeat + (song.ringSeconds * bpm) / 60
  const plan = {
    ...song,
    form: { sections: song.sections, pickupBeats: 0 },
    durationSeconds: (totalBeats * 60) / bpm,
    seed: hashSeed(song.seed),
  }
  const tonic = parseChord(key.mode === 'major' ? 'I' : 'i', key)
  const chords = Array.from({ length: barsBefore }, (_, bar) =>
    layBar(song.bars[bar % song.bars.length] ?? [tonic], bar * genre.beatsPerBar, genre.beatsPerBar),
  )
  const landing: ChordEvent = { chord: tonic, beat: landingBeat, beats: totalBeats - landingBeat }
  const arrangement = arrangeOver(plan, [...chords.flat(), landing])
  const lead =
    song.tune === null ? writeLeadParts(arrangement) : [writeTune(arrangement, setTune(song.tune, arrangement))]
  const parts = [...lead, ...writeBacking(arrangement, song.wishes.hasDrums)]
  return {
    ...scoreHead(plan, arrangement),
    parts: parts
      .map((part) => ({ ...part, notes: keepInside(part.notes, totalBeats) }))
      .filter((part) => part.notes.length > 0),
    vocals: writeVocals(arrangement),
  }
}

function layBar(chords: Chord[], beat: number, beats: number): ChordEvent[] {
  const events: ChordEvent[] = []
  for (const [index, chord] of chords.entries()) {
    const start = Math.ceil((index * beats) / chords.length)
    const end = Math.ceil(((index + 1) * beats) / chords.length)
    const last = events.at(-1)
    if (last !== undefined && last.chord.symbol === chord.symbol) last.beats += end - start
    else if (end > start) events.push({ chord, beat: beat + start, beats: end - start })
  }
  return events
}
