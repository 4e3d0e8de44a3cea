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
  tts: {
    model: 'Qubico/tts',
    task_type: 'zero-shot',
    input: { gen_text: 'The tide is out.', ref_audio: 'https://cdn.example.net/voice.mp3', ref_text: 'Hello.' },
  },
  'trellis text': { model: 'Qubico/trellis', task_type: 'text-to-3d', input: { prompt: 'a vase', seed: 4 } },
  'trellis image': {
    model: 'Qubico/trellis',
    task_type: 'image-to-3d',
    input: { image: 'https://cdn.example.net/vase.png', ss_sampling_steps: 12, slat_guidance_strength: 2 },
  },
  wanx: {
    model: 'Qubico/wanx',
    task_type: 'txt2video-1.3b',
    input: { prompt: 'a harbour', negative_prompt: 'people', aspect_ratio: '9:16', seed: 6 },
  },
  hunyuan: {
    model: 'Qubico/hunyuan',
    task_type: 'img2video-concat',
    input: { prompt: 'a harbour', image: 'https://cdn.example.net/harbour.png' },
  },
  skyreels: {
    model: 'Qubico/skyreels',
    task_type: 'img2video',
    input: { prompt: 'a harbour', image: 'https://cdn.example.net/harbour.png', guidance_scale: 3 },
  },
  luma: {
    model: 'luma',
    task_type: 'video_generation',
    input: {
      prompt: 'a harbour',
      key_frames: { frame0: { type: 'image', url: 'https://cdn.example.net/harbour.png' }, frame1: null },
      model_name: 'ray-v2',
      duration: 10,
      aspect_ratio: '21:9',
      loop: true,
    },
  },
  kling: {
    model: 'kling',
    task_type: 'video_generation',
    input: {
      prompt: 'a harbour',
      negative_prompt: 'people',
      cfg_scale: 0.7,
      duration: 10,
      aspect_ratio: '1:1',
      mode: 'pro',
      version: '1.6',
      seed: 8,
    },
  },
  hailuo: {
    model: 'hailuo',
    task_type: 'video_generation',
    input: {
      model: 'i2v-01',
      prompt: 'a harbour',
      image_url: 'https://cdn.example.net/harbour.png',
      expand_prompt: true,
    },
  },
  'flux edit': {
    model: 'Qubico/flux1-dev',
    task_type: 'img2img',
    input: {
      prompt: 'warmer',
      image: 'https://cdn.example.net/harbour.png',
      negative_prompt: 'people',
      denoise: 0.4,
      seed: 3,
    },
  },
  'flux outpaint': {
    model: 'Qubico/flux1-dev-advanced',
    task_type: 'fill-outpaint',
    input: {
      prompt: 'more sea',
      image: 'https://cdn.example.net/harbour.png',
      custom_settings: [
        { setting_type: 'outpaint', outpaint_left: 100, outpaint_right: 0, outpaint_top: 0, outpaint_bottom: 50 },
      ],
    },
  },
  'image cut out': {
    model: 'Qubico/image-toolkit',
    task_type: 'background-remove',
    input: { image: 'https://cdn.example.net/harbour.png' },
  },
  'image upscale': {
    model: 'Qubico/image-toolkit',
    task_type: 'upscale',
    input: { image: 'https://cdn.example.net/harbour.png', scale: 3, face_enhance: true },
  },
  'udio extend': {
    model: 'music-u',
    task_type: 'generate_music',
    input: {
      gpt_description_prompt: 'slow jazz',
      lyrics_type: 'instrumental',
      continue_song_id: '019a5d2e-7c00-8000-8000-000000000001',
      continue_at: 12.5,
      seed: 4,
    },
  },
  simulator: {
    model: 'sim/image',
    task_type: 'txt2img',
    input: { prompt: 'anything', batch_size: 3, script: { delayMs: 20, progress: [50], deliver: 2 } },
  },
}
