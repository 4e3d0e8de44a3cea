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
  /** What the picture shows, for tests and contact sheets. */
  facts: { place: string; time: string; weather: string; subjects: string[] }
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
  /** Given words, which drive the form by their section marks; null = none. */
  lyrics: string | null
  instrumental: boolean
  title: string | null
  /** 30 to 300; null = from the prompt ("126 bpm") or the genre. */
  bpm: number | null
  /** "D minor", "F# major"; null = from the prompt or the seed. */
  key: string | null
  /** Seconds, 1 to 600. */
  durationSeconds: number
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
}

export interface SoundRequest {
  kind: 'sound'
  prompt: string
  negativePrompt: string
  /** Seconds, 1 to 30. */
  durationSeconds: number
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

export type StudioRequest = ImageRequest | LyricsRequest | SongRequest | SoundRequest
export type StudioResult = ImageResult | LyricsResult | SongResult | SoundResult
export type ResultOf<R extends StudioRequest> = Extract<StudioResult, { kind: R['kind'] }>
