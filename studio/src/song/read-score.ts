import { Refusal } from '../refusal.ts'
import { isSingerName } from '../singing/singers.ts'
import { findKey } from './key.ts'
import { INSTRUMENTS } from './instruments.ts'
import type { Instrument } from './instruments.ts'
import { BPM_MAX, BPM_MIN } from './read-prompt.ts'
import { SCORE_VERSION } from './score.ts'
import type { Note, Part, PartRole, Score, ScoreChord, ScoreSection, SectionKind, SungLine, Vocals } from './score.ts'

/** Ten minutes at 300 bpm, and more notes than any song of ours; a score that a stranger wrote stays affordable. */
const LIMITS = {
  characters: 16_000_000,
  seconds: 600,
  parts: 15,
  notes: 100_000,
  swells: 60_000,
  spans: 6000,
  text: 500,
}
const KINDS: SectionKind[] = ['intro', 'verse', 'pre-chorus', 'chorus', 'bridge', 'solo', 'outro']
const ROLES: PartRole[] = ['lead', 'harmony', 'solo', 'comp', 'arpeggio', 'pad', 'bass', 'drums']

/** A score as it was stored, proved to be one that can be played. Throws a refusal that names what is wrong with it. */
export function readScore(json: string): Score {
  if (json.length > LIMITS.characters) throw refuse('it is longer than any song')
  const from = readObject(parseJson(json), 'the score')
  const { version } = from
  if (version !== SCORE_VERSION)
    throw refuse(`its version is ${String(version).slice(0, 20)}, and ${SCORE_VERSION} is known here`)
  const bpm = readNumber(from['bpm'], 'bpm', { min: BPM_MIN, max: BPM_MAX })
  const durationSeconds = readNumber(from['durationSeconds'], 'durationSeconds', { min: 1, max: LIMITS.seconds })
  const time: Time = { totalBeats: (durationSeconds * bpm) / 60, notesLeft: LIMITS.notes }
  const key = readText(from['key'], 'key')
  if (findKey(`in ${key}`) === null) throw refuse('its key is none')
  return {
    version,
    title: readText(from['title'], 'title'),
    genre: readText(from['genre'], 'genre'),
    bpm,
    key,
    beatsPerBar: readNumber(from['beatsPerBar'], 'beatsPerBar', { min: 2, max: 12, isWhole: true }),
    durationSeconds,
    landingBeat: readNumber(from['landingBeat'], 'landingBeat', { min: 0, max: time.totalBeats }),
    sections: readFilling(from['sections'], 'sections', time, readSection),
    chords: readFilling(from['chords'], 'chords', time, readChord),
    parts: readParts(from['parts'], time),
    vocals: from['vocals'] === null ? null : readVocals(from['vocals'], time),
    swing: readSwing(from['swing']),
    wishes: readWishes(from['wishes']),
    seed: readText(from['seed'], 'seed'),
    lowPassHz:
      from['lowPassHz'] === null ? null : readNumber(from['lowPassHz'], 'lowPassHz', { min: 100, max: 20_000 }),
  }
}

interface Time {
  totalBeats: number
  notesLeft: number
}

function refuse(reason: string): Refusal {
  return new Refusal(`The song's score cannot be used: ${reason}`)
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw refuse('it is not JSON')
  }
}

function readObject(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse(`${name} is no object`)
  return Object.fromEntries(Object.entries(value))
}

function readArray<T>(value: unknown, name: string, read: { max: number; item(item: unknown): T }): T[] {
  if (!Array.isArray(value)) throw refuse(`${name} is no list`)
  if (value.length > read.max) throw refuse(`${name} has more than ${read.max} entries`)
  return value.map((item: unknown) => read.item(item))
}

function readNumber(value: unknown, name: string, range: { min: number; max: number; isWhole?: boolean }): number {
  const isRight =
    typeof value === 'number' && (range.isWhole === true ? Number.isInteger(value) : Number.isFinite(value))
  // Beats are sums of fractions: the last ones may lie a rounding beyond the end.
  if (!isRight || value < range.min - 1e-6 || value > range.max + 1e-6) {
    throw refuse(`${name} is not a number from ${range.min} to ${range.max}`)
  }
  return value
}

function readMidi(value: unknown, name: string): number {
  return readNumber(value, name, { min: 0, max: 127, isWhole: true })
}

function readText(value: unknown, name: string): string {
  if (typeof value !== 'string' || value.length > LIMITS.text) throw refuse(`${name} is no short text`)
  return value
}

function readOneOf<T extends string>(value: unknown, name: string, all: readonly T[]): T {
  const found = all.find((one) => one === value)
  if (found === undefined) throw refuse(`${name} is none of ${all.join(', ')}`)
  return found
}

function readSpan(from: Record<string, unknown>, name: string, time: Time): { beat: number; beats: number } {
  const beat = readNumber(from['beat'], `${name}'s beat`, { min: 0, max: time.totalBeats })
  return { beat, beats: readNumber(from['beats'], `${name}'s length`, { min: 0, max: time.totalBeats - beat }) }
}

