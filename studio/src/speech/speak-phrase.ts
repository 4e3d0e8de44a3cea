import type { TimedWord } from '../contract.ts'
import { alignWords } from './align-words.ts'
import type { Phrase } from './plan-speech.ts'
import type { Pronouncer } from './pronounce-tokens.ts'
import { runFlite } from './run-flite.ts'
import type { FliteResult } from './run-flite.ts'
import type { Voice } from './voices.ts'

export interface SpokenPhrase {
  /** Mono, from the first sound to the last. */
  pcm: Float32Array
  /** Not a usual one: a voice with other formants is the base voice played faster or slower. */
  sampleRate: number
  /** Seconds from the start of `pcm`. */
  words: TimedWord[]
}
export interface Delivery {
  speed: number
  /** Times the voice's own pitch. */
  pitch: number
}

const SILENCE = 'pau'
/** Left of the silence before and behind: a consonant's breath lies in it. */
const MARGIN_SECONDS = 0.03
const FADE_SECONDS = 0.008

/**
 * Played at another rate a voice sounds of a smaller or larger throat, and is as much faster and higher; flite is asked to
 * speak as much slower and lower, so that the throat alone is left.
 */
export function speakPhrase(phrase: Phrase, voice: Voice, delivery: Delivery, pronouncer: Pronouncer): SpokenPhrase {
  const { formants, hertz, hertzSpread } = voice.shift
  const spoken = runFlite({
    voice: voice.base,
    text: phrase.tokens.map((token) => token.spelled).join(' '),
    stretch: formants / delivery.speed,
    f0Mean: (hertz * delivery.pitch) / formants,
    f0Stddev: hertzSpread / formants,
  })
  const { start, end } = findSound(spoken)
  const words = pronouncer.pronounce(phrase.tokens.map((token) => token.spelled))
  const spans = alignWords(spoken.phones, words)
  const place = (seconds: number) => Math.min(end - start, Math.max(0, seconds - start)) / formants
  const pcm = spoken.pcm.slice(Math.round(start * spoken.sampleRate), Math.round(end * spoken.sampleRate))
  fadeEnds(pcm, spoken.sampleRate)
  return {
    pcm,
    sampleRate: Math.round(spoken.sampleRate * formants),
    words: phrase.tokens.map(({ text }, index) => ({
      text,
      startSeconds: place(spans[index]?.startSeconds ?? start),
      endSeconds: place(spans[index]?.endSeconds ?? start),
    })),
  }
}

/** Seconds between which something sounds; flite puts a fifth of a second of silence at both ends. */
function findSound({ pcm, sampleRate, phones }: FliteResult): { start: number; end: number } {
  const length = pcm.length / sampleRate
  const first = phones[0]
  const last = phones.at(-1)
  const begins = first?.phone === SILENCE ? first.endSeconds - MARGIN_SECONDS : 0
  const ends = last?.phone === SILENCE ? (phones.at(-2)?.endSeconds ?? 0) + MARGIN_SECONDS : length
  const start = Math.min(length, Math.max(0, begins))
  return { start, end: Math.max(start, Math.min(length, ends)) }
}

function fadeEnds(pcm: Float32Array, sampleRate: number): void {
  const length = Math.min(Math.round(FADE_SECONDS * sampleRate), pcm.length >> 1)
  for (let index = 0; index < length; index += 1) {
    const gain = index / length
    const behind = pcm.length - 1 - index
    pcm[index] = (pcm[index] ?? 0) * gain
    pcm[behind] = (pcm[behind] ?? 0) * gain
  }
}
