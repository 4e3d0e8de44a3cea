import type { Uuid } from '../lib/ids.ts'
import type { SimulatorScript } from './simulator-script.ts'

export const CAPABILITIES = [
  'image.generate',
  'image.edit',
  'lyrics.generate',
  'music.compose',
  'music.modify',
  'speech.synthesize',
  'sound.generate',
  'video.generate',
  'audio.transcribe',
  'model3d.generate',
  'chat.complete',
] as const
export type Capability = (typeof CAPABILITIES)[number]

/**
 * beatra's words, which our own routes use too (RULINGS 68): RULINGS 18, and beatra.md 4.7's pattern for the capabilities that it
 * does not name.
 */
export const CAPABILITY_WORDS: Readonly<Record<Capability, string>> = {
  'image.generate': 'text_to_image',
  'image.edit': 'image_to_image',
  'lyrics.generate': 'text_to_lyrics',
  'music.compose': 'text_to_music',
  'music.modify': 'reference_audio_to_music',
  'speech.synthesize': 'text_to_speech',
  'sound.generate': 'text_to_sound',
  'video.generate': 'text_to_video',
  'audio.transcribe': 'speech_to_text',
  'model3d.generate': 'text_to_3d',
  'chat.complete': 'chat_completion',
}

interface WorkBase {
  /** 0 to 2^53 - 1. Null only before create, which draws one and stores it (RULINGS 22). */
  seed: number | null
  /** How many results of the same kind are asked for: images, clips, lyrics. At least 1. */
  count: number
  /** For `sim/*` models only. */
  script: SimulatorScript | null
}

export interface ImageWork extends WorkBase {
  capability: 'image.generate'
  prompt: string
  negativePrompt: string
  /** Pixels. */
  width: number
  height: number
  format: 'png' | 'jpeg' | 'webp'
}

export interface LyricsWork extends WorkBase {
  capability: 'lyrics.generate'
  prompt: string
}

export interface MusicWork extends WorkBase {
  capability: 'music.compose'
  prompt: string
  lyrics: string | null
  /** An artifact of the same organisation whose text is sung instead of `lyrics`. */
  lyricsArtifact: Uuid | null
  instrumental: boolean
  title: string | null
  /** 30 to 300; null = the composer's choice from the prompt. */
  bpm: number | null
  durationSeconds: number
  format: 'mp3' | 'wav' | 'ogg' | 'flac'
  /** A cover is painted from this text. */
  coverPrompt: string | null
  /** An existing picture of the same organisation to show as the cover. */
  coverArtifact: Uuid | null
}

export interface SoundWork extends WorkBase {
  capability: 'sound.generate'
  prompt: string
  negativePrompt: string
  durationSeconds: number
}

/** What only the simulator can do so far; grows into its own shapes with the providers that serve it. */
export interface PlainWork extends WorkBase {
  capability: 'speech.synthesize' | 'video.generate' | 'chat.complete'
  prompt: string
}

/** What a provider is asked to do, in domain words. The same whatever dialect the client spoke. */
export type Work = ImageWork | LyricsWork | MusicWork | SoundWork | PlainWork

export type ItemKind = 'image' | 'audio' | 'text' | 'video'

/** Facts of one result that dialects show; null where the kind has none. */
export interface ItemFacts {
  kind: ItemKind
  /** `main` is what was paid for; a `cover` comes along. */
  role: 'main' | 'cover'
  mediaType: string
  width: number | null
  height: number | null
  durationSeconds: number | null
  seed: number | null
  title: string | null
  /** The words: of a lyrics result, or sung in a song; null = none. */
  lyrics: string | null
  /** Distinct section marks of the lyrics, in order. */
  tags: string[] | null
  bpm: number | null
  key: string | null
}

/** A result as a provider gives it. */
export interface ProducedItem extends ItemFacts {
  bytes: Uint8Array
}

/** A result as we keep it. Stored as JSON with the task. */
export interface StoredItem extends ItemFacts {
  artifactId: Uuid
  /** The path of its file below the public URL, without leading slash: `files/<token>.png`. */
  path: string
  /** Bytes. */
  size: number
  sha256: string
}

export interface TaskOutput {
  items: StoredItem[]
}
