import type { EncodeStep } from '../audio/encode-audio.ts'
import type { SungWordTime, TimedWord } from '../contract.ts'
import type { Score, SungLine } from '../song/score.ts'
import { bendPitch } from './bend-pitch.ts'
import { makePitchCurve, toPitchPoints } from './pitch-curve.ts'
import { placePhones } from './place-phones.ts'
import type { PlacedPhone } from './place-phones.ts'
import { saySyllables } from './say-syllables.ts'
import { SINGERS } from './singers.ts'
import type { Singer } from './singers.ts'
import { splitSyllables } from './split-syllables.ts'

export const SINGING_RATE = 44_100

export interface Sung {
  /** Mono, as long as the song, without a room; empty if nobody sings. */
  samples: Float32Array
  words: SungWordTime[]
}

/** Sings a score's words on their notes. `step` is called before each line and may throw to stop. */
export async function singVocals(score: Score, step: EncodeStep): Promise<Sung> {
  const { vocals } = score
  if (vocals === null) return { samples: new Float32Array(0), words: [] }
  const samples = new Float32Array(Math.round(score.durationSeconds * SINGING_RATE))
  const words: SungWordTime[] = []
  for (const [index, line] of vocals.lines.entries()) {
    await step(index / vocals.lines.length)
    words.push(...(await singLine(line, { samples, secondsPerBeat: 60 / score.bpm, singer: SINGERS[vocals.singer] })))
  }
  return { samples, words }
}

async function singLine(
  line: SungLine,
  { samples, secondsPerBeat, singer }: { samples: Float32Array; secondsPerBeat: number; singer: Singer },
): Promise<SungWordTime[]> {
  const syllables = splitSyllables(line)
  const notes = syllables.flatMap((syllable) => syllable.notes)
  if (notes.length === 0) return []
  const middle = notes.reduce((sum, note) => sum + note.pitch, 0) / notes.length
  const spoken = await saySyllables(syllables, singer, middle)
  const placed = placePhones(syllables, spoken, secondsPerBeat * SINGING_RATE)
  const pitchAt = makePitchCurve(toPitchPoints(notes, secondsPerBeat))
  bendPitch(spoken, placed, { target: samples, pitchAt, formantScale: singer.formantScale })
  const words = line.words.flatMap(({ text }, word) =>
    timeWord(
      text,
      placed.filter((piece) => piece.word === word),
    ),
  )
  return words.map((word, index) => ({ ...word, isLineEnd: index === words.length - 1 }))
}

function timeWord(text: string, pieces: PlacedPhone[]): TimedWord[] {
  const [first] = pieces
  const last = pieces.at(-1)
  if (first === undefined || last === undefined) return []
  return [{ text, startSeconds: Math.max(0, first.to.start / SINGING_RATE), endSeconds: last.to.end / SINGING_RATE }]
}
