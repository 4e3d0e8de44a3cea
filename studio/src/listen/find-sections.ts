import type { Pcm } from '../audio/pcm.ts'
import { meanChroma } from './find-chroma.ts'
import type { Chroma } from './find-chroma.ts'

/** A stretch of bars that belong together. */
export interface HeardSection {
  /** Equal letters sound alike: "Part A". */
  name: string
  firstBar: number
  bars: number
  /** 1 calm to 4 loudest, as in scores. */
  energy: number
}

const PHRASE_BARS = 4
/** Decibels that a new section is louder or softer by, or the share of its harmony that is another. */
const LOUDER = 3
const OTHER_HARMONY = 0.3

interface Phrase {
  firstBar: number
  bars: number
  decibels: number
  chroma: Float32Array
}

/** Phrases of four bars, joined where loudness and harmony go on alike. `lines` are the seconds of all bar lines, the end included. */
export function findSections(pcm: Pcm, chroma: Chroma, lines: number[]): HeardSection[] {
  const phrases = listPhrases(pcm, chroma, lines)
  const groups: Phrase[][] = []
  for (const phrase of phrases) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group !== undefined && last !== undefined && isAlike(last, phrase)) group.push(phrase)
    else groups.push([phrase])
  }
  const loudest = Math.max(...phrases.map((phrase) => phrase.decibels))
  const kinds: Phrase[] = []
  return groups.map((group) => {
    const first = group[0] ?? { firstBar: 0, bars: 0, decibels: 0, chroma: new Float32Array(12) }
    let kind = kinds.findIndex((known) => isAlike(known, first))
    if (kind < 0) kind = kinds.push(first) - 1
    const below = loudest - Math.max(...group.map((phrase) => phrase.decibels))
    return {
      name: `Part ${String.fromCharCode(65 + (kind % 26))}`,
      firstBar: first.firstBar,
      bars: group.reduce((sum, phrase) => sum + phrase.bars, 0),
      energy: below < 1.5 ? 3 : below < 5 ? 2 : 1,
    }
  })
}

function listPhrases(pcm: Pcm, chroma: Chroma, lines: number[]): Phrase[] {
  const phrases: Phrase[] = []
  for (let bar = 0; bar + 1 < lines.length; bar += PHRASE_BARS) {
    const end = Math.min(lines.length - 1, bar + PHRASE_BARS)
    const [from, to] = [lines[bar] ?? 0, lines[end] ?? 0]
    const decibels = measureDecibels(pcm, from, to)
    phrases.push({ firstBar: bar, bars: end - bar, decibels, chroma: meanChroma(chroma.all, chroma.rate, from, to) })
  }
  return phrases
}

function isAlike(a: Phrase, b: Phrase): boolean {
  const other = a.chroma.reduce((sum, value, i) => sum + Math.abs(value - (b.chroma[i] ?? 0)), 0) / 2
  return Math.abs(a.decibels - b.decibels) < LOUDER && other < OTHER_HARMONY
}

/** Mean power between two moments; -100 where nothing sounds. */
export function measureDecibels({ sampleRate, channels }: Pcm, from: number, to: number): number {
  const [start, end] = [Math.max(0, Math.round(from * sampleRate)), Math.round(to * sampleRate)]
  let [sum, count] = [0, 0]
  for (const channel of channels) {
    for (const sample of channel.subarray(start, end)) {
      sum += sample * sample
      count++
    }
  }
  return 10 * Math.log10(Math.max(1e-10, sum / Math.max(1, count)))
}
