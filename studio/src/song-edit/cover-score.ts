import { swingBeat } from '../song/arrangement.ts'
import type { Genre } from '../song/genre.ts'
import { hashSeed } from '../song/hash-seed.ts'
import { readPrompt } from '../song/read-prompt.ts'
import type { Note, Part, Score, SungNote, Vocals } from '../song/score.ts'
import { pitchAtOrAbove } from '../song/voice-chords.ts'
import { keepInside, scoreHead, writeBacking } from '../song/write-score.ts'
import { writeLeadParts } from '../song/write-lead-parts.ts'
import { chooseCoverGenre } from './choose-genre.ts'
import { arrangeOver, chordsOf, planOfSong } from './plan-of-song.ts'

/** The same song in another genre: tempo, bars, form, chords, melody and words stay, everybody else is written anew. */
export function coverScore(score: Score, { prompt, seed }: { prompt: string; seed: number }): Score {
  const asked = readPrompt(prompt)
  const old = planOfSong(score, null)
  const genre = chooseCoverGenre(prompt, { seed, except: score.genre })
  const wishes = { leadInstrument: asked.lead, hasDrums: asked.hasDrums }
  const plan = { ...planOfSong(score, genre), wishes }
  const arrangement = { ...arrangeOver(plan, chordsOf(score)), seed: hashSeed(`${seed}\u0000${prompt}`) }
  const toNewSwing = makeSwingChange(score.swing, plan.genre.swing)
  const octaves = leadOctave(plan.key.tonic, plan.genre) - leadOctave(plan.key.tonic, old.genre)
  const players = writeLeadParts(arrangement)
  const lead = score.parts.filter(isTune).map((part): Part => {
    const player = players.find(({ role }) => role === part.role) ?? players[0] ?? part
    const notes = part.notes.map((note): Note => ({ ...toNewSwing(note), pitch: keepMidi(note.pitch + octaves) }))
    return { ...player, role: part.role, notes }
  })
  const backing = writeBacking(arrangement, wishes.hasDrums)
  const parts = [...lead, ...backing].map((part) => ({
    ...part,
    notes: keepInside(part.notes, arrangement.totalBeats),
  }))
  const singer = asked.singer ?? score.vocals?.singer
  return {
    ...scoreHead(plan, arrangement),
    sections: score.sections,
    parts: parts.filter((part) => part.notes.length > 0),
    vocals: score.vocals === null || singer === undefined ? null : { ...resing(score.vocals, toNewSwing), singer },
  }
}

export function isTune(part: Part): boolean {
  return part.role === 'lead' || part.role === 'harmony' || part.role === 'solo'
}

type Feel = Score['swing']

/** Off-beats go back to where they were written, and from there to where the new genre has them. */
function makeSwingChange(from: Feel, to: Feel): <T extends SungNote>(note: T) => T {
  const move = (beat: number) => swingBeat(unswingBeat(beat, from), to)
  return (note) => {
    const beat = move(note.beat)
    return { ...note, beat, beats: Math.max(0.05, move(note.beat + note.beats) - beat) }
  }
}

/** The inverse of `swingBeat`. */
function unswingBeat(beat: number, swing: Feel): number {
  if (swing.amount === 0) return beat
  const pair = 2 * swing.unit
  const start = Math.floor(beat / pair + 1e-9) * pair
  const within = beat - start
  const middle = swing.unit * (1 + swing.amount / 3)
  if (within <= middle) return start + (within * swing.unit) / middle
  return start + swing.unit + ((within - middle) * swing.unit) / (pair - middle)
}

/** In whole octaves, where the genre has its tune. */
function leadOctave(tonic: number, genre: Genre): number {
  return pitchAtOrAbove(tonic, genre.lead.lowestTonic)
}

function keepMidi(pitch: number): number {
  return Math.max(0, Math.min(127, pitch))
}

function resing(vocals: Vocals, move: <T extends SungNote>(note: T) => T): Vocals {
  const lines = vocals.lines.map(({ words }) => ({
    words: words.map((word) => ({ ...word, notes: word.notes.map(move) })),
  }))
  return { ...vocals, lines }
}
