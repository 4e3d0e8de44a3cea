/** Puts a subject into a hook or mention line: "{np} {is/are} all I know" → "The city lights are all I know". */
import { anyHooks, anyMentions, doingHooks, nounHooks, nounMentions, placeHooks, sayHooks } from './banks/hook-lines.ts'
import type { Subject } from './find-subjects.ts'
import { choose, type Line, makeLine, readBank } from './line-pool.ts'
import type { Random } from './make-random.ts'

const syllables = 8

export interface SubjectLines {
  isSad: boolean
  random: Random
}

/** Lines for the chorus; all that can carry this subject, best metre first in weight. */
export function hookLines(subject: Subject, { isSad, random }: SubjectLines): Line[] {
  const rows = hookBanks(subject).flatMap((bank) => readBank(bank, isSad))
  return closest(rows.map((row) => fillSubject(row, subject, random)))
}

/** Lines for the verses; none for a subject whose grammar is unknown. */
export function mentionLines(subject: Subject, { isSad, random }: SubjectLines): Line[] {
  if (subject.kind === 'phrase') return []
  const banks = subject.kind === 'doing' ? [anyMentions] : [anyMentions, nounMentions]
  const rows = banks.flatMap((bank) => readBank(bank, isSad))
  return rows
    .map((row) => fillSubject(row, subject, random))
    .filter((line) => line.syllables === syllables && line.clashes === 0)
}

function hookBanks(subject: Subject): string[] {
  switch (subject.kind) {
    case 'phrase':
      return [sayHooks]
    case 'doing':
      return [anyHooks, doingHooks]
    case 'place':
      return [anyHooks, nounHooks, placeHooks]
    case 'person':
    case 'thing':
      return [anyHooks, nounHooks]
  }
}

function fillSubject(row: string, subject: Subject, random: Random): Line {
  const text = choose(row, random)
    .replace(/\{([^{}/]+)\/([^{}]+)\}/g, (_, one: string, many: string) => (subject.isPlural ? many : one))
    .replaceAll('{np}', subject.text)
  return makeLine(text.charAt(0).toUpperCase() + text.slice(1), row, 1)
}

/** The lines nearest to full metre: a subject may be too long or too odd for any line to be perfect. */
function closest(lines: Line[]): Line[] {
  const cost = (line: Line) => Math.abs(line.syllables - syllables) + line.clashes
  const costs = lines.map(cost).toSorted((left, right) => left - right)
  const limit = costs[Math.min(costs.length - 1, 5)] ?? 0
  return lines.filter((line) => cost(line) <= limit)
}
