import type { LyricLine, LyricSection } from './lyric-sections.ts'
import type { SectionKind } from './score.ts'

interface Draft {
  kind: SectionKind
  lines: LyricLine[]
  bars: number
}

const BARS_WITHOUT_WORDS = 4
/** A line takes the power of two of bars that comes nearest to this. */
const LINE_SECONDS = 3.8
/** Faster than this nobody follows: words that would have to be are left out. */
const SYLLABLES_PER_SECOND_MAX = 3.7
/** What goes when the words are too many for the song's length, first to last, as far as it must. */
const DISPENSABLE: { kind: SectionKind; share: 'repeats' | 'second halves' | 'all' }[] = [
  { kind: 'pre-chorus', share: 'repeats' },
  { kind: 'bridge', share: 'all' },
  { kind: 'verse', share: 'second halves' },
  { kind: 'verse', share: 'repeats' },
  { kind: 'chorus', share: 'repeats' },
  { kind: 'solo', share: 'all' },
  { kind: 'outro', share: 'all' },
  { kind: 'intro', share: 'all' },
  { kind: 'pre-chorus', share: 'all' },
  { kind: 'verse', share: 'all' },
]
const LINES_OF_A_STANZA = 4
/** A song of some length has a bar or two before the voice, to know the key by. */
const OPENING_BARS = 2
const BARS_WITH_OPENING = 12

/** A form that follows the words' sections, in exactly `bars` bars, the landing bar included. */
export function planLyricForm(lyrics: LyricSection[], song: { bars: number; barSeconds: number }): Draft[] {
  const { bars } = song
  const opening = bars >= BARS_WITH_OPENING && lyrics[0]?.kind !== 'intro' ? OPENING_BARS : 0
  const drafts = fitWords(lyrics, { ...song, bars: bars - opening - 1 })
  for (const draft of drafts) draft.bars = wish(draft, song.barSeconds)
  const wished = () => drafts.reduce((sum, draft) => sum + draft.bars, 0)
  if (opening > 0) drafts.unshift({ kind: 'intro', lines: [], bars: wished() + 5 <= bars ? 4 : opening })
  extendWithRepeats(drafts, bars)
  if (drafts.at(-1)?.kind !== 'outro' && wished() + 5 <= bars) drafts.push({ kind: 'outro', lines: [], bars: 4 })
  fitToBars(drafts, bars - 1)
  const last = drafts.at(-1)
  if (last !== undefined) last.bars += 1
  return drafts
}

/** As many of the sections as can be sung in `bars`, whole ones first. */
function fitWords(lyrics: LyricSection[], { bars, barSeconds }: { bars: number; barSeconds: number }): Draft[] {
  const drafts = lyrics.map(({ kind, lines }) => ({ kind, lines: [...lines], bars: 1 }))
  const isTooMuch = () => drafts.reduce((sum, draft) => sum + barsNeeded(draft, barSeconds), 0) > bars
  for (const { kind, share } of DISPENSABLE) {
    for (let at = drafts.length - 1; at >= 0 && isTooMuch() && drafts.length > 1; at--) {
      const draft = drafts[at]
      if (draft?.kind !== kind) continue
      const isFirst = drafts.findIndex((other) => other.kind === kind) === at
      if (share === 'second halves') draft.lines.length = Math.min(LINES_OF_A_STANZA, draft.lines.length)
      else if (share === 'all' || !isFirst) drafts.splice(at, 1)
    }
  }
  // What is left is one kind of section, at last one section, at last one line.
  while (isTooMuch() && drafts.length > 1) drafts.pop()
  while (isTooMuch() && (drafts[0]?.lines.length ?? 0) > 1) drafts[0]?.lines.pop()
  return drafts
}

/** At full speed, in whole bars. */
function barsNeeded({ lines }: Draft, barSeconds: number): number {
  const syllables = lines.reduce((sum, line) => sum + line.syllables, 0)
  return Math.max(1, Math.ceil(syllables / SYLLABLES_PER_SECOND_MAX / barSeconds))
}

function wish({ lines }: Draft, barSeconds: number): number {
  if (lines.length === 0) return BARS_WITHOUT_WORDS
  const barsPerLine = 2 ** Math.round(Math.log2(LINE_SECONDS / barSeconds))
  return Math.max(4, Math.ceil((lines.length * barsPerLine) / 4) * 4)
}

/** Few words for a long song: solos and choruses come again before lines get stretched beyond singing. */
function extendWithRepeats(drafts: Draft[], bars: number): void {
  const chorus =
    drafts.findLast((draft) => draft.kind === 'chorus') ?? drafts.findLast((draft) => draft.lines.length > 0)
  const end = () => (drafts.at(-1)?.kind === 'outro' ? drafts.length - 1 : drafts.length)
  if (chorus === undefined) return
  let missing = bars - 5 - drafts.reduce((sum, draft) => sum + draft.bars, 0)
  for (let turn = 0; missing >= chorus.bars + 8; turn++) {
    drafts.splice(end(), 0, { kind: turn % 2 === 0 ? 'solo' : 'bridge', lines: [], bars: 8 }, { ...chorus })
    missing -= chorus.bars + 8
  }
}

/** Stretches or shrinks in proportion until the bars add up, in phrases of four bars as far as they go. */
function fitToBars(drafts: Draft[], bars: number): void {
  const sum = () => drafts.reduce((total, draft) => total + draft.bars, 0)
  const scale = bars / sum()
  const ideals = drafts.map((draft) => draft.bars * scale)
  for (const [index, draft] of drafts.entries()) {
    const ideal = ideals[index] ?? 1
    draft.bars = Math.max(1, ideal >= 4 ? Math.floor(ideal / 4) * 4 : Math.floor(ideal))
  }
  while (sum() !== bars) {
    const difference = bars - sum()
    for (const size of [4, 2, 1]) {
      if (size > Math.abs(difference)) continue
      const chosen = mostInNeed(drafts, ideals, Math.sign(difference) * size)
      if (chosen === null) continue
      chosen.bars += Math.sign(difference) * size
      break
    }
  }
}

/** The section furthest from its share on the side that `step` corrects, of those that keep a bar; null = none does. */
function mostInNeed(drafts: Draft[], ideals: number[], step: number): Draft | null {
  const able = drafts.flatMap((draft, index) => {
    const ideal = ideals[index] ?? 1
    return draft.bars + step >= 1 ? [{ draft, need: ((ideal - draft.bars) * Math.sign(step)) / ideal }] : []
  })
  return able.toSorted((a, b) => b.need - a.need)[0]?.draft ?? null
}
