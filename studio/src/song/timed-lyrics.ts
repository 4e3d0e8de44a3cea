import { toLyricLine, toSectionKind } from './lyric-sections.ts'
import type { LyricLine } from './lyric-sections.ts'
import { timesOf, withoutTimes } from './lrc.ts'
import type { SectionKind } from './score.ts'

/** A line that is to begin at a moment of the song. */
export interface TimedLine extends LyricLine {
  seconds: number
  kind: SectionKind
  /** Lines of one number belong together. */
  stanza: number
}

const MARK = /^[[【](.+?)[\]】]$/
const LINES_MAX = 400
const LINE_CHARACTERS_MAX = 300
/** The longest stanza, with a mark, and without marks and blanks between its lines. */
const MARKED_LINES_MAX = 24
const STANZA_LINES = 4
/** How fast a line is taken to be sung that another without a time follows. */
const SYLLABLES_PER_SECOND = 2.5

/** The lines of LRC in the order in which they are sung; null = the words have no times. A line without one follows the line before. */
export function parseTimedLyrics(lyrics: string): TimedLine[] | null {
  const lines = lyrics.split(/\r\n|[\n\r\u2028]/).slice(0, LINES_MAX)
  if (!lines.some((line) => timesOf(line).length > 0)) return null
  const timed: TimedLine[] = []
  let stanza = { number: 0, kind: 'verse' as SectionKind, isMarked: false, lines: 0 }
  for (const line of withoutHeaders(lines)) {
    const text = withoutTimes(line).trim().slice(0, LINE_CHARACTERS_MAX)
    const mark = MARK.exec(text)?.[1]
    const isFull = stanza.lines === (stanza.isMarked ? MARKED_LINES_MAX : STANZA_LINES)
    if (mark !== undefined) stanza = { number: stanza.number + 1, kind: toSectionKind(mark), isMarked: true, lines: 0 }
    else if (isFull) stanza = { ...stanza, number: stanza.number + 1, lines: 0 }
    else if (text === '' && stanza.lines > 0) {
      stanza = { number: stanza.number + 1, kind: 'verse', isMarked: false, lines: 0 }
    }
    if (mark !== undefined || text === '') continue
    const times = timesOf(line)
    for (const seconds of times.length > 0 ? times : [endOf(timed.at(-1))]) {
      timed.push({ ...toLyricLine(text), seconds, kind: stanza.kind, stanza: stanza.number })
    }
    stanza.lines++
  }
  return timed.toSorted((a, b) => a.seconds - b.seconds).slice(0, LINES_MAX)
}

function withoutHeaders(lines: string[]): string[] {
  return lines.filter((line) => line.trim() === '' || timesOf(line).length > 0 || withoutTimes(line).trim() !== '')
}

function endOf(line: TimedLine | undefined): number {
  return line === undefined ? 0 : line.seconds + line.syllables / SYLLABLES_PER_SECOND
}
