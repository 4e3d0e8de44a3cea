import type { LyricLine, LyricSection } from './lyric-sections.ts'
import { planLyricForm } from './plan-lyric-form.ts'
import { planTimedForm } from './plan-timed-form.ts'
import type { SectionKind } from './score.ts'
import type { TimedLine } from './timed-lyrics.ts'

export interface FormSection {
  kind: SectionKind
  bars: number
  /** 1 calm, 2 verse, 3 chorus, 4 last chorus: decides which parts play and how. */
  energy: number
  /** The lines sung here; empty = instrumental or no words given. */
  lines: LyricLine[]
}

export interface Form {
  /** The last section's last bar is the landing: one chord that rings to the end of the song. */
  sections: FormSection[]
  /** Beats before the first bar, only in songs too short for a whole bar and a landing. */
  pickupBeats: number
}

export interface FormInput {
  durationSeconds: number
  bpm: number
  beatsPerBar: number
  lyrics: LyricSection[]
  /** The same words, where they say when they are sung; they then lead. */
  timedLines?: TimedLine[] | null
}

/** The last chord needs this long to ring and fade; shorter sounds cut off. Songs under 4 s give it half. */
const RING_SECONDS_MIN = 2
const PHRASE_BARS = 4
/** A verse or chorus of about this length feels neither rushed nor endless. */
const SECTION_SECONDS = 18
/** An intro of a phrase is about a tenth of this. */
const BARS_WITH_LONG_INTRO = 36
const ENERGY: Record<SectionKind, number> = {
  intro: 1,
  verse: 2,
  'pre-chorus': 2,
  chorus: 3,
  bridge: 1,
  solo: 3,
  outro: 2,
}

/** Lays out the song in whole bars so that the landing bar's chord rings exactly to the end. */
export function planForm(input: FormInput): Form {
  const barSeconds = (input.beatsPerBar * 60) / input.bpm
  const played = input.durationSeconds - Math.min(RING_SECONDS_MIN, input.durationSeconds / 2)
  const barsBefore = Math.floor(played / barSeconds)
  if (barsBefore === 0) {
    const pickupBeats = Math.floor((played * input.bpm) / 60)
    return { sections: [{ kind: 'outro', bars: 1, energy: 3, lines: [] }], pickupBeats }
  }
  const bars = barsBefore + 1
  const timed = planTimedForm(input.timedLines ?? [], { ...input, bars })
  const sections =
    timed.length > 0
      ? timed
      : input.lyrics.length > 0
        ? planLyricForm(input.lyrics, { bars, barSeconds }).map(({ kind, bars, lines }) => ({ kind, bars, lines }))
        : planFreeForm(bars, barSeconds).map(({ kind, bars }) => ({ kind, bars, lines: [] }))
  const lastChorus = sections.findLastIndex((section) => section.kind === 'chorus')
  const chorusCount = sections.filter((section) => section.kind === 'chorus').length
  return {
    sections: sections.map((section, index) => ({
      ...section,
      energy: index === lastChorus && chorusCount > 1 ? 4 : ENERGY[section.kind],
    })),
    pickupBeats: 0,
  }
}

function planFreeForm(bars: number, barSeconds: number): { kind: SectionKind; bars: number }[] {
  if (bars < PHRASE_BARS) return [{ kind: 'chorus', bars }]
  // The bars that do not fill a phrase go where no one counts: a two-bar intro, the landing bar after a full phrase.
  const rest = bars % PHRASE_BARS
  const isLong = bars >= 16
  const intro = rest >= 2 ? 2 : bars >= BARS_WITH_LONG_INTRO ? 4 : 0
  const landing = rest % 2
  const outro = isLong ? PHRASE_BARS + landing : 0
  const body = planBody((bars - intro - outro - (isLong ? 0 : landing)) / PHRASE_BARS, barSeconds)
  const last = body.at(-1)
  if (!isLong && last !== undefined) last.bars += landing
  return [
    ...(intro > 0 ? [{ kind: 'intro' as const, bars: intro }] : []),
    ...body,
    ...(outro > 0 ? [{ kind: 'outro' as const, bars: outro }] : []),
  ]
}

/** Verses, choruses and what lies between them, in whole phrases. */
function planBody(phrases: number, barSeconds: number): { kind: SectionKind; bars: number }[] {
  const wished = Math.max(1, Math.min(4, Math.round(SECTION_SECONDS / (PHRASE_BARS * barSeconds))))
  // Shorter sections before a chorus that never comes back.
  const phrasesEach = Math.min(wished, Math.max(1, Math.floor(phrases / 3)))
  const kinds = orderSections(Math.ceil(phrases / phrasesEach))
  const lengths = kinds.map(() => phrasesEach)
  let excess = kinds.length * phrasesEach - phrases
  // What is too much comes off the bridges first, then off verses from the back: choruses stay whole.
  for (const kind of ['bridge', 'solo', 'pre-chorus', 'verse', 'chorus']) {
    for (let i = kinds.length - 1; i >= 0 && excess > 0; i--) {
      if (kinds[i] !== kind) continue
      const cut = Math.min(excess, (lengths[i] ?? 1) - 1)
      lengths[i] = (lengths[i] ?? 1) - cut
      excess -= cut
    }
  }
  return kinds.map((kind, index) => ({ kind, bars: (lengths[index] ?? 1) * PHRASE_BARS }))
}

function orderSections(count: number): SectionKind[] {
  if (count <= 1) return ['chorus']
  if (count === 2) return ['verse', 'chorus']
  if (count === 3) return ['chorus', 'verse', 'chorus']
  if (count === 4) return ['verse', 'chorus', 'verse', 'chorus']
  if (count === 5) return ['verse', 'chorus', 'verse', 'bridge', 'chorus']
  const tail: SectionKind[] = count % 2 === 0 ? ['bridge', 'chorus'] : ['solo', 'bridge', 'chorus']
  const head = Array.from({ length: count - tail.length }, (_, index): SectionKind => {
    if (index % 2 === 1) return 'chorus'
    // Long songs: every third verse is played, not sung.
    return index % 6 === 4 ? 'solo' : 'verse'
  })
  return [...head, ...tail]
}
