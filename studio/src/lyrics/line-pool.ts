/** Lines ready to be chosen: choices made, beats counted, grouped by how they rhyme. */
import type { Random } from './make-random.ts'
import { lastWordOf, pronounce } from './pronounce.ts'
import { scanLine } from './scan-line.ts'

export interface Line {
  text: string
  /** The row of the bank, so that no two choices of one row meet in a song. */
  row: string
  end: string
  rhymeKey: string | null
  /** Of the end word: equal sounds are no rhyme. */
  sound: string
  syllables: number
  clashes: number
  /** How much this line belongs into the song; higher is likelier. */
  weight: number
}

export function readBank(bank: string, isSad: boolean): string[] {
  const unwanted = isSad ? '+' : '-'
  return bank
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '' && !row.startsWith(unwanted))
    .map((row) => row.replace(/^[+-]/, ''))
}

export function makeLine(text: string, row: string, weight: number): Line {
  const end = lastWordOf(text)
  const { rhymeKey, sound } = pronounce(end)
  return { text, row, end, rhymeKey, sound, weight, ...scanLine(text) }
}

/** `{a|b}` becomes one of its choices. */
export function choose(row: string, random: Random): string {
  return row.replace(/\{([^{}]*\|[^{}]*)\}/g, (_, choices: string) => {
    const [first = '', ...rest] = choices.split('|')
    return random.pick([first, ...rest])
  })
}

export function rhymes(left: Line, right: Line): boolean {
  if (left.rhymeKey === null || left.rhymeKey !== right.rhymeKey) return false
  return left.end !== right.end && left.sound !== right.sound
}
