import type { DialectName } from '../../src/domain/task.ts'
import type { JsonObject } from '../../src/lib/json.ts'

/** A creating path with one good body, and what is at hand to make it a bad one. */
export interface CreatePath {
  dialect: DialectName
  path: string
  body: JsonObject
  /** The status of an accepted create. */
  accepted: 200 | 202
  /** Bytes. */
  bodyLimit: number
  /** The field that must hold text: where it stands. */
  text: readonly string[]
}

const MIB = 1024 * 1024

export const CREATE_PATHS: readonly CreatePath[] = [
  {
    dialect: 'omnapi',
    path: '/api/v1/tasks',
    body: {
      model: 'lyria-3-preview',
      feature: 'generate-lyrics',
      inputParameters: { prompt: 'the sea', seed: 7 },
      config: { priority: 3, tags: ['a'], metadata: { order: 1 }, webhookUrl: 'https://hooks.example.net/o' },
    },
    accepted: 200,
    bodyLimit: MIB,
    text: ['inputParameters', 'prompt'],
  },
  {
    dialect: 'omnapi',
    path: '/api/v1/producer/generate/image',
    body: { prompt: 'a harbour at dawn', seed: 7, config: { priority: 3 } },
    accepted: 200,
    bodyLimit: MIB,
    text: ['prompt'],
  },
  {
    dialect: 'omnapi',
    path: '/api/v1/producer/generate/lyrics',
    body: { prompt: 'the sea', config: { tags: [] } },
    accepted: 200,
    bodyLimit: MIB,
    text: ['prompt'],
  },
  {
    dialect: 'omnapi',
    path: '/api/v1/producer/generate/music/compose',
    body: { soundPrompt: 'slow bossa nova', lyrics: 'la la', bpm: 90, length: 30, title: 'Sea', config: {} },
    accepted: 200,
    bodyLimit: MIB,
    text: ['soundPrompt'],
  },
  {
    dialect: 'beatra',
    path: '/v1/images/generations',
    body: {
      prompt: 'a harbour at dawn',
      model: 'gpt-image-2',
      quality: 'hd',
      aspect_ratio: '4:3',
      n: 2,
      metadata: { order: 'A-1' },
      callback_url: 'https://hooks.example.net/b',
      model_options: { studio: { seed: 5, format: 'webp' } },
    },
    accepted: 202,
    bodyLimit: 40 * MIB,
    text: ['prompt'],
  },
  {
    dialect: 'beatra',
    path: '/v1/music/text-to-music',
    body: {
      prompt: 'slow jazz',
      model: 'studio-music-1',
      lyrics: 'la la',
      instrumental: false,
      title: 'Sea',
      metadata: {},
      model_options: { studio: { bpm: 90, duration_seconds: 20.5 } },
    },
    accepted: 202,
    bodyLimit: 40 * MIB,
    text: ['prompt'],
  },
  {
    dialect: 'beatra',
    path: '/v1/images/image-to-image',
    body: {
      prompt: 'warmer',
      image: { type: 'url', url: 'https://cdn.example.net/harbour.png' },
      extra_images: [{ type: 'url', url: 'https://cdn.example.net/boat.png' }],
      aspect_ratio: '1:1',
      n: 2,
      model_options: { studio: { strength: 0.5 } },
    },
    accepted: 202,
    bodyLimit: 40 * MIB,
    text: ['prompt'],
  },
  {
    dialect: 'beatra',
    path: '/v1/music/reference-audio-to-music',
    body: {
      prompt: 'a bright folk tune',
      reference_audio: { type: 'url', url: 'https://cdn.example.net/song.mp3' },
      title: 'Sea',
      model_options: { studio: { transform: 'cover', crop_end_at: 10.5, stems: true } },
    },
    accepted: 202,
    bodyLimit: 40 * MIB,
    text: ['prompt'],
  },
  {
    dialect: 'beatra',
    path: '/v1/audio/speech',
    body: {
      input: 'The tide is out.',
      voice: 'voice_oak',
      speed: 1.5,
      language: 'en',
      model_options: { studio: { seed: 3, format: 'wav' } },
    },
    accepted: 202,
    bodyLimit: 40 * MIB,
    text: ['input'],
  },
  {
    dialect: 'beatra',
    path: '/v1/videos',
    body: {
      prompt: 'a harbour at dawn',
      image: { type: 'url', url: 'https://cdn.example.net/harbour.png' },
      duration_seconds: 1.5,
      aspect_ratio: '1:1',
      model_options: { studio: { format: 'gif' } },
    },
    accepted: 202,
    bodyLimit: 40 * MIB,
    text: ['prompt'],
  },
  {
    dialect: 'piapi',
    path: '/api/v1/task',
    body: {
      model: 'Qubico/flux1-schnell',
      task_type: 'txt2img',
      input: { prompt: 'a harbour at dawn', width: 768, height: 512, batch_size: 2, seed: 5 },
      config: { service_mode: 'public', webhook_config: { endpoint: 'https://hooks.example.net/p', secret: 's' } },
    },
    accepted: 200,
    bodyLimit: 40 * MIB,
    text: ['input', 'prompt'],
  },
]

