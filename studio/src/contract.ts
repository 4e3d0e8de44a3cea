/**
 * The studio's contract: what a caller asks for and what comes back. Every generator is a pure function of its request
 * (same request and seed, same bytes within one release); it knows nothing of tasks, databases or HTTP.
 */

export interface StudioContext {
  /** Aborting makes the generator throw the signal's reason at its next step. */
  signal: AbortSignal
  /** Percent done, 0 to 100, never falling. */
  onProgress(percent: number): void
}

export type ImageFormat = 'png' | 'jpeg' | 'webp'
export type AudioFormat = 'mp3' | 'wav' | 'ogg' | 'flac'

export interface ImageRequest {
  kind: 'image'
  prompt: string
  negativePrompt: string
  /** Pixels, 64 to 4096. */
  width: number
  height: number
  /** 0 to 2^53 - 1. */
  seed: number
  format: ImageFormat
}
export interface ImageResult {
  kind: 'image'
  bytes: Uint8Array
  mediaType: string
  width: number
  height: number
  /** What the picture shows, and in `changes` what was asked for and is not in it ("not drawn: log, saddle"), if anything. */
  facts: { place: string; time: string; weather: string; subjects: string[]; changes: string[] }
}

export const IMAGE_EDITS = ['restyle', 'inpaint', 'outpaint', 'upscale', 'remove-background'] as const
export type ImageEdit = (typeof IMAGE_EDITS)[number]

/** A change of a picture that exists. */
export interface ImageEditRequest {
  kind: 'image-edit'
  edit: ImageEdit
  /**
   * PNG, JPEG, WebP, GIF or AVIF, up to 24 megapixels; up to 8 to inpaint or outpaint, and a restyled one is scaled down to that,
   * one whose background is removed to 16.
   */
  image: Uint8Array
  /** Where to paint anew (inpaint; a restyle with a mask is one): white or opaque there; null = as the prompt says. */
  mask: Uint8Array | null
  prompt: string
  negativePrompt: string
  /** How far light, colours and manner may go from the picture: above 0, up to 1. What is added, removed or replaced is wholly so. */
  strength: number
  /** Pixels of the result, 64 to 4096; null = those of the picture (restyle, inpaint). */
  width: number | null
  height: number | null
  /** Pixels that are added at each side (outpaint). */
  margins: { left: number; right: number; top: number; bottom: number }
  /** 1 to 10, as far as the result stays within 8192 pixels a side and 20 megapixels (upscale). */
  scale: number
  seed: number
  format: ImageFormat
}
export interface ImageEditResult {
  kind: 'image-edit'
  bytes: Uint8Array
  mediaType: string
  width: number
  height: number
  /** What was done, in a few words each: "warm light", "sky recoloured". */
  facts: { changes: string[] }
}

export interface LyricsRequest {
  kind: 'lyrics'
  prompt: string
  seed: number
}
export interface LyricsResult {
  kind: 'lyrics'
  title: string
  /** Section marks in square brackets on lines of their own, lines split by \n. */
  lyrics: string
  /** Distinct section marks in order of first appearance: ["[Verse 1]", "[Chorus]"]. */
  tags: string[]
  /** The pairs of line-end words that the form promises to rhyme. */
  rhymes: [string, string][]
}

export interface SongRequest {
  kind: 'song'
  prompt: string
  /**
   * Given words, which drive the form by their section marks; null = none. Lines with an LRC time in front ("[00:05.00]") begin
   * on the beat nearest to it.
   */
  lyrics: string | null
  instrumental: boolean
  title: string | null
  /** 30 to 300; null = from the prompt ("126 bpm") or the genre. */
  bpm: number | null
  /** "D minor", "F# major"; null = from the prompt or the seed. */
  key: string | null
  /** Seconds, 1 to 600. */
  durationSeconds: number
  /** One track of each group of instruments comes along, and the vocals. */
  withStems: boolean
  seed: number
  format: AudioFormat
}
export interface SongResult {
  kind: 'song'
  bytes: Uint8Array
  mediaType: string
  durationSeconds: number
  bpm: number
  key: string
  title: string
  genre: string
  sections: { name: string; startSeconds: number }[]
  /**
   * Section marks in square brackets on lines of their own, lines split by \n: the given words, or those written for it; null
   * = there are none. Where not all of them fit the length, and after a change, what is sung, each section under its name in
   * `sections`.
   */
  lyrics: string | null
  /** The words as they are sung, in order; none = nobody sings. */
  words: SungWordTime[]
  /** Everything that is needed to play it again or change it: JSON, understood by the release that wrote it and later ones. */
  score: string
  /** As long as the song, in its format; only when asked for. */
  stems: { name: string; bytes: Uint8Array }[]
}

/** A word that is sung or spoken. */
export interface TimedWord {
  text: string
  startSeconds: number
  endSeconds: number
}

export interface SungWordTime extends TimedWord {
  /** The last word of a line that is sung in one breath: players break their lines after it. */
  isLineEnd: boolean
}

export const SONG_TRANSFORMS = ['extend', 'cover', 'inpaint', 'swap_vocals', 'swap_sound'] as const
export type SongTransform = (typeof SONG_TRANSFORMS)[number]

