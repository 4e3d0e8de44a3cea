import { encodeMp3 } from '../audio/encode-mp3.ts'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { Pcm } from '../audio/pcm.ts'
import type { StudioContext } from '../contract.ts'
import type { PlaceName } from '../image/places/places.ts'
import type { Scene } from '../image/prompt/scene.ts'
import type { WeatherName } from '../image/weathers/weathers.ts'
import { decodeWav } from '../listen/decode-wav.ts'
import { composeSong } from '../song/compose-song.ts'
import { limit } from '../song/master/limit.ts'
import { measureLoudness } from '../song/master/measure-loudness.ts'
import { makeSound } from '../sound/make-sound.ts'

export interface SoundtrackPlan {
  /** As it came: silence is asked for in it. */
  asked: string
  /** What is to be seen. */
  prompt: string
  negativePrompt: string
  scene: Scene
  durationSeconds: number
  seed: number
}

/** What a place sounds like, in words of the sound generator; the empty ones are quiet. */
const soundOfPlace: Readonly<Record<PlaceName | 'abstract', string>> = {
  mountains: 'gentle wind',
  sea: 'waves',
  beach: 'waves, distant gulls',
  lake: 'gentle water',
  river: 'stream',
  island: 'waves',
  cliff: 'waves, distant gulls',
  harbour: 'gentle waves, gulls',
  city: 'distant traffic',
  village: 'birds',
  forest: 'birds',
  desert: 'wind',
  meadow: 'birds',
  savanna: 'crickets',
  snow: 'wind',
  space: '',
  underwater: 'bubbles',
  room: '',
  greenhouse: 'birds',
  sky: 'gentle wind',
  'plain background': '',
  abstract: '',
}
const soundOfWeather: Readonly<Record<WeatherName, string>> = {
  clear: '',
  cloudy: '',
  rainbow: '',
  rain: 'rain',
  snow: 'soft wind',
  fog: '',
  storm: 'heavy rain, thunder',
  wind: 'wind',
  aurora: '',
  fireworks: 'fireworks',
}

/** Music under sounds: the music carries, what is seen is heard over it. */
const MUSIC_SHARE = 0.62
const SOUND_SHARE = 0.5
const FADE_SECONDS = 0.4
/** LUFS, and the gain that may be needed for it; a shade below music alone. */
const LOUDNESS = -16
const GAIN_MAX = 20
/** Decibels of full scale that no peak passes. */
const CEILING = -1.5

/** An MP3 as long as the film: a score of its own and the sounds of what is seen; null where none is wanted. */
export async function makeSoundtrack(plan: SoundtrackPlan, context: StudioContext): Promise<Uint8Array | null> {
  const quiet = { signal: context.signal, onProgress: () => {} }
  if (silent.test(plan.asked)) return null
  const wantsMusic = !noMusic.test(plan.asked) && !/\bmusic\b/i.test(plan.negativePrompt)
  const parts: { pcm: Pcm; share: number }[] = []
  if (wantsMusic) parts.push({ pcm: await playScore(plan, quiet), share: MUSIC_SHARE })
  context.onProgress(60)
  const sounds = await playSounds(plan, quiet)
  if (sounds !== null) parts.push({ pcm: sounds, share: wantsMusic ? SOUND_SHARE : 0.9 })
  context.onProgress(85)
  if (parts.length === 0) return null
  const pcm = mix(parts, plan.durationSeconds)
  await pauseUnlessAborted(context)
  setLoudness(pcm)
  return encodeMp3(pcm, () => pauseUnlessAborted(context))
}

const silent = /\b(?:silent (?:film|movie|video|clip)|(?:no|without) (?:sound|audio)|muted)\b/i
const noMusic = /\b(?:no|without) (?:music|score|soundtrack)\b/i

async function playScore(plan: SoundtrackPlan, context: StudioContext): Promise<Pcm> {
  const { bytes } = await composeSong(
    {
      kind: 'song',
      prompt: plan.prompt,
      lyrics: null,
      instrumental: true,
      title: null,
      bpm: null,
      key: null,
      durationSeconds: plan.durationSeconds,
      withStems: false,
      seed: plan.seed,
      format: 'wav',
    },
    context,
  )
  return decodeWav(bytes, () => pauseUnlessAborted(context))
}

/** Null where nothing that is seen makes a sound. */
async function playSounds(plan: SoundtrackPlan, context: StudioContext): Promise<Pcm | null> {
  const { place, weather } = plan.scene
  const words = [plan.prompt, ...weather.map((name) => soundOfWeather[name]), soundOfPlace[place]]
  const { bytes, facts } = await makeSound(
    {
      kind: 'sound',
      prompt: words.filter((each) => each !== '').join(', '),
      negativePrompt: plan.negativePrompt,
      durationSeconds: plan.durationSeconds,
      video: null,
      seed: plan.seed,
      format: 'wav',
    },
    context,
  )
  if (facts.layers.every((name) => name === 'ambience')) return null
  return decodeWav(bytes, () => pauseUnlessAborted(context))
}

/** Exactly as long as the film, and faded at both ends. */
function mix(parts: readonly { pcm: Pcm; share: number }[], durationSeconds: number): Pcm {
  const sampleRate = parts[0]?.pcm.sampleRate ?? 44_100
  const length = Math.round(durationSeconds * sampleRate)
  const channels: Pcm['channels'] = [new Float32Array(length), new Float32Array(length)]
  for (const [side, channel] of channels.entries()) {
    for (let i = 0; i < length; i++) {
      let sum = 0
      for (const { pcm, share } of parts) sum += (pcm.channels[side]?.[i] ?? 0) * share
      const fade = Math.min(1, i / (0.02 * sampleRate), (length - i) / (FADE_SECONDS * sampleRate))
      channel[i] = sum * fade
    }
  }
  return { sampleRate, channels }
}

/** In place. */
function setLoudness(pcm: Pcm): void {
  const loudness = measureLoudness(pcm)
  const gain = Number.isFinite(loudness) ? Math.min(GAIN_MAX, LOUDNESS - loudness) : 0
  limit(pcm, 10 ** (gain / 20), 10 ** (CEILING / 20))
}
