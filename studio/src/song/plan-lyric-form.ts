import type { LyricLine, LyricSection } from './lyric-sections.ts'
import type { SectionKind } from './score.ts'

interface Draft {
  kind: SectionKind
  lines: LyricLine[]
  bars: number
  /** Fewer bars would be too few to sing it in. */
  barsMin: number
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
/** Shorter songs begin with the voice. */
const BARS_WITH_OPENING = 12
/** What may pass before the voice enters: of the song, and in seconds. */
const OPENING_SHARE_MAX = 0.1
const OPENING_SECONDS_MAX = 10
const OUTRO_BARS = 4

/** A form that follows the words' sections, in exactly `bars` bars, the landing bar included. */
export function planLyricForm(lyrics: LyricSection[], song: { bars: number; barSeconds: number }): Draft[] {
  const { bars, barSeconds } = song
  const [first] = lyrics
  // Words that say what comes before the voice, as [Intro] or [Instrumental] do, still bring it in time.
  const given = lyrics.length > 1 && first?.lines.length === 0 ? first.kind : null
  const opening = countOpeningBars(song, given !== null)
  const drafts = fitWords(given === null ? lyrics : lyrics.slice(1), { barSeconds, bars: bars - opening - 1 })
  for (const draft of drafts) draft.bars = Math.max(draft.barsMin, wish(draft, barSeconds))
  const room = bars - opening
  extendWithRepeats(drafts, room)
  const wished = drafts.reduce((sum, draft) => sum + draft.bars, 0)
  if (drafts.at(-1)?.kind !== 'outro' && wished + OUTRO_BARS + 1 <= room) {
    drafts.push({ kind: 'outro', lines: [], bars: OUTRO_BARS, barsMin: 1 })
  }
  fitToBars(drafts, room - 1)
  if (opening > 0) drafts.unshift({ kind: given ?? 'intro', lines: [], bars: opening, barsMin: 1 })
  const last = drafts.at(-1)
  if (last !== undefined) last.bars += 1
  return drafts
}

/** A bar or a few before the voice, to know the key by. */
function countOpeningBars({ bars, barSeconds }: { bars: number; barSeconds: number }, isAsked: boolean): number {
  if (bars < BARS_WITH_OPENING) return isAsked && bars > 3 ? 1 : 0
  const most = Math.min(bars * OPENING_SHARE_MAX, OPENING_SECONDS_MAX / barSeconds)
  return most >= 4 ? 4 : most >= 2 ? 2 : 1
}

/** As many of the sections as can be sung in `bars`, whole ones first. */
function fitWords(lyrics: LyricSection[], { bars, barSeconds }: { bars: number; barSeconds: number }): Draft[] {
  const fits = (sections: LyricSection[]) =>
    sections.reduce((sum, { lines }) => sum + barsNeeded(lines, barSeconds), 0) <= bars
  let cuts: Cut[] = []
  for (const cut of listCuts(lyrics)) {
    if (!fits(applyCuts(lyrics, cuts)) && applyCuts(lyrics, [...cuts, cut]).length > 0) cuts.push(cut)
  }
  // What went before something larger did may have its place again.
  for (const cut of cuts.toReversed()) {
    const others = cuts.filter((other) => other !== cut)
    if (fits(applyCuts(lyrics, others))) cuts = others
  }
  let left = applyCuts(lyrics, cuts)
  // What is left is one kind of section, at last one section, at last one line.
  while (!fits(left) && left.length > 1) left = left.slice(0, -1)
  while (!fits(left) && (left[0]?.lines.length ?? 0) > 1) {
    left = left.map(({ kind, lines }) => ({ kind, lines: lines.slice(0, -1) }))
  }
  const areSingable = fits(left)
  return left.map(({ kind, lines }) => {
    return { kind, lines, bars: 1, barsMin: areSingable ? barsNeeded(lines, barSeconds) : 1 }
  })
}

/** What may go of the section at `index`: all of it, or what follows its first stanza. */
interface Cut {
  index: number
  isHalf: boolean
}

/** In the order of `DISPENSABLE`, of each kind the last section first. */
function listCuts(lyrics: LyricSection[]): Cut[] {
  return DISPENSABLE.flatMap(({ kind, share }) => {
    const indexes = lyrics.flatMap((section, index) => (section.kind === kind ? [index] : []))
    return (share === 'repeats' ? indexes.slice(1) : indexes)
      .toReversed()
      .map((index) => ({ index, isHalf: share === 'second halves' }))
  })
}

function applyCuts(lyrics: LyricSection[], cuts: Cut[]): LyricSection[] {
  return lyrics.flatMap(({ kind, lines }, at) => {
    const own = cuts.filter(({ index }) => index === at)
    if (own.some(({ isHalf }) => !isHalf)) return []
    return [{ kind, lines: own.length > 0 ? lines.slice(0, LINES_OF_A_STANZA) : lines }]
  })
}

/** At full speed, in whole bars. */
function barsNeeded(lines: LyricLine[], barSeconds: number): number {
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
  let missing = bars - OUTRO_BARS - 1 - drafts.reduce((sum, draft) => sum + draft.bars, 0)
  for (let turn = 0; missing >= chorus.bars + 8; turn++) {
    drafts.splice(end(), 0, { kind: turn % 2 === 0 ? 'solo' : 'bridge', lines: [], bars: 8, barsMin: 1 }, { ...chorus })
    missing -= chorus.bars + 8
  }
}

/**
 * Stretches or shrinks in proportion until the bars add up, in phrases of four bars as far as they go, and verses of as many
 * lines alike. The bars that cannot be shared out are the last section's.
 */
function fitToBars(drafts: Draft[], bars: number): void {
  const sum = () => drafts.reduce((total, draft) => total + draft.bars, 0)
  const scale = bars / sum()
  const groups = [...Map.groupBy(drafts, ({ kind, lines }) => `${kind} ${lines.length}`).values()].map((members) => ({
    members,
    ideal: (scale * members.reduce((total, { bars }) => total + bars, 0)) / members.length,
    barsMin: Math.max(...members.map(({ barsMin }) => barsMin)),
  }))
  for (const { members, ideal, barsMin } of groups) {
    const rounded = ideal >= 4 ? Math.floor(ideal / 4) * 4 : Math.floor(ideal)
    for (const draft of members) draft.bars = Math.max(barsMin, rounded)
  }
  for (const size of [4, 2, 1]) {
    for (let chosen = mostInNeed(groups, size, bars - sum()); chosen !== null;) {
      const step = size * Math.sign(bars - sum())
      for (const draft of chosen.members) draft.bars += step
      chosen = mostInNeed(groups, size, bars - sum())
    }
  }
  for (const draft of drafts.toReversed()) draft.bars += Math.max(draft.barsMin - draft.bars, bars - sum())
}

interface Group {
  members: Draft[]
  ideal: number
  barsMin: number
}

/** The group furthest from its share that `size` bars for each of its members bring nearer to the `missing` ones; null = none. */
function mostInNeed(groups: Group[], size: number, missing: number): Group | null {
  const step = size * Math.sign(missing)
  const able = groups.flatMap((group) => {
    const bars = group.members[0]?.bars ?? 0
    if (size * group.members.length > Math.abs(missing) || bars + step < group.barsMin) return []
    return [{ group, need: ((group.ideal - bars) * Math.sign(missing)) / group.ideal }]
  })
  return able.toSorted((a, b) => b.need - a.need)[0]?.group ?? null
}
