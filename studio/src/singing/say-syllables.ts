import type { Pcm } from '../audio/pcm.ts'
import { resample } from '../listen/resample.ts'
import { runFlite } from '../speech/run-flite.ts'
import type { Singer } from './singers.ts'
import type { Syllable } from './split-syllables.ts'

const RATE = 44_100
/** Slower than speech, so that vowels have a middle to hold. */
const STRETCH = 1.4
/** Statistical voices get hoarse far from their own pitch. */
const F0_MIN = 90
const F0_MAX = 330

/** A line as it is spoken on one pitch. */
export interface Spoken {
  /** Mono, 44,100 Hz. */
  samples: Float32Array
  /** Hz. */
  pitch: number
  /** One for each phone of the syllables, in order; frames. */
  phones: { phone: string; start: number; end: number }[]
}

/** `pitch` in MIDI: the middle of the line's melody, that the voice be bent as little as can be. */
export async function saySyllables(syllables: Syllable[], singer: Singer, pitch: number): Promise<Spoken> {
  const phones = syllables.flatMap(({ onset, vowel, coda }) => [...onset, vowel, ...coda])
  const wanted = 440 * 2 ** ((pitch - 69) / 12)
  const f0Mean = Math.max(F0_MIN, Math.min(F0_MAX, wanted))
  // Silence around, or the first and last phone are cut to nothing.
  const text = ['pau', ...phones, 'pau'].join(' ')
  const spoken = runFlite({ voice: singer.voice, text, isPhones: true, stretch: STRETCH, f0Mean, f0Stddev: 0.01 })
  const mono: Pcm = { sampleRate: spoken.sampleRate, channels: [spoken.pcm, spoken.pcm] }
  const { channels } = await resample(mono, RATE, () => Promise.resolve())
  const times = spoken.phones.map(({ phone, endSeconds }, index) => ({
    phone,
    start: Math.round((spoken.phones[index - 1]?.endSeconds ?? 0) * RATE),
    end: Math.round(endSeconds * RATE),
  }))
  const own = times.filter(({ phone }) => phone !== 'pau')
  if (own.length !== phones.length) throw new Error(`flite spoke ${own.length} phones of ${phones.length}`)
  return { samples: channels[0], pitch: f0Mean, phones: own }
}