/** Spans that follow each other without a gap from the start to the end. */
function readFilling<T extends { beat: number; beats: number }>(
  value: unknown,
  name: string,
  time: Time,
  readItem: (from: Record<string, unknown>, time: Time) => T,
): T[] {
  const spans = readArray(value, name, { max: LIMITS.spans, item: (item) => readItem(readObject(item, name), time) })
  let end = 0
  for (const span of spans) {
    if (Math.abs(span.beat - end) > 0.01) throw refuse(`${name} leave a gap at beat ${end.toFixed(2)}`)
    end = span.beat + span.beats
  }
  if (Math.abs(end - time.totalBeats) > 0.01) throw refuse(`${name} do not fill the song`)
  return spans
}

function readSection(from: Record<string, unknown>, time: Time): ScoreSection {
  return {
    name: readText(from['name'], "a section's name"),
    kind: readOneOf(from['kind'], "a section's kind", KINDS),
    ...readSpan(from, 'a section', time),
    energy: readNumber(from['energy'], "a section's energy", { min: 1, max: 4, isWhole: true }),
    lines: readArray(from['lines'], "a section's lines", { max: 100, item: (line) => readText(line, 'a line') }),
    lineBeats: readLineBeats(from['lineBeats'], time),
  }
}

/** Scores of before have none. */
function readLineBeats(value: unknown, { totalBeats }: Time): number[] | null {
  if (value === undefined || value === null) return null
  return readArray(value, "a section's lines' beats", {
    max: 100,
    item: (beat) => readNumber(beat, "a line's beat", { min: 0, max: totalBeats }),
  })
}

function readChord(from: Record<string, unknown>, time: Time): ScoreChord {
  const readTone = (tone: unknown) => readNumber(tone, 'a tone', { min: 0, max: 11, isWhole: true })
  const tones = readArray(from['tones'], "a chord's tones", { max: 12, item: readTone })
  if (tones.length === 0) throw refuse('a chord has no tones')
  return { symbol: readText(from['symbol'], 'a chord'), ...readSpan(from, 'a chord', time), tones }
}

function readParts(value: unknown, time: Time): Part[] {
  const parts = readArray(value, 'parts', {
    max: LIMITS.parts,
    item: (item) => readPart(readObject(item, 'a part'), time),
  })
  if (parts.filter((part) => part.isDrums).length > 1) throw refuse('it has two parts of drums')
  return parts
}

function readPart(from: Record<string, unknown>, time: Time): Part {
  const readSwell = (item: unknown) => {
    const swell = readObject(item, 'a swell')
    const beat = readNumber(swell['beat'], "a swell's beat", { min: 0, max: time.totalBeats })
    return { beat, value: readMidi(swell['value'], "a swell's value") }
  }
  return {
    role: readOneOf(from['role'], "a part's role", ROLES),
    isDrums: from['isDrums'] === true,
    program: readMidi(from['program'], 'program'),
    volume: readMidi(from['volume'], 'volume'),
    pan: readMidi(from['pan'], 'pan'),
    reverb: readMidi(from['reverb'], 'reverb'),
    chorus: readMidi(from['chorus'], 'chorus'),
    notes: readArray(from['notes'], 'notes', { max: LIMITS.notes, item: (item) => readNote(item, time) }),
    swells: readArray(from['swells'], 'swells', { max: LIMITS.swells, item: readSwell }),
  }
}

function readNote(item: unknown, time: Time): Note {
  const note = readObject(item, 'a note')
  return { ...readSungNote(note, time), velocity: readMidi(note['velocity'], 'velocity') }
}

function readSungNote(note: Record<string, unknown>, time: Time): Omit<Note, 'velocity'> {
  time.notesLeft--
  if (time.notesLeft < 0) throw refuse(`it has more than ${LIMITS.notes} notes`)
  return { ...readSpan(note, 'a note', time), pitch: readMidi(note['pitch'], 'pitch') }
}

function readVocals(value: unknown, time: Time): Vocals {
  const vocals = readObject(value, 'vocals')
  const singer = readText(vocals['singer'], 'singer')
  if (!isSingerName(singer)) throw refuse('its singer is not known here')
  return {
    singer,
    lines: readArray(vocals['lines'], 'sung lines', { max: 2000, item: (line) => readLine(line, time) }),
  }
}

function readLine(item: unknown, time: Time): SungLine {
  const readWord = (each: unknown) => {
    const word = readObject(each, 'a word')
    const readOne = (note: unknown) => readSungNote(readObject(note, 'a note'), time)
    const notes = readArray(word['notes'], "a word's notes", { max: 100, item: readOne })
    if (notes.length === 0) throw refuse('a word has no note')
    return { text: readText(word['text'], 'a word'), notes }
  }
  return { words: readArray(readObject(item, 'a line')['words'], 'words', { max: 200, item: readWord }) }
}

function readSwing(value: unknown): Score['swing'] {
  const swing = readObject(value, 'swing')
  const amount = readNumber(swing['amount'], 'swing', { min: 0, max: 1 })
  return { amount, unit: swing['unit'] === 0.25 ? 0.25 : 0.5 }
}

function readWishes(value: unknown): Score['wishes'] {
  const wishes = readObject(value, 'wishes')
  const name = wishes['leadInstrument']
  if (name !== null && !isInstrument(name)) throw refuse('its lead instrument is not known here')
  return { leadInstrument: name, hasDrums: wishes['hasDrums'] !== false }
}

function isInstrument(name: unknown): name is Instrument {
  return typeof name === 'string' && Object.hasOwn(INSTRUMENTS, name)
}
