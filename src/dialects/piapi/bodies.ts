import type { JsonObject } from '../../lib/json.ts'

/** One good body of each family, with nothing left to a default that its contract lets a client set. For tests. */
export const BODIES: Readonly<Record<string, JsonObject>> = {
  flux: {
    model: 'Qubico/flux1-schnell',
    task_type: 'txt2img',
    input: { prompt: 'a harbour at dawn', negative_prompt: 'people', width: 768, height: 512, batch_size: 2, seed: 5 },
  },
  'udio music': {
    model: 'music-u',
    task_type: 'generate_music',
    input: { gpt_description_prompt: 'slow jazz', lyrics_type: 'generate', seed: -1 },
    config: { service_mode: 'private', webhook_config: { endpoint: 'https://hooks.example.net/p', secret: 's3cret' } },
  },
  'udio lyrics': { model: 'music-u', task_type: 'generate_lyrics', input: { prompt: 'the sea' } },
  'suno music': {
    model: 'music-s',
    task_type: 'generate_music',
    input: { gpt_description_prompt: 'slow jazz', make_instrumental: true },
  },
  'suno custom': {
    model: 'music-s',
    task_type: 'generate_music_custom',
    input: {
      prompt: '[Verse 1]\nLights on the water',
      title: 'Harbour lights',
      tags: 'jazz, slow',
      negative_tags: 'drums',
    },
  },
  'suno lyrics': { model: 'music-s', task_type: 'generate_lyrics', input: { prompt: 'the sea' } },
  diffrhythm: {
    model: 'Qubico/diffrhythm',
    task_type: 'txt2audio-full',
    input: { lyrics: '[00:04.34]Lights on the water\n[00:08.10]', style_prompt: 'folk', style_audio: '' },
  },
  mmaudio: {
    model: 'Qubico/mmaudio',
    task_type: 'video2audio',
    input: { prompt: 'rain', video: 'https://cdn.example.net/film.mp4', negative_prompt: 'speech', steps: 30, seed: 9 },
  },
  simulator: {
    model: 'sim/image',
    task_type: 'txt2img',
    input: { prompt: 'anything', batch_size: 3, script: { delayMs: 20, progress: [50], deliver: 2 } },
  },
}
