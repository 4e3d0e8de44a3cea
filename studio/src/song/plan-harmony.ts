import { parseChord } from './chord.ts'
import type { Chord } from './chord.ts'
import type { Genre } from './genre.ts'
import type { Key, Mode } from './key.ts'
import type { Form, FormSection } from './plan-form.ts'
import type { Random } from './random.ts'
import type { SectionKind } from './score.ts'

export interface ChordEvent {
  chord: Chord
  beat: number
  beats: number
}

/** The last chord is plain: a seventh on it is half the dominant's chord, and the ear keeps what it heard last. */
const TONICS: Record<Mode, string> = { major: 'I', minor: 'i' }

/** The chords of the whole song, without a gap from beat 0 to `totalBeats`. */
export function planHarmony(
  plan: { genre: Genre; key: Key; form: Form; totalBeats: number },
  random: Random,
): ChordEvent[] {
  const { genre, key, form } = plan
  const progressions = chooseProgressions(genre, key, random)
  const cadence = genre.cadence[key.mode]
  const coloured = findTonicSymbol(genre, key)
  const events: ChordEvent[] = []
  let beat = form.pickupBeats
  if (beat > 0) addBar(events, cadence, key, { beat: 0, beats: beat })
  for (const [index, section] of form.sections.entries()) {
    const isLast = index === form.sections.length - 1
    const next = form.sections[index + 1]
    const bars = progressions[section.kind].split('|')
    for (let bar = 0; bar < section.bars; bar++) {
      const isLanding = isLast && bar === section.bars - 1
      const given = bars[bar % bars.length] ?? coloured
      const home = isHomeBar(section, bar, next) ? coloured : given
      const text = isLanding ? TONICS[key.mode] : isCadenceBar(section, bar, next) ? cadence : home
      const beats = isLanding ? plan.totalBeats - beat : genre.beatsPerBar
      addBar(events, text, key, { beat, beats })
      beat += beats
    }
  }
  return events
}

/** The same progression for every verse and every chorus: what makes them recognisable. */
function chooseProgressions(genre: Genre, key: Key, random: Random): Record<SectionKind, string> {
  const { verse, chorus, bridge } = genre.progressions[key.mode]
  const forVerse = random.pick(verse)
  const others = chorus.filter((progression) => progression !== forVerse)
  const forChorus = random.pick(others.length > 0 ? others : chorus)
  const forBridge = random.pick(bridge)
  return {
    // All verses begin on the tonic, and so do songs.
    intro: forVerse,
    verse: forVerse,
    'pre-chorus': forBridge,
    chorus: forChorus,
    bridge: forBridge,
    solo: forVerse,
    outro: forChorus,
  }
}

/** The bar before the landing, and the last bar before a chorus arrives from elsewhere, lead home. */
function isCadenceBar(section: FormSection, bar: number, next: FormSection | undefined): boolean {
  if (next === undefined) return bar === section.bars - 2
  return bar === section.bars - 1 && section.bars >= 4 && next.kind === 'chorus' && section.kind !== 'chorus'
}

/** Choruses come home: a key whose tonic is only passed through is heard as its relative. */
function isHomeBar({ kind, bars }: FormSection, bar: number, next: FormSection | undefined): boolean {
  return next !== undefined && kind === 'chorus' && bars >= 4 && bar === bars - 1
}

/** The tonic in the genre's own colour: in jazz a major seventh, in pop a plain triad. */
function findTonicSymbol(genre: Genre, key: Key): string {
  const { verse, chorus } = genre.progressions[key.mode]
  const symbols = [...verse, ...chorus].join(' ').split(/[\s|]+/)
  const pattern = key.mode === 'major' ? /^I(?![IV])/ : /^i(?![iv])/
  return symbols.find((symbol) => pattern.test(symbol)) ?? TONICS[key.mode]
}

function addBar(events: ChordEvent[], text: string, key: Key, span: { beat: number; beats: number }): void {
  const symbols = text.trim().split(/\s+/)
  // On a whole beat, also where two chords share three beats.
  const starts = symbols.map((_, index) => Math.ceil((index * span.beats) / symbols.length))
  for (const [index, symbol] of symbols.entries()) {
    const start = starts[index] ?? 0
    const end = starts[index + 1] ?? span.beats
    if (end > start) events.push({ chord: parseChord(symbol, key), beat: span.beat + start, beats: end - start })
  }
}

/** The chord that sounds at a beat. */
export function chordAt(events: ChordEvent[], beat: number): ChordEvent {
  let low = 0
  let high = events.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((events[middle]?.beat ?? 0) <= beat + 1e-9) low = middle
    else high = middle - 1
  }
  const event = events[low]
  if (event === undefined) throw new Error('A song without chords')
  return event
}