/** A change of a song that exists. */
export interface SongEditRequest {
  kind: 'song-edit'
  transform: SongTransform
  /** The song as a file: MP3, WAV, FLAC or OGG, up to ten minutes. */
  audio: Uint8Array
  /** The score that came with it, when it is one of ours; null = all that is known is how it sounds. */
  score: string | null
  /** What is wanted: genre, mood, instruments. Empty = as it is. */
  prompt: string
  /** Null = the old one's. */
  title: string | null
  /** New words (extend, inpaint, swap_vocals); null = the old ones, or nobody sings what is new. */
  lyrics: string | null
  /** Seconds of the old song after which it goes on (extend); null = its end. */
  cropEndAt: number | null
  /** Seconds, what is made anew (inpaint). */
  replaceStartAt: number | null
  replaceEndAt: number | null
  withStems: boolean
  seed: number
  format: AudioFormat
}
/** As of a song; `bpm`, `key` and `sections` of a foreign one are what was heard in it, `lyrics` and `words` what is new. */
export type SongEditResult = Omit<SongResult, 'kind' | 'score'> & {
  kind: 'song-edit'
  /** Null when it comes of a foreign song. */
  score: string | null
}

export interface SoundRequest {
  kind: 'sound'
  prompt: string
  negativePrompt: string
  /** Seconds, 1 to 30; null = as long as the video. */
  durationSeconds: number | null
  /** An MP4 or WebM to make a soundtrack for, of which only its length matters; null = none. */
  video: Uint8Array | null
  seed: number
  format: AudioFormat
}
export interface SoundResult {
  kind: 'sound'
  bytes: Uint8Array
  mediaType: string
  durationSeconds: number
  facts: { layers: string[] }
}

/** English only; another language is refused with the name of what can speak it. */
export interface SpeechRequest {
  kind: 'speech'
  /** Up to 10,000 characters that take up to 30 minutes to say. */
  text: string
  /** A name of `VOICES`; null = the first. */
  voice: string | null
  /** 0.5 to 2. */
  speed: number
  /** "en", "en-GB", "de"; null = English. */
  language: string | null
  seed: number
  format: AudioFormat
}
export interface SpeechResult {
  kind: 'speech'
  bytes: Uint8Array
  mediaType: string
  durationSeconds: number
  voice: string
  words: TimedWord[]
}

export interface VideoRequest {
  kind: 'video'
  prompt: string
  negativePrompt: string
  /** A picture to set in motion; null = painted from the prompt. */
  image: Uint8Array | null
  /** Pixels, even, 128 to 1280. */
  width: number
  height: number
  /** Seconds, 1 to 10. */
  durationSeconds: number
  /** A GIF is silent. */
  format: 'mp4' | 'gif'
  seed: number
}
export interface VideoResult {
  kind: 'video'
  bytes: Uint8Array
  mediaType: string
  width: number
  height: number
  durationSeconds: number
  framesPerSecond: number
  /** PNGs of the first picture and the last. */
  poster: Uint8Array
  lastFrame: Uint8Array
  facts: { place: string; time: string; weather: string; subjects: string[]; camera: string }
}

export interface Model3dRequest {
  kind: 'model3d'
  prompt: string
  /** A picture to make it of; null = from the prompt. */
  image: Uint8Array | null
  seed: number
}
export interface Model3dResult {
  kind: 'model3d'
  /** Binary glTF. */
  bytes: Uint8Array
  mediaType: string
  /** PNG. */
  preview: Uint8Array
  /** PNG of the picture without its background. */
  cutOut: Uint8Array
  /** MP4 of it turning once. */
  turntable: Uint8Array
  facts: { form: 'relief' | 'lathe'; triangles: number }
}

/** What goes with any file of the kinds above, ours or foreign: what it is, and what to show of it before it is loaded. */
export interface CompanionsRequest {
  kind: 'companions'
  file: Uint8Array
}
export interface CompanionsResult {
  kind: 'companions'
  /** What the bytes say, whatever name they came under. */
  mediaType: string
  /** Of pictures and video; else null. */
  width: number | null
  height: number | null
  /** Of audio and video; else null. */
  durationSeconds: number | null
  /** Of audio; else null. */
  sampleRate: number | null
  channels: number | null
  /** WebP of at most 320 pixels a side: the picture, up to 40 megapixels, or the waveform; null where nothing can be shown. */
  thumbnail: { bytes: Uint8Array; width: number; height: number } | null
  /** BlurHash of the picture, up to 40 megapixels; else null. */
  blurHash: string | null
}

/** Every request with its result. */
interface Kinds {
  image: [ImageRequest, ImageResult]
  'image-edit': [ImageEditRequest, ImageEditResult]
  lyrics: [LyricsRequest, LyricsResult]
  song: [SongRequest, SongResult]
  'song-edit': [SongEditRequest, SongEditResult]
  sound: [SoundRequest, SoundResult]
  speech: [SpeechRequest, SpeechResult]
  video: [VideoRequest, VideoResult]
  model3d: [Model3dRequest, Model3dResult]
  companions: [CompanionsRequest, CompanionsResult]
}
export type StudioRequest = Kinds[keyof Kinds][0]
export type StudioResult = Kinds[keyof Kinds][1]
export type ResultOf<R extends StudioRequest> = Kinds[R['kind']][1]
