import type { LyricSection } from './lyric-sections.ts'
import type { SectionKind } from './score.ts'

interface Draft {
  kind: SectionKind
  lines: number[]
  bars: number
}

/** A sung line takes two bars; a section without words four. */
const BARS_PER_LINE = 2
const BARS_WITHOUT_WORDS = 4

/** A form that follows the words' sections, in exactly `bars` bars, the landing bar included. */
export function planLyricForm(lyrics: LyricSection[], bars: number): Draft[] {
  // Each section needs a bar of its own, and the landing one more.
  const drafts: Draft[] = lyrics.slice(0, Math.max(1, bars - 1)).map((section) => ({ ...section, bars: wish(section) }))
  const wished = () => drafts.reduce((sum, draft) => sum + draft.bars, 0)
  if (drafts[0]?.kind !== 'intro' && wished() + 5 <= bars) drafts.unshift({ kind: 'intro', lines: [], bars: 4 })
  extendWithRepeats(drafts, bars)
  if (drafts.at(-1)?.kind !== 'outro' && wished() + 5 <= bars) drafts.push({ kind: 'outro', lines: [], bars: 4 })
  fitToBars(drafts, bars - 1)
  const last = drafts.at(-1)
  if (last !== undefined) last.bars += 1
  return drafts
}

function wish(section: LyricSection): number {
  if (section.lines.length === 0) return BARS_WITHOUT_WORDS
  return Math.ceil((section.lines.length * BARS_PER_LINE) / 4) * 4
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
