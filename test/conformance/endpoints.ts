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
    model: 'Qubico/mmaudio',
    task_type: 'video2audio',
    input: { prompt: 'rain', video: 'https://cdn.example.net/f.mp4', steps: 30 },
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
