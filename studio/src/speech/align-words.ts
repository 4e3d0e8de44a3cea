/** Which of the phones that were spoken belong to which word. */
import { isVowel } from './phones.ts'
import type { Phone } from './run-flite.ts'

export interface Span {
  startSeconds: number
  endSeconds: number
}

const SKIP = 1
const SILENCE = 'pau'

/**
 * `words` are the phones that each word has when it stands alone. In the flow of a sentence some change ("the", "a", "Dr."),
 * so both rows are laid side by side at the least cost. One span for each word, in order, none before the last one's start.
 */
export function alignWords(spoken: Phone[], words: string[][]): Span[] {
  const expected = words.flatMap((phones, word) => phones.map((phone) => ({ phone, word })))
  const wordOfPhone = layAlong(spoken, expected)
  const spans: (Span | null)[] = words.map(() => null)
  for (const [index, word] of wordOfPhone.entries()) {
    if (word === null) continue
    const startSeconds = spoken[index - 1]?.endSeconds ?? 0
    const endSeconds = spoken[index]?.endSeconds ?? startSeconds
    spans[word] = { startSeconds: spans[word]?.startSeconds ?? startSeconds, endSeconds }
  }
  return fillGaps(spans)
}

/** The word of each spoken phone, null for silence: the cheapest edit of one row into the other. */
function layAlong(spoken: Phone[], expected: { phone: string; word: number }[]): (number | null)[] {
  const width = expected.length + 1
  const costs = new Float64Array((spoken.length + 1) * width)
  const cost = (row: number, column: number) => costs[row * width + column] ?? 0
  const match = (row: number, column: number) =>
    difference(spoken[row - 1]?.phone ?? '', expected[column - 1]?.phone ?? '')
  const skip = (row: number) => (spoken[row - 1]?.phone === SILENCE ? 0 : SKIP)
  for (let row = 0; row <= spoken.length; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if (row === 0) costs[column] = column * SKIP
      else if (column === 0) costs[row * width] = cost(row - 1, 0) + skip(row)
      else
        costs[row * width + column] = Math.min(
          cost(row - 1, column - 1) + match(row, column),
          cost(row - 1, column) + skip(row),
          cost(row, column - 1) + SKIP,
        )
    }
  }
  const words: (number | null)[] = spoken.map(() => null)
  let column = expected.length
  for (let row = spoken.length; row > 0;) {
    if (column > 0 && cost(row, column) === cost(row, column - 1) + SKIP) column -= 1
    else if (column > 0 && cost(row, column) === cost(row - 1, column - 1) + match(row, column)) {
      words[row - 1] = expected[column - 1]?.word ?? null
      row -= 1
      column -= 1
    } else {
      // A phone too many belongs to the word that it follows.
      words[row - 1] = spoken[row - 1]?.phone === SILENCE ? null : (expected[Math.max(0, column - 1)]?.word ?? null)
      row -= 1
    }
  }
  return words
}

function difference(spoken: string, expected: string): number {
  if (spoken === expected) return 0
  if (spoken === SILENCE) return 3
  return isVowel(spoken) === isVowel(expected) ? 0.6 : 1.6
}

/** A word that nothing was found of lasts no time, at the end of the one before. */
function fillGaps(spans: (Span | null)[]): Span[] {
  let last = spans.find((span) => span !== null)?.startSeconds ?? 0
  return spans.map((span) => {
    const filled = span ?? { startSeconds: last, endSeconds: last }
    last = filled.endSeconds
    return filled
  })
}
