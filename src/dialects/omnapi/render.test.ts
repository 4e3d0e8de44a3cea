import { describe, expect, test } from 'vitest'

import { TASK_STATUSES, type Task } from '../../domain/task.ts'
import type { StoredItem } from '../../domain/work.ts'
import { renderCreated, renderTask } from './render.ts'
import { assertSeedShape } from './test-seed.ts'
import { ARTIFACT, ARTIFACT_TEXT, inStatus, makeItem, makeTask, renderContext } from './test-tasks.ts'

const cover = makeItem({ role: 'cover', width: 1024, height: 1024, artifactId: '019cdbb2-8a85-7c33-9d00-00000000c0fe' })
const song = makeItem({
  kind: 'audio',
  mediaType: 'audio/mpeg',
  path: 'files/def.mp3',
  durationSeconds: 117.4,
  title: 'Harbour Lamps',
  lyrics: '[Verse]\nTar on our sleeves',
  bpm: 92,
  key: 'D minor',
})
const secondSong = { ...song, artifactId: '019cdbb2-8a85-7c33-9d00-0000000050f6', path: 'files/ghi.mp3', seed: 4102 }
const flat = { version: 1, meter: 'task', unit: 'task', quantity: 1, per: 1, results: 1, isMost: false } as const
const simPrice = { priceLines: [{ ...flat, each: 10_000, amount: 10_000 }], held: 10_000 }

const SAMPLES: Record<string, { task: Task; output: StoredItem[] }> = {
  image: {
    task: makeTask({
      askedModel: 'lyria-3-preview',
      modelKey: 'lyria-3-preview/image',
      priority: 7,
      tags: ['cover'],
      metadata: { orderRef: 'A-2207', seat: 14 },
      callback: { url: 'http://hooks.example.net/in/omn', secret: null },
    }),
    output: [makeItem({ width: 1024, height: 1024 })],
  },
  lyrics: {
    task: makeTask({
      capability: 'lyrics.generate',
      modelKey: 'lyria-3-preview/lyrics',
      input: '{"prompt":"Indie folk, two brothers repairing an old boat"}',
      priceLines: [{ ...flat, each: 80_000, amount: 80_000 }],
      held: 80_000,
    }),
    output: [
      makeItem({
        kind: 'text',
        mediaType: 'text/plain; charset=utf-8',
        path: 'files/jkl.txt',
        title: 'The Boat',
        lyrics: '[Verse]\nTar on our sleeves\n[Chorus]\nShe will float',
        tags: ['[Verse]', '[Chorus]'],
      }),
    ],
  },
  music: {
    task: makeTask({
      capability: 'music.compose',
      modelKey: 'lyria-3-preview/music',
      input: '{"soundPrompt":"slow bossa nova","instrumental":true,"length":120,"model":"Lyria 3 preview"}',
      priceLines: [{ ...flat, each: 800_000, amount: 800_000 }],
      held: 800_000,
    }),
    output: [song, cover],
  },
  'beatra-music-two-clips': {
    task: makeTask({
      dialect: 'beatra',
      capability: 'music.compose',
      askedModel: 'auto',
      modelKey: 'suno-5.5',
      input: '{"prompt":"slow bossa nova","lyrics":null}',
      metadata: { order: 'A-2207' },
      priceLines: [{ ...flat, each: 800_000, amount: 800_000 }],
      held: 800_000,
    }),
    output: [song, secondSong],
  },
  'piapi-sound': {
    task: makeTask({
      dialect: 'piapi',
      capability: 'sound.generate',
      modelKey: 'mmaudio',
      input: '{"prompt":"rain","video":"https://example.net/rain.mp4"}',
      wire: { taskType: 'video2audio', imageId: 'not ours' },
      callback: { url: 'https://hooks.example.net/pi', secret: 'not for this dialect' },
      priceLines: [{ ...flat, meter: 'audio_seconds', unit: 'second', quantity: 8, each: 5_000, amount: 40_000 }],
      held: 40_000,
    }),
    output: [makeItem({ kind: 'audio', mediaType: 'audio/wav', path: 'files/mno.wav', durationSeconds: 8 })],
  },
  'sim-speech': {
    task: makeTask({
      capability: 'speech.synthesize',
      modelKey: 'sim/speech',
      ...simPrice,
      input: '{"script":{"delayMs":5}}',
    }),
    output: [makeItem({ kind: 'audio', mediaType: 'audio/mpeg', path: 'files/pqr.mp3', durationSeconds: 4 })],
  },
  'sim-video': {
    task: makeTask({ capability: 'video.generate', modelKey: 'sim/video', ...simPrice, input: '{"prompt":"waves"}' }),
    output: [makeItem({ kind: 'video', mediaType: 'video/mp4', path: 'files/stu.mp4', width: 640, height: 360 })],
  },
  'sim-chat': {
    task: makeTask({ capability: 'chat.complete', modelKey: 'sim/chat', ...simPrice, input: '{"prompt":"hello"}' }),
    output: [makeItem({ kind: 'text', mediaType: 'text/plain', path: 'files/vwx.txt', lyrics: 'Hello.' })],
  },
}

