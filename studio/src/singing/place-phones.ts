import { isDiphthong, isVoiced } from '../speech/phones.ts'
import type { Spoken } from './say-syllables.ts'
import type { Syllable } from './split-syllables.ts'

/** A piece of the spoken line and where it is heard in the song, both in frames. `held` is stretched, the rest keeps its pace. */
export interface PlacedPhone {
  phone: string
  word: number
  from: { start: number; end: number }
  to: { start: number; end: number }
  isHeld: boolean
}

/** The words are spoken slowly, to have vowels to hold; sung consonants are short. */
const CONSONANT_SHARE = 0.62
const CONSONANT_FRAMES_MAX = 44_100 * 0.13
/** Between two vowels, consonants take no more than this of the time. */
const CLUSTER_SHARE_MAX = 0.55
/** A shorter silence than this between two notes is sung through. */
const LEGATO_FRAMES = 44_100 * 0.11
const VOWEL_FRAMES_MIN = 44_100 * 0.05

interface Piece {
  phone: string
  start: number
  end: number
}
interface Draft {
  syllable: Syllable
  onset: Piece[]
  vowel: Piece
  coda: Piece[]
  /** Frames in the song: where the vowel begins, and where the notes end. */
  start: number
  end: number
}

/** Vowels begin with their notes; consonants take their time from the vowel before, or from the silence. */
export function placePhones(syllables: Syllable[], spoken: Spoken, framesPerBeat: number): PlacedPhone[] {
  const drafts = makeDrafts(syllables, spoken, framesPerBeat)
  const placed: PlacedPhone[] = []
  for (const [index, draft] of drafts.entries()) {
    const before = drafts[index - 1]
    // The first consonants of a line begin in the breath before it, as far as there is a before.
    if (before === undefined) placed.push(...lay(draft.onset, draft, { end: draft.start, room: draft.start }))
    const next = drafts[index + 1]
    const coda = length(draft.coda)
    const onset = next === undefined ? 0 : length(next.onset)
    const until = next === undefined ? Infinity : next.start
    const isLegato = until - draft.end < LEGATO_FRAMES + coda + onset
    const gap = until - draft.start
    const room = isLegato ? Math.min(1, (CLUSTER_SHARE_MAX * gap) / Math.max(1, coda + onset)) : 1
    const vowelEnd = isLegato
      ? until - (coda + onset) * room
      : Math.max(draft.start + VOWEL_FRAMES_MIN, draft.end - coda / 2)
    placed.push(hold(draft, vowelEnd))
    placed.push(...lay(draft.coda, draft, { end: vowelEnd + coda * room, room: coda * room }))
    if (next !== undefined) placed.push(...lay(next.onset, next, { end: next.start, room: onset * room }))
  }
  return placed
}

function makeDrafts(syllables: Syllable[], { phones }: Spoken, framesPerBeat: number): Draft[] {
  let at = 0
  const take = (count: number) => phones.slice(at, (at += count))
  return syllables.map((syllable) => {
    const onset = take(syllable.onset.length)
    const [vowel = { phone: 'aa', start: 0, end: 0 }] = take(1)
    const coda = take(syllable.coda.length)
    const last = syllable.notes.at(-1) ?? syllable.notes[0]
    const end = (last.beat + last.beats) * framesPerBeat
    return { syllable, onset, vowel, coda, start: syllable.notes[0].beat * framesPerBeat, end }
  })
}

/** As long as consonants are when they are sung. */
function length(pieces: Piece[]): number {
  return pieces.reduce((sum, piece) => sum + sungLength(piece), 0)
}

function sungLength({ start, end }: Piece): number {
  return Math.min(CONSONANT_FRAMES_MAX, (end - start) * CONSONANT_SHARE)
}

/** Consonants in a row that ends at `end` and takes at most `room`. */
function lay(pieces: Piece[], { syllable }: Draft, { end, room }: { end: number; room: number }): PlacedPhone[] {
  const whole = length(pieces)
  const share = Math.min(1, room / Math.max(1, whole))
  let at = end - whole * share
  return pieces.map((piece) => {
    const start = at
    at += sungLength(piece) * share
    return {
      phone: piece.phone,
      word: syllable.word,
      from: { start: piece.start, end: piece.end },
      to: { start: Math.round(start), end: Math.round(at) },
      isHeld: false,
    }
  })
}

function hold({ vowel, start, syllable }: Draft, end: number): PlacedPhone {
  // Only what has a pitch can be held: "shh" is as long as it is spoken.
  const last = isVoiced(vowel.phone) ? end : Math.min(end, start + vowel.end - vowel.start)
  return {
    phone: vowel.phone,
    word: syllable.word,
    from: { start: vowel.start, end: vowel.end },
    to: { start: Math.round(start), end: Math.round(last) },
    isHeld: true,
  }
}

/** Where in the spoken line the sung moment `frame` comes from. */
export function sourceOf({ phone, from, to, isHeld }: PlacedPhone, frame: number): number {
  const sourceLength = from.end - from.start
  const targetLength = Math.max(1, to.end - to.start)
  const at = frame - to.start
  if (!isHeld || targetLength <= sourceLength) return from.start + (at * sourceLength) / targetLength
  // The ends keep their pace, the middle gives; a diphthong is held on its first vowel.
  const head = sourceLength * 0.25
  const tail = sourceLength * (isDiphthong(phone) ? 0.55 : 0.25)
  if (at <= head) return from.start + at
  const left = targetLength - at
  if (left <= tail) return from.end - left
  return from.start + head + ((at - head) * (sourceLength - head - tail)) / (targetLength - head - tail)
}