/** The other PiAPI families, which share one path. */
export const PIAPI_BODIES: readonly JsonObject[] = [
  { model: 'music-u', task_type: 'generate_music', input: { gpt_description_prompt: 'jazz', lyrics_type: 'generate' } },
  { model: 'music-u', task_type: 'generate_lyrics', input: { prompt: 'the sea' } },
  { model: 'music-s', task_type: 'generate_music', input: { gpt_description_prompt: 'jazz', make_instrumental: true } },
  {
    model: 'music-s',
    task_type: 'generate_music_custom',
    input: { prompt: '[Verse]\nSea', title: 'Sea', tags: 'jazz' },
  },
  { model: 'Qubico/diffrhythm', task_type: 'txt2audio-base', input: { lyrics: '[00:04.34]Sea', style_prompt: 'folk' } },
  {
    model: 'Qubico/flux1-dev',
    task_type: 'img2img',
    input: { prompt: 'warmer', image: 'https://cdn.example.net/harbour.png', denoise: 0.4, seed: 3 },
  },
  {
    model: 'Qubico/flux1-dev-advanced',
    task_type: 'fill-outpaint',
    input: {
      image: 'https://cdn.example.net/harbour.png',
      custom_settings: [{ setting_type: 'outpaint', outpaint_left: 100 }],
    },
  },
  {
    model: 'Qubico/image-toolkit',
    task_type: 'upscale',
    input: { image: 'https://cdn.example.net/harbour.png', scale: 3 },
  },
  {
    model: 'Qubico/mmaudio',
    task_type: 'video2audio',
    input: { prompt: 'rain', video: 'https://cdn.example.net/f.mp4', steps: 30 },
  },
  {
    model: 'Qubico/tts',
    task_type: 'zero-shot',
    input: { gen_text: 'The tide is out.', ref_audio: 'https://cdn.example.net/voice.mp3' },
  },
  {
    model: 'Qubico/trellis',
    task_type: 'image-to-3d',
    input: { image: 'https://cdn.example.net/vase.png', ss_sampling_steps: 12 },
  },
  { model: 'Qubico/wanx', task_type: 'txt2video-1.3b', input: { prompt: 'a harbour', aspect_ratio: '9:16' } },
  {
    model: 'luma',
    task_type: 'video_generation',
    input: { prompt: 'a harbour', key_frames: { frame0: { type: 'image', url: 'https://cdn.example.net/h.png' } } },
  },
  {
    model: 'kling',
    task_type: 'video_generation',
    input: { prompt: 'a harbour', cfg_scale: 0.5, duration: 10, mode: 'pro' },
  },
  {
    model: 'hailuo',
    task_type: 'video_generation',
    input: { model: 'i2v-01', image_url: 'https://cdn.example.net/harbour.png' },
  },
  {
    model: 'sim/image',
    task_type: 'txt2img',
    input: { prompt: 'x', batch_size: 3, script: { delayMs: 20, progress: [50] } },
  },
]

/** Paths of one task; `ID` stands for its id. */
export const TASK_PATHS = [
  { dialect: 'omnapi', method: 'GET', path: '/api/v1/tasks/ID' },
  { dialect: 'omnapi', method: 'POST', path: '/api/v1/tasks/ID/cancel' },
  { dialect: 'beatra', method: 'GET', path: '/v1/tasks/ID' },
  { dialect: 'beatra', method: 'POST', path: '/v1/tasks/ID/cancel' },
  { dialect: 'piapi', method: 'GET', path: '/api/v1/task/ID' },
  { dialect: 'piapi', method: 'DELETE', path: '/api/v1/task/ID' },
] as const satisfies readonly { dialect: DialectName; method: string; path: string }[]

/** How each dialect's clients send their key. */
export function keyHeaders(dialect: DialectName | 'problem', key: string): Record<string, string> {
  return dialect === 'beatra' ? { authorization: `Bearer ${key}` } : { 'x-api-key': key }
}