describe.each(Object.entries(SAMPLES))('%s', (name, { task, output }) => {
  const rendered = Object.fromEntries(
    TASK_STATUSES.map((status) => [status, renderTask(inStatus(task, status, output), renderContext)]),
  )

  test('is shown in every status as the golden file says', async () => {
    await expect(`${JSON.stringify(rendered, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`)
  })

  test('has the seed keys in the seed order with the seed kinds in every status', () => {
    for (const wire of Object.values(rendered)) assertSeedShape(wire)
  })
})

describe('money', () => {
  const beatraImages = makeTask({
    dialect: 'beatra',
    priceLines: [
      { ...flat, meter: 'image_count', unit: 'image', quantity: 3, results: 3, each: 3_000_000, amount: 9_000_000 },
    ],
    held: 9_000_000,
  })
  const delivered = [makeItem({ width: 1024, height: 1024 })]
  const success = inStatus(beatraImages, 'succeeded', delivered)

  test('a partial delivery charges what came and says that the rest came back', () => {
    const wire = renderTask({ ...success, captured: 3_000_000, released: 6_000_000 }, renderContext)
    expect(wire).toMatchObject({ creditsRequired: 900, creditsCharged: 300, refunded: true })
    expect(wire['feature']).toMatchObject({ basePrice: 300 })
  })

  test('a success that cost less than its hold is no refund unless results are missing', () => {
    const priceLines = [
      { ...flat, meter: 'input_tokens', unit: 'token', quantity: 900, each: 10_000, amount: 9_000_000 },
    ] as const
    const task = { ...success, priceLines: [...priceLines], captured: 3_000_000, released: 6_000_000 }
    expect(renderTask(task, renderContext)).toMatchObject({ creditsCharged: 300, refunded: false })
  })

  test('a refund after the capture lowers the charge and shows as refunded', () => {
    const wire = renderTask({ ...success, refunded: 9_000_000 }, renderContext)
    expect(wire).toMatchObject({ creditsRequired: 900, creditsCharged: 0, refunded: true })
  })

  test('nothing is charged before the end, whatever the row says', () => {
    const running = { ...inStatus(beatraImages, 'running', []), captured: 1 }
    expect(renderTask(running, renderContext)).toMatchObject({ creditsCharged: 0, refunded: false })
  })
})

test('another dialect keeps its webhook secret and its own small facts to itself', () => {
  const sound = SAMPLES['piapi-sound']
  const text = JSON.stringify(sound && renderTask(inStatus(sound.task, 'succeeded', sound.output), renderContext))
  expect(text).toContain('https://hooks.example.net/pi')
  expect(text).not.toContain('not for this dialect')
  expect(text).not.toContain('not ours')
})

test('a song whose cover existed before shows that cover', () => {
  const task = makeTask({ capability: 'music.compose', modelKey: 'lyria-3-preview/music', wire: { imageId: ARTIFACT } })
  const wire = renderTask(inStatus(task, 'succeeded', [secondSong]), renderContext)
  expect(wire['outputResults']).toMatchObject({ imageId: `img_${ARTIFACT_TEXT}` })
})

test('several results are all listed in the form of the first', () => {
  const task = makeTask({ dialect: 'beatra', capability: 'music.compose', modelKey: 'suno-5.5' })
  const { outputResults } = renderTask(inStatus(task, 'succeeded', [song, secondSong]), renderContext)
  expect(outputResults).toMatchObject({ songId: `sng_${ARTIFACT_TEXT}`, items: [{ seed: 4101 }, { seed: 4102 }] })
})

test('a create is answered with the four keys of phase 1 first, and as PENDING however far the task is', () => {
  const created = renderCreated(inStatus(makeTask(), 'succeeded', [makeItem()]), 'queued')
  expect(Object.entries(created)).toEqual([
    ['taskId', 'task_01KKDV52M5FGSST00000000001'],
    ['status', 'PENDING'],
    ['creditsReserved', 50],
    ['estimatedCompletionTime', null],
    ['id', 'task_01KKDV52M5FGSST00000000001'],
    ['creditsRequired', 50],
    ['createdAt', '2026-03-11T08:14:02.117Z'],
  ])
})
