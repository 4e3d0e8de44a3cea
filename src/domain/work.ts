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

export const AUDIO_FORMATS = ['mp3', 'wav', 'ogg', 'flac'] as const

export interface MusicWork extends WorkBase {
  capability: 'music.compose'
  prompt: string
  /** Lines may have the time in front at which they are sung, as in LRC: "[00:05.00]". */
  lyrics: string | null
  /** An artifact of the same organisation whose text is sung instead of `lyrics`. */
  lyricsArtifact: Uuid | null
  instrumental: boolean
  /** One track of each group of instruments comes along. */
  withStems: boolean
  title: string | null
  /** 30 to 300; null = the composer's choice from the prompt. */
  bpm: number | null
  durationSeconds: number
  format: (typeof AUDIO_FORMATS)[number]
  /** A cover is painted from this text. */
  coverPrompt: string | null
  /** An existing picture of the same organisation to show as the cover. */
  coverArtifact: Uuid | null
}

export interface SoundWork extends WorkBase {
  capability: 'sound.generate'
  prompt: string
  negativePrompt: string
  /** Null = as long as the video. */
  durationSeconds: number | null
  /** A video that it is to be the sound of. */
  video: MediaInput | null
}

/** A file that a request points at. Bytes in a request are stored as an artifact before the task is. */
export type MediaInput =
  | { kind: 'artifact'; artifact: Uuid }
  /** Fetched by the guarded client when the work begins. */
  | { kind: 'url'; url: string }

export const IMAGE_EDITS = ['restyle', 'inpaint', 'outpaint', 'upscale', 'remove-background'] as const

export interface ImageEditWork extends WorkBase {
  capability: 'image.edit'
  edit: (typeof IMAGE_EDITS)[number]
  image: MediaInput
  mask: MediaInput | null
  prompt: string
  negativePrompt: string
  /** Above 0, up to 1: how far it may go from the picture. */
  strength: number
  /** Pixels; null = those of the picture. */
  width: number | null
  height: number | null
  /** Pixels added at each side (outpaint). */
  margins: { left: number; right: number; top: number; bottom: number }
  /** Upscale. */
  scale: number
  format: 'png' | 'jpeg' | 'webp'
}

export const SONG_TRANSFORMS = ['extend', 'cover', 'inpaint', 'swap_vocals', 'swap_sound'] as const

export interface MusicEditWork extends WorkBase {
  capability: 'music.modify'
  transform: (typeof SONG_TRANSFORMS)[number]
  audio: MediaInput
  /** Empty = as it is. */
  prompt: string
  title: string | null
  lyrics: string | null
  lyricsArtifact: Uuid | null
  /** Seconds. */
  cropEndAt: number | null
  replaceStartAt: number | null
  replaceEndAt: number | null
  /** As in `MusicWork`. */
  withStems: boolean
  format: (typeof AUDIO_FORMATS)[number]
}

export interface SpeechWork extends WorkBase {
  capability: 'speech.synthesize'
  /** What is said. */
  prompt: string
  /** Null = the provider's first. */
  voice: string | null
  /** 0.5 to 2. */
  speed: number
  /** BCP 47; null = English. */
  language: string | null
  format: (typeof AUDIO_FORMATS)[number]
}

export interface VideoWork extends WorkBase {
  capability: 'video.generate'
  prompt: string
  negativePrompt: string
  image: MediaInput | null
  /** Pixels; null = in the shape of the picture that it sets in motion. */
  width: number | null
  height: number | null
  durationSeconds: number
  format: 'mp4' | 'gif'
}

export interface Model3dWork extends WorkBase {
  capability: 'model3d.generate'
  prompt: string
  image: MediaInput | null
}

/** What only the simulator can do so far. */
export interface PlainWork extends WorkBase {
  capability: 'chat.complete'
  prompt: string
}

/** What a provider is asked to do, in domain words. The same whatever dialect the client spoke. */
export type Work =
  | ImageWork
  | ImageEditWork
  | LyricsWork
  | MusicWork
  | MusicEditWork
  | SoundWork
  | SpeechWork
  | VideoWork
  | Model3dWork
  | PlainWork

export type ItemKind = 'image' | 'audio' | 'text' | 'video' | 'model'

/** `main` is what was paid for; all others come along with it. */
export const ITEM_ROLES = [
  'main',
  'cover',
  /** Word timings: LRC of a song, JSON of speech. */
  'timings',
  /** One group of instruments, or the vocals, of a song. */
  'stem',
  /** What plays a song of the studio again: JSON. */
  'score',
  /** Of a video: its first picture. */
  'poster',
  'last_frame',
  /** Of a model: a picture, a video of it turning, and the picture it was made of without its background. */
  'preview',
  'turntable',
  'cut_out',
  /** A small picture of any of these: itself, or its waveform. */
  'thumbnail',
] as const
export type ItemRole = (typeof ITEM_ROLES)[number]

/** Facts of one result that dialects show; null where the kind has none. */
export interface ItemFacts {
  kind: ItemKind
  role: ItemRole
  /** Its place among the items of the one that it goes with; null of a main one. */
  of: number | null
  mediaType: string
  width: number | null
  height: number | null
  durationSeconds: number | null
  /** Samples a second. */
  sampleRate: number | null
  channels: number | null
  /** BlurHash of a picture: what to show before it is loaded. */
  blurHash: string | null
  seed: number | null
  /** Of a stem: which instruments it has. */
  title: string | null
  /** The words: of a lyrics result, or sung in a song; null = none. */
  lyrics: string | null
  /** Distinct section marks of the lyrics, in order. */
  tags: string[] | null
  bpm: number | null
  key: string | null
  /** Of a changed picture: what was done, in a few words each, and where that is not quite what was asked for. */
  changes: string[] | null
}

/** A main result of which nothing more is known. */
export const NO_FACTS = {
  role: 'main',
  of: null,
  width: null,
  height: null,
  durationSeconds: null,
  sampleRate: null,
  channels: null,
  blurHash: null,
  seed: null,
  title: null,
  lyrics: null,
  tags: null,
  bpm: null,
  key: null,
  changes: null,
} as const satisfies Partial<ItemFacts>

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

/** What came along with an item of the same output, by its role; null = nothing did. */
export function companionOf(items: readonly StoredItem[], item: StoredItem, role: ItemRole): StoredItem | null {
  return companionsOf(items, item, role)[0] ?? null
}

export function companionsOf(items: readonly StoredItem[], item: StoredItem, role: ItemRole): StoredItem[] {
  const place = items.indexOf(item)
  return items.filter((each) => each.of === place && each.role === role)
}

export interface TaskOutput {
  items: StoredItem[]
}
