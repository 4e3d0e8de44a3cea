import { countSyllables as countEnglish } from '../lyrics/pronounce.ts'
import { withoutTimes } from './lrc.ts'
import type { SectionKind } from './score.ts'

export interface LyricSection {
  kind: SectionKind
  lines: LyricLine[]
}

export interface LyricLine {
  text: string
  syllables: number
  /** Beats after its section's start at which it begins; none = it gets its share of the section. */
  beat?: number
}

/** No song has more; a pasted novel must not make a thousand sections. */
const SECTIONS_MAX = 40
const LINES_MAX = 24
const SYLLABLES_MAX = 20
const BREATH_SYLLABLES_MAX = 16
const LINE_CHARACTERS_MAX = 300
const MARK = /^\s*[[【](.+?)[\]】]\s*$/

/** Sections by their marks; without marks, stanzas are verses, and a stanza that comes twice is the chorus. */
export function parseLyricSections(lyrics: string): LyricSection[] {
  const lines = withoutTimes(lyrics)
    .split(/\r\n|[\n\r\u2028]/)
    .slice(0, SECTIONS_MAX * LINES_MAX)
    .map((line) => line.slice(0, LINE_CHARACTERS_MAX))
  const sections = lines.some((line) => MARK.test(line)) ? splitByMarks(lines) : splitByStanzas(lines)
  return sections.slice(0, SECTIONS_MAX).map((section) => ({ ...section, lines: section.lines.slice(0, LINES_MAX) }))
}

function splitByMarks(lines: string[]): LyricSection[] {
  const sections: LyricSection[] = []
  for (const line of lines) {
    const mark = MARK.exec(line)?.[1]
    if (mark !== undefined) sections.push({ kind: toSectionKind(mark), lines: [] })
    else if (line.trim() !== '') {
      // Words before the first mark are sung too.
      if (sections.length === 0) sections.push({ kind: 'verse', lines: [] })
      sections.at(-1)?.lines.push(...splitLongLine(line))
    }
  }
  return sections
}

function splitByStanzas(lines: string[]): LyricSection[] {
  const stanzas = lines
    .map((line) => line.trim())
    .join('\n')
    .split(/\n{2,}/)
    .map((stanza) => stanza.trim())
    .filter((stanza) => stanza !== '')
  return stanzas.map((stanza) => ({
    kind: stanzas.filter((other) => other === stanza).length > 1 ? 'chorus' : 'verse',
    lines: stanza.split('\n').flatMap(splitLongLine),
  }))
}

export function toSectionKind(mark: string): SectionKind {
  const words = mark.toLowerCase()
  if (/pre-?\s?chorus|riser|build/.test(words)) return 'pre-chorus'
  if (/chorus|hook|refrain|drop/.test(words)) return 'chorus'
  if (/bridge|breakdown|middle/.test(words)) return 'bridge'
  if (/intro|opening/.test(words)) return 'intro'
  if (/outro|coda|ending|\bend\b|finale/.test(words)) return 'outro'
  if (/solo|instrumental|interlude|break/.test(words)) return 'solo'
  return 'verse'
}

/** Nobody has breath for more than a dozen and some syllables: a longer line is sung as several, of about equal length. */
function splitLongLine(line: string): LyricLine[] {
  const words = line.trim().split(/\s+/u)
  const total = countSyllables(line)
  const share = total / Math.ceil(total / BREATH_SYLLABLES_MAX)
  const pieces: string[][] = [[]]
  let sung = 0
  for (const word of words) {
    if (sung >= share * pieces.length) pieces.push([])
    pieces.at(-1)?.push(word)
    sung += countSyllables(word)
  }
  return pieces.map((piece) => toLyricLine(piece.join(' ')))
}

/** Where the lines of a section begin, if that was asked for. */
export function beatsOfLines(lines: LyricLine[]): number[] | null {
  const beats = lines.flatMap(({ beat }) => beat ?? [])
  return beats.length > 0 && beats.length === lines.length ? beats : null
}

export function toLyricLine(line: string): LyricLine {
  const text = line.trim()
  return { text, syllables: Math.max(1, Math.min(SYLLABLES_MAX, countSyllables(text))) }
}

/** By the dictionary in Latin script, one a character in Chinese, kana and Hangul, half the letters elsewhere. */
function countSyllables(line: string): number {
  let count = line.match(/[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/g)?.length ?? 0
  for (const [word] of line.toLowerCase().matchAll(/[\p{L}\p{M}\p{N}'’]+/gu)) {
    if (/[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/.test(word)) continue
    count += /[\p{Script=Latin}\p{N}]/u.test(word) ? countEnglish(word) : Math.ceil(word.length / 2)
  }
  return count
}
