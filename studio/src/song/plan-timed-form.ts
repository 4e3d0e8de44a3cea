import type { FormSection } from './plan-form.ts'
import type { SectionKind } from './score.ts'
import type { TimedLine } from './timed-lyrics.ts'

type Draft = Omit<FormSection, 'energy'>

/** At this pace a line is taken to be over. */
const SYLLABLES_PER_SECOND = 2.5
/** A pause of so many bars is played, not waited out. */
const SOLO_BARS_MIN = 4
const OUTRO_BARS_MIN = 2

/**
 * A form in exactly `bars` bars, the landing bar included, in which each line begins on the beat nearest to its time. Lines
 * that would begin after the landing are left out, and of two on one beat the later waits for the next.
 */
export function planTimedForm(
  lines: TimedLine[],
  { bars, beatsPerBar, bpm }: { bars: number; beatsPerBar: number; bpm: number },
): Draft[] {
  const barsSung = bars - 1
  const drafts: Draft[] = []
  // Bars that are laid out, and the first bar in which nobody sings the last line any more.
  let [from, sungUntil, stanza] = [0, 0, -1]
  let lastBeat = -1
  const layOut = (kind: SectionKind, until: number) => {
    if (until > from) drafts.push({ kind, bars: until - from, lines: [] })
    from = Math.max(from, until)
  }
  for (const line of lines) {
    const beat = Math.max(lastBeat + 1, Math.round((line.seconds * bpm) / 60))
    const bar = Math.floor(beat / beatsPerBar)
    if (bar >= barsSung) break
    if (drafts.length === 0 || (line.stanza !== stanza && bar > Math.floor(lastBeat / beatsPerBar))) {
      const isPause = drafts.length > 0 && bar - sungUntil >= SOLO_BARS_MIN
      closeSection(drafts, isPause ? sungUntil - from : bar - from)
      from = isPause ? sungUntil : drafts.length > 0 ? bar : 0
      layOut(drafts.length > 0 ? 'solo' : 'intro', bar)
      drafts.push({ kind: line.kind, bars: 0, lines: [] })
      stanza = line.stanza
    }
    const { text, syllables } = line
    drafts.at(-1)?.lines.push({ text, syllables, beat: beat - from * beatsPerBar })
    const beats = (syllables / SYLLABLES_PER_SECOND) * (bpm / 60)
    sungUntil = Math.min(barsSung, Math.max(bar + 1, Math.ceil((beat + beats) / beatsPerBar)))
    lastBeat = beat
  }
  const hasOutro = drafts.length > 0 && barsSung - sungUntil >= OUTRO_BARS_MIN
  closeSection(drafts, (hasOutro ? sungUntil : barsSung) - from)
  if (hasOutro) drafts.push({ kind: 'outro', bars: barsSung - sungUntil, lines: [] })
  const last = drafts.at(-1)
  if (last !== undefined) last.bars += 1
  return drafts
}

function closeSection(drafts: Draft[], bars: number): void {
  const last = drafts.at(-1)
  if (last !== undefined) last.bars = bars
}
