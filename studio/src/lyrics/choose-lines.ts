/** Chooses lines for a stanza: rhyming pairs by weight and chance, nothing twice in a song. */
import { type Line, rhymes } from './line-pool.ts'
import type { Random } from './make-random.ts'

export interface Choice {
  random: Random
  /** Rows of the bank that the song has used. */
  usedRows: Set<string>
  /** End words that the song has used, and how often. */
  ends: Map<string, number>
  /** Rhymes of the stanza at hand. */
  stanzaKeys: Set<string>
}

export function makeChoice(random: Random): Choice {
  return { random, usedRows: new Set(), ends: new Map(), stanzaKeys: new Set() }
}

/** A first line from `firsts` and a rhyming one from `seconds`, in random order where both may be either. */
export function choosePair(choice: Choice, firsts: Line[], seconds: Line[]): [Line, Line] | null {
  let best: [Line, Line] | null = null
  let bestScore = -Infinity
  const partners = Map.groupBy(
    seconds.filter((line) => isFree(choice, line)),
    (line) => line.rhymeKey,
  )
  for (const first of firsts) {
    if (!isFree(choice, first)) continue
    for (const second of partners.get(first.rhymeKey) ?? []) {
      if (second.row === first.row || !rhymes(first, second)) continue
      const score =
        scoreOf(choice, first) + scoreOf(choice, second) + Math.abs(first.syllables - second.syllables) * -1.5
      if (score <= bestScore) continue
      best = [first, second]
      bestScore = score
    }
  }
  for (const line of best ?? []) use(choice, line)
  return best
}

/** A line that shares no rhyme with the stanza. */
export function chooseFree(choice: Choice, lines: Line[]): Line | null {
  const free = lines.filter((line) => isFree(choice, line))
  const [first] = free
  if (first === undefined) return null
  let best = first
  let bestScore = -Infinity
  for (const line of free) {
    const score = scoreOf(choice, line)
    if (score > bestScore) [best, bestScore] = [line, score]
  }
  use(choice, best)
  return best
}

function isFree(choice: Choice, line: Line): boolean {
  return !choice.usedRows.has(line.row) && !(line.rhymeKey !== null && choice.stanzaKeys.has(line.rhymeKey))
}

/** Weight, chance and variety: a word that has closed a line already should rest. */
function scoreOf(choice: Choice, line: Line): number {
  return line.weight + choice.random.next() * 2.2 - (choice.ends.get(line.end) ?? 0) * 1.2
}

function use(choice: Choice, line: Line): void {
  choice.usedRows.add(line.row)
  choice.ends.set(line.end, (choice.ends.get(line.end) ?? 0) + 1)
  if (line.rhymeKey !== null) choice.stanzaKeys.add(line.rhymeKey)
}

/** "It paints the morning", "But look": words that point back at a line before. */
export function pointsBack(line: Line): boolean {
  return /^(?:It|It's|And|But|They|That)\b/.test(line.text)
}
