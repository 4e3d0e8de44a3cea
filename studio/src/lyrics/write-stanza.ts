/** Stanzas of four lines or a couplet, in the genre's rhyme scheme. */
import { type Choice, chooseFree, choosePair, pointsBack } from './choose-lines.ts'
import type { Scheme } from './genres.ts'
import type { Line } from './line-pool.ts'

export interface Stanza {
  lines: string[]
  rhymes: [string, string][]
}

/** Where the lines of a quatrain may come from: odd and even lines differ in ballad metre. */
export interface Sources {
  odd: Line[]
  even: Line[]
  /** For the first line, where it must carry the hook. */
  first?: Line[]
  /** For the last line, likewise; only ABCB has a last line that is free to. */
  last?: Line[]
}

export function writeQuatrain(choice: Choice, scheme: Scheme, sources: Sources): Stanza {
  const { odd, even } = sources
  // Lines with a subject in them may find no partner; then the stanza does without.
  const first = [sources.first ?? [], odd]
  const last = [sources.last ?? [], even]
  choice.stanzaKeys.clear()
  if (scheme === 'AABB') {
    const [a, b] = pairOf(choice, first, even)
    const [c, d] = pairOf(choice, [odd], even)
    return stanzaOf(
      [a, b, c, d],
      [
        [a, b],
        [c, d],
      ],
    )
  }
  if (scheme === 'ABAB') {
    const [a, c] = pairOf(choice, first, odd)
    const [b, d] = pairOf(choice, [even], even)
    return stanzaOf(
      [a, b, c, d],
      [
        [a, c],
        [b, d],
      ],
    )
  }
  const a = freeOf(choice, first)
  const [d, b] = pairOf(choice, last, even)
  const c = freeOf(choice, [odd])
  return stanzaOf([a, b, c, d], [[b, d]])
}

export function writeCouplet(choice: Choice, firsts: Line[][], seconds: Line[]): Stanza {
  choice.stanzaKeys.clear()
  const [a, b] = pairOf(choice, firsts, seconds)
  return stanzaOf([a, b], [[a, b]])
}

export function joinStanzas(stanzas: Stanza[]): Stanza {
  return { lines: stanzas.flatMap((stanza) => stanza.lines), rhymes: stanzas.flatMap((stanza) => stanza.rhymes) }
}

/** From the first of the sources that has a pair. */
function pairOf(choice: Choice, sources: Line[][], seconds: Line[]): [Line, Line] {
  for (const firsts of sources) {
    const pair = choosePair(choice, firsts, seconds)
    // Two lines of one source may change places; "It ..." follows better than it leads.
    if (pair !== null) return firsts === seconds && pointsBack(pair[0]) ? [pair[1], pair[0]] : pair
  }
  throw new Error('The banks hold no rhyming pair for this stanza')
}

function freeOf(choice: Choice, sources: Line[][]): Line {
  for (const lines of sources) {
    const line = chooseFree(choice, lines)
    if (line !== null) return line
  }
  throw new Error('The banks hold no line for this stanza')
}

function stanzaOf(lines: Line[], pairs: [Line, Line][]): Stanza {
  return { lines: lines.map((line) => line.text), rhymes: pairs.map(([left, right]) => [left.end, right.end]) }
}
