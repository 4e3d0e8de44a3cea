import catalogueFile from '../../../catalogue/models.json' with { type: 'json' }
import { parseCatalogue } from '../../domain/catalogue.ts'
import type { ParseContext, RenderContext } from '../../domain/dialect.ts'
import { priceLines, settledLines, totalOf } from '../../domain/pricing.ts'
import type { Task, TaskStatus } from '../../domain/task.ts'
import { identifyTestFile } from '../../domain/test-media.ts'
import { blankTask } from '../../domain/test-task.ts'
import { NO_FACTS, type ItemKind, type StoredItem } from '../../domain/work.ts'

/** Data of this folder's tests: the shipped catalogue, and tasks as every dialect makes them. */
export const catalogue = parseCatalogue(catalogueFile, new Set(['studio', 'simulator']))

export const renderContext: RenderContext = { catalogue, publicUrl: 'https://media.example.org' }

export const parseContext: ParseContext = {
  catalogue,
  checkUrl: (url) => (/^https?:\/\//.test(url) ? null : 'must be an http or https URL'),
  checkMediaUrl: (url) => parseContext.checkUrl(url),
  identify: identifyTestFile,
}

const CREATED_AT = Date.UTC(2026, 1, 11, 9, 30, 0, 987) + 0.654

/** A task in `queued` of the entry `modelKey`; its other facts as given. */
function sampleTask(modelKey: string, facts: Partial<Task>, quantity = 1): Task {
  const entry = catalogue.byKey(modelKey)
  const lines = priceLines(entry.price, {
    version: 1,
    variant: null,
    quantity,
    results: entry.price.unit === 'image' ? quantity : 1,
    isMost: false,
  })
  return blankTask(CREATED_AT, {
    id: '019c4b1e-7f3a-7c21-9d41-0b6a5d1c0a7f',
    number: 41,
    organisation: { id: '019c4b1e-0000-7000-8000-000000000001', number: 1 },
    apiKeyId: '019c4b1e-0000-7000-8000-000000000002',
    dialect: 'beatra',
    capability: entry.capability,
    askedModel: entry.code,
    modelKey,
    input: '{"prompt":"a heron at dawn"}',
    priceLines: lines,
    held: totalOf(lines),
    ...facts,
  })
}

/** The same task as it stands later: `items` are what a success delivered. */
export function inStatus(task: Task, status: TaskStatus, items: StoredItem[] = []): Task {
  const route = catalogue.byKey(task.modelKey).routes[0] ?? null
  const startedAt = task.createdAt + 4_000
  const ended = { startedAt, completedAt: task.createdAt + 161_000, version: 9 }
  switch (status) {
    case 'queued':
      return { ...task, staged: true }
    case 'starting':
      return { ...task, status, version: 2 }
    case 'running':
      return { ...task, status, route, startedAt, progress: 40, cancelRequestedAt: startedAt + 9_000, version: 5 }
    case 'succeeded': {
      const captured = totalOf(
        settledLines(
          task.priceLines,
          items.filter((item) => item.role === 'main'),
        ),
      )
      const released = task.held - captured
      return { ...task, ...ended, status, route, progress: 100, output: { items }, captured, released }
    }
    case 'failed': {
      const error = { code: 'provider_timeout', message: 'The provider took too long.', retryable: true } as const
      return { ...task, ...ended, status, route, progress: 40, error, released: task.held }
    }
    case 'canceled':
      return { ...task, ...ended, status, cancelRequestedAt: ended.completedAt, released: task.held }
  }
}

const FILES: Readonly<Record<ItemKind, { extension: string; mediaType: string }>> = {
  image: { extension: 'png', mediaType: 'image/png' },
  audio: { extension: 'mp3', mediaType: 'audio/mpeg' },
  text: { extension: 'txt', mediaType: 'text/plain; charset=utf-8' },
  video: { extension: 'mp4', mediaType: 'video/mp4' },
  model: { extension: 'glb', mediaType: 'model/gltf-binary' },
}

export function sampleItem(kind: ItemKind, place: number, facts: Partial<StoredItem> = {}): StoredItem {
  const { extension, mediaType } = FILES[kind]
  return {
    ...NO_FACTS,
    kind,
    mediaType,
    width: kind === 'image' || kind === 'video' ? 1024 : null,
    height: kind === 'image' || kind === 'video' ? 768 : null,
    durationSeconds: kind === 'audio' || kind === 'video' ? 93.4 : null,
    seed: 9_007_199_254_740_991 - place,
    artifactId: `019c4b1e-7f3a-8c21-9d41-00000000000${place}`,
    path: `files/token${place}.${extension}`,
    size: 20_480 + place,
    sha256: 'ab'.repeat(32),
    ...facts,
  }
}

const song = { title: 'Lantern Walk', lyrics: '[Verse]\nPaper lanterns on the water', tags: ['[Verse]'], bpm: 96 }
const words = sampleItem('text', 1, { title: 'Lantern Walk', lyrics: song.lyrics, tags: song.tags })

/** By name: a task in `queued`, and what its success delivers. One of each capability and dialect that can be made. */
export const SAMPLES: Readonly<Record<string, { task: Task; items: StoredItem[] }>> = {
  'beatra-image': {
    task: sampleTask(
      'gpt-image-2',
      {
        metadata: { campaign: 'spring-04' },
        warnings: [{ code: 'stand_in_model', message: 'The studio stands in.', field: 'model' }],
        callback: { url: 'https://hooks.example.org/beatra', secret: null },
      },
      4,
    ),
    items: [1, 2, 3].map((place) => sampleItem('image', place)),
  },
  'beatra-music': {
    task: sampleTask('suno-5.5', { input: '{"prompt":"slow bossa nova","instrumental":false}' }),
    items: [1, 2].map((place) => sampleItem('audio', place, song)),
  },
  'beatra-auto': {
    task: sampleTask('studio-music-1', { askedModel: 'auto' }),
    items: [sampleItem('audio', 1, { title: 'Heron' })],
  },
  'beatra-song': {
    task: sampleTask('studio-music-1', { input: '{"prompt":"slow bossa nova","instrumental":false}' }),
    items: [
      sampleItem('audio', 1, song),
      sampleItem('text', 2, { role: 'timings', of: 0 }),
      sampleItem('text', 3, { role: 'score', of: 0 }),
      sampleItem('audio', 4, { role: 'stem', of: 0, title: 'drums' }),
      sampleItem('audio', 5, { role: 'stem', of: 0, title: 'vocals' }),
      sampleItem('image', 6, { role: 'thumbnail', of: 0 }),
    ],
  },
  'beatra-speech': {
    task: sampleTask('studio-speech-1', { input: '{"input":"The tide is out.","speed":1}' }, 16),
    items: [sampleItem('audio', 1), sampleItem('text', 2, { role: 'timings', of: 0 })],
  },
  'beatra-video': {
    task: sampleTask('studio-video-1', { input: '{"prompt":"a heron at dawn"}' }, 6),
    items: [
      sampleItem('video', 1, { blurHash: 'LEHV6nWB2yk8pyo0adR*.7kCMdnj' }),
      sampleItem('image', 2, { role: 'poster', of: 0 }),
      sampleItem('image', 3, { role: 'last_frame', of: 0 }),
      sampleItem('image', 4, { role: 'thumbnail', of: 0 }),
    ],
  },
  'omnapi-model3d': {
    task: sampleTask('studio-3d-1', { dialect: 'omnapi' }),
    items: [
      sampleItem('model', 1),
      sampleItem('image', 2, { role: 'preview', of: 0 }),
      sampleItem('video', 3, { role: 'turntable', of: 0 }),
      sampleItem('image', 4, { role: 'cut_out', of: 0 }),
      sampleItem('image', 5, { role: 'thumbnail', of: 0 }),
    ],
  },
  'omnapi-image': {
    task: sampleTask('lyria-3-preview/image', {
      dialect: 'omnapi',
      metadata: { order: 2206, rush: true, owner: 'audio-team', parts: { a: [1, null] } },
      tags: ['cafe'],
      wire: { feature: 'generate-image' },
    }),
    items: [sampleItem('image', 1)],
  },
  'omnapi-lyrics': { task: sampleTask('lyria-3-preview/lyrics', { dialect: 'omnapi' }), items: [words] },
  'omnapi-music-cover': {
    task: sampleTask('lyria-3-preview/music', { dialect: 'omnapi', input: '{"soundPrompt":"slow","length":120}' }),
    items: [sampleItem('audio', 1, song), sampleItem('image', 2, { role: 'cover' })],
  },
  'omnapi-modify': {
    task: sampleTask('lyria-3-preview/music', { dialect: 'omnapi', capability: 'music.modify' }),
    items: [sampleItem('audio', 1, song)],
  },
  'omnapi-edit': {
    task: sampleTask('lyria-3-preview/image', { dialect: 'omnapi', capability: 'image.edit' }),
    items: [sampleItem('image', 1)],
  },
  'piapi-image': {
    task: sampleTask(
      'flux1-schnell',
      {
        dialect: 'piapi',
        askedModel: 'Qubico/flux1-schnell',
        wire: { taskType: 'txt2img', config: { webhook_config: { endpoint: '', secret: 'hidden-secret' } } },
        callback: { url: 'https://hooks.example.org/piapi', secret: 'hidden-secret' },
      },
      2,
    ),
    items: [1, 2].map((place) => sampleItem('image', place)),
  },
  'piapi-lyrics': {
    task: sampleTask('udio/lyrics', { dialect: 'piapi', askedModel: 'music-u' }),
    items: [words, sampleItem('text', 2, { title: 'Second', lyrics: 'la', tags: [] })],
  },
  'piapi-sound': {
    task: sampleTask('mmaudio', { dialect: 'piapi', askedModel: 'Qubico/mmaudio' }, 7.9),
    items: [sampleItem('audio', 1, { durationSeconds: 7.9 })],
  },
  'piapi-sound-film': {
    task: sampleTask('mmaudio', { dialect: 'piapi', askedModel: 'Qubico/mmaudio' }, 8),
    items: [sampleItem('video', 1, { durationSeconds: 8 })],
  },
  'piapi-speech': {
    task: sampleTask('sim/speech', { dialect: 'piapi', askedModel: 'sim/speech' }),
    items: [sampleItem('audio', 1)],
  },
  'piapi-video': {
    task: sampleTask('sim/video', { dialect: 'piapi', askedModel: 'sim/video' }),
    items: [sampleItem('video', 1)],
  },
  'piapi-chat': {
    task: sampleTask('sim/chat', { dialect: 'piapi', askedModel: 'sim/chat' }),
    items: [sampleItem('text', 1, { lyrics: 'Hello.' })],
  },
}
