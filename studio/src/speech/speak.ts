/** Speech: text in, a voice out, with the time of every word. */
import { encodeAudioInSteps } from '../audio/encode-audio.ts'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { Pcm } from '../audio/pcm.ts'
import type { SpeechRequest, SpeechResult, StudioContext, TimedWord } from '../contract.ts'
import { makeRandom } from '../lyrics/make-random.ts'
import { resample } from '../listen/resample.ts'
import { Refusal } from '../refusal.ts'
import { limit } from '../song/master/limit.ts'
import { measureLoudness } from '../song/master/measure-loudness.ts'
import { assertSpeakable } from './assert-speakable.ts'
import type { Phrase } from './plan-speech.ts'
import { makePronouncer } from './pronounce-tokens.ts'
import { speakPhrase } from './speak-phrase.ts'
import type { SpokenPhrase } from './speak-phrase.ts'
import { VOICES } from './voices.ts'
import type { Voice } from './voices.ts'

const SAMPLE_RATE = 44_100
/** LUFS, what podcasts are normalised to. */
const LOUDNESS = -16
/** dBTP, with half a decibel left for what lossy encoders add. */
const CEILING = 10 ** (-1.5 / 20)
/** Seconds of speech that its loudness is taken from: a voice does not change after that. */
const LOUDNESS_SECONDS = 60
/** What fits into memory with room to spare: 10,000 characters of prose last 20 minutes at half speed, of figures hours. */
const SECONDS_MAX = 1800
/** Silence at both ends. */
const EDGE_SECONDS = 0.12
/** How far chance may take pace and pitch from the voice's own, so that another seed is another reading. */
const PACE_SPREAD = 0.02
const PITCH_SPREAD = 0.03
/** Percent done after speaking and after mixing. */
const SPOKEN = 75
const MIXED = 88

interface Placed extends SpokenPhrase {
  startSeconds: number
}

/** Refuses what is not English, what has nothing to say in it, a voice that is not there, and more than half an hour. */
export async function speak(request: SpeechRequest, context: StudioContext): Promise<SpeechResult> {
  context.signal.throwIfAborted()
  context.onProgress(0)
  const voice = findVoice(request.voice)
  const plan = assertSpeakable(request)
  // Nested, so that each stage's sound is let go of when the next one stands: half an hour is 100 to 300 MB.
  const { pcm, words } = await toPlayedRate(
    await layDown(await speakAll(plan, voice, request, context), context),
    context,
  )
  const encoded = await encodeAudioInSteps(pcm, request.format, async (share) => {
    await pauseUnlessAborted(context)
    context.onProgress(MIXED + share * (99 - MIXED))
  })
  context.signal.throwIfAborted()
  context.onProgress(100)
  return { kind: 'speech', ...encoded, durationSeconds: pcm.channels[0].length / SAMPLE_RATE, voice: voice.name, words }
}

function findVoice(name: string | null): Voice {
  if (name === null) return VOICES[0]
  const voice = VOICES.find((each) => each.name === name.trim().toLowerCase())
  if (voice !== undefined) return voice
  throw new Refusal(`voice: there is none of this name. There are ${VOICES.map((each) => each.name).join(', ')}.`)
}

async function speakAll(
  plan: Phrase[],
  voice: Voice,
  request: SpeechRequest,
  context: StudioContext,
): Promise<{ phrases: Placed[]; seconds: number }> {
  const random = makeRandom(request.seed, 'speech')
  const pronouncer = makePronouncer()
  const phrases: Placed[] = []
  let at = EDGE_SECONDS
  for (const [index, phrase] of plan.entries()) {
    await pauseUnlessAborted(context)
    const delivery = {
      speed: request.speed * (1 + (random.next() * 2 - 1) * PACE_SPREAD),
      pitch: 1 + (random.next() * 2 - 1) * PITCH_SPREAD,
    }
    const spoken = speakPhrase(phrase, voice, delivery, pronouncer)
    phrases.push({ ...spoken, startSeconds: at })
    at += spoken.pcm.length / spoken.sampleRate
    if (index < plan.length - 1) at += phrase.pauseSeconds / request.speed
    if (at + EDGE_SECONDS > SECONDS_MAX) {
      throw new Refusal(
        `text: to say it takes longer than ${SECONDS_MAX / 60} minutes at this speed. Send less of it at a time.`,
      )
    }
    context.onProgress(((index + 1) / plan.length) * SPOKEN)
  }
  return { phrases, seconds: at + EDGE_SECONDS }
}

/** All phrases at their places and equally loud, at the rate they were spoken at; both channels are one. */
async function layDown(
  { phrases, seconds }: { phrases: Placed[]; seconds: number },
  context: StudioContext,
): Promise<{ pcm: Pcm; words: TimedWord[] }> {
  const sampleRate = phrases[0]?.sampleRate ?? SAMPLE_RATE
  const mono = new Float32Array(Math.round(seconds * sampleRate))
  const gain = 10 ** ((LOUDNESS - measureSpeech(phrases)) / 20)
  for (const { pcm, startSeconds } of phrases) {
    await pauseUnlessAborted(context)
    // The limiter is for two channels; one channel here is empty.
    limit({ sampleRate, channels: [pcm, new Float32Array(0)] }, gain, CEILING)
    mono.set(pcm, Math.min(mono.length - pcm.length, Math.round(startSeconds * sampleRate)))
  }
  return { pcm: { sampleRate, channels: [mono, mono] }, words: phrases.flatMap(placeWords) }
}

/** At the rate that everybody plays. */
async function toPlayedRate<T extends { pcm: Pcm }>(spoken: T, context: StudioContext): Promise<T> {
  const pcm = await resample(spoken.pcm, SAMPLE_RATE, async (share) => {
    await pauseUnlessAborted(context)
    context.onProgress(SPOKEN + share * (MIXED - SPOKEN))
  })
  return { ...spoken, pcm }
}

function placeWords({ words, startSeconds }: Placed): TimedWord[] {
  return words.map((word) => ({
    text: word.text,
    startSeconds: toMilliseconds(startSeconds + word.startSeconds),
    endSeconds: toMilliseconds(startSeconds + word.endSeconds),
  }))
}

/** LUFS of the first minute without its pauses. */
function measureSpeech(phrases: Placed[]): number {
  const parts: Float32Array[] = []
  let seconds = 0
  for (const { pcm, sampleRate } of phrases) {
    if (seconds < LOUDNESS_SECONDS) parts.push(pcm)
    seconds += pcm.length / sampleRate
  }
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  const loudness = measureLoudness({ sampleRate: phrases[0]?.sampleRate ?? SAMPLE_RATE, channels: [joined, joined] })
  return Number.isFinite(loudness) ? loudness : LOUDNESS
}

function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
