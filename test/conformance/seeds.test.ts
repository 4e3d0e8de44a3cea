import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { DIALECT_NAMES, type DialectName } from '../../src/domain/task.ts'
import { parseTaskId } from '../../src/lib/ids.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { limitActiveTasks } from '../../src/store/accounts.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'
import { FILM_SECONDS, uploadFilm } from '../helpers/upload-film.ts'
import { makeOrganisation } from './make-organisation.ts'
import { faultsOf, OMNAPI_PAGE } from './seed-pages.ts'
import { idOf, readIn, SIMULATED, simulate } from './simulate.ts'

let served: TestMedley
/** Nobody works here: what is created stays queued. */
let idle: TestMedley
beforeAll(async () => {
  served = await startMedley()
  idle = await startMedley({ role: 'api' })
})
afterAll(async () => {
  await served.stop()
  await idle.stop()
})

const HOUR = 3_600_000
const STATUSES = ['queued', 'starting', 'running', 'succeeded', 'failed', 'canceled', 'canceled while queued'] as const
type Status = (typeof STATUSES)[number]

/** The words of RULINGS 17 and 59. */
const WORDS: Readonly<Record<Status, Readonly<Record<DialectName, string>>>> = {
  queued: { omnapi: 'PENDING', beatra: 'queued', piapi: 'pending' },
  starting: { omnapi: 'PENDING', beatra: 'queued', piapi: 'pending' },
  running: { omnapi: 'PROCESSING', beatra: 'running', piapi: 'processing' },
  succeeded: { omnapi: 'COMPLETED', beatra: 'succeeded', piapi: 'completed' },
  failed: { omnapi: 'FAILED', beatra: 'failed', piapi: 'failed' },
  canceled: { omnapi: 'CANCELLED', beatra: 'canceled', piapi: 'failed' },
  'canceled while queued': { omnapi: 'CANCELLED', beatra: 'canceled', piapi: 'failed' },
}

const SCRIPTS: Readonly<Record<Status, JsonObject>> = {
  queued: {},
  // The longest that there is.
  starting: { accept: { delayMs: 120_000 } },
  running: { delayMs: HOUR, progress: [1, 2, 3] },
  succeeded: { delayMs: 30, progress: [50] },
  failed: { failAt: 'finish', delayMs: 30, error: { fault: 'policy' } },
  canceled: { delayMs: HOUR },
  'canceled while queued': {},
}

/** Carries a task that `create` makes into a status and leaves it there. */
async function bring(status: Status, create: (medley: TestMedley, script: JsonObject) => Promise<string>) {
  const medley = status === 'queued' || status === 'canceled while queued' ? idle : served
  const id = await create(medley, SCRIPTS[status])
  await settle(medley, id, status)
  return { medley, id }
}

async function settle(medley: TestMedley, id: string, status: Status): Promise<void> {
  switch (status) {
    case 'queued':
      return
    case 'starting':
      await untilStarting(medley, id)
      return
    case 'running':
      await untilStatus(medley, id, 'running')
      return
    case 'succeeded':
    case 'failed':
      await medley.untilDone(id)
      return
    case 'canceled':
      await untilStatus(medley, id, 'running')
      await medley.send('POST', `/api/v1/tasks/${id}/cancel`)
      await medley.untilDone(id)
      return
    case 'canceled while queued':
      await medley.send('DELETE', `/api/v1/task/${id}`)
  }
}

const untilStatus = (medley: TestMedley, id: string, status: string) =>
  until(async () => ((await readIn(medley, 'beatra', id))['status'] === status ? true : null))

/** `starting` has no word of its own in any dialect. */
const untilStarting = (medley: TestMedley, id: string) =>
  until(async () => {
    const rows = await medley.database.query('is-starting', 'select from tasks where id = $1 and status = 1', [
      parseTaskId(id),
    ])
    return rows.length > 0 ? true : null
  })

function statusIn(dialect: DialectName, answer: JsonObject) {
  return dialect === 'piapi' ? at(answer, 'data', 'status') : answer['status']
}

describe.each(DIALECT_NAMES)('a task made by %s', (creator) => {
  test.each(STATUSES)('and %s is, in every dialect, its seed page with its word', async (status) => {
    const { medley, id } = await bring(status, (place, script) => simulate(place, creator, script))
    for (const reader of DIALECT_NAMES) {
      const answer = await readIn(medley, reader, id)
      expect(faultsOf(reader, answer), `${reader} reads it`).toEqual([])
      expect(statusIn(reader, answer), `${reader} says`).toBe(WORDS[status][reader])
    }
  })
})

test('the keys that OmnAPI shows are the 42 of the page, first and in its order', async () => {
  const id = await simulate(idle, 'omnapi')
  const keys = Object.keys(await readIn(idle, 'omnapi', id))
  expect(keys.slice(0, 42)).toEqual(Object.keys(OMNAPI_PAGE))
  expect(Object.keys(OMNAPI_PAGE)).toHaveLength(42)
})

test('the comparison with a page notices a key too few, too many, out of order, of another type, and a null', async () => {
  const beatra = await readIn(idle, 'beatra', await simulate(idle, 'beatra'))
  const { object, ...rest } = beatra
  const spoiled: JsonObject[] = [
    rest,
    { ...beatra, extra: 1 },
    { ...rest, object: object ?? null },
    { ...beatra, usage: { ...Object(beatra['usage']), image_count: '0' } },
    { ...beatra, progress: null },
    { ...beatra, created_at: 'yesterday' },
    { ...beatra, status: 'QUEUED' },
  ]
  expect(spoiled.map((answer) => faultsOf('beatra', answer).length)).toEqual(spoiled.map(() => 1))
  expect(faultsOf('beatra', beatra)).toEqual([])
})

describe('every kind of work, done, is its seed page in every dialect', () => {
  const KINDS = {
    'sim/image': ['generate-image', 'txt2img'],
    'sim/lyrics': ['generate-lyrics', 'generate_lyrics'],
    'sim/music': ['music-compose', 'generate_music'],
    'sim/sound': ['generate-sound', 'video2audio'],
    'sim/speech': ['generate-speech', 'zero-shot'],
    'sim/video': ['generate-video', 'txt2video-1.3b'],
    'sim/model3d': ['generate-model3d', 'text-to-3d'],
    'sim/chat': ['complete-chat', 'chat'],
  } as const

  test.each(Object.entries(KINDS))('%s', async (model, [feature, taskType]) => {
    const asOmnapi = await served.send('POST', '/api/v1/tasks', { model, feature, inputParameters: { prompt: 'x' } })
    const asPiapi = await served.send('POST', '/api/v1/task', { model, task_type: taskType, input: { prompt: 'x' } })
    for (const id of [idOf('omnapi', asOmnapi.body), idOf('piapi', asPiapi.body)]) {
      await served.untilDone(id)
      for (const reader of DIALECT_NAMES) {
        const answer = await readIn(served, reader, id)
        expect(faultsOf(reader, answer), `${reader} reads ${model}`).toEqual([])
        expect(statusIn(reader, answer)).toBe(WORDS.succeeded[reader])
      }
    }
  })

  test('beatra music', async () => {
    const made = await served.send('POST', '/v1/music/text-to-music', { model: 'sim/music', prompt: 'x' })
    const id = idOf('beatra', made.body)
    await served.untilDone(id)
    for (const reader of DIALECT_NAMES) expect(faultsOf(reader, await readIn(served, reader, id))).toEqual([])
  })
})

describe("PiAPI's mmaudio page", () => {
  const soundOf = async (medley: TestMedley, script: JsonObject) => {
    const inputParameters = { prompt: 'rain', script }
    const made = await medley.send('POST', '/api/v1/tasks', {
      model: 'sim/sound',
      feature: 'generate-sound',
      inputParameters,
    })
    return idOf('omnapi', made.body)
  }
  const NUMBERS = {
    queued: 5,
    starting: 5,
    running: 10,
    succeeded: 99,
    failed: 50,
    canceled: 50,
    'canceled while queued': 50,
  }

  test.each(STATUSES)('has the types of its page when %s, and works only when completed', async (status) => {
    const { medley, id } = await bring(status, soundOf)
    const answer = await readIn(medley, 'piapi', id)
    expect(at(answer, 'data', 'model')).toBe('Qubico/mmaudio')
    expect(faultsOf('piapi', answer)).toEqual([])
    expect(at(answer, 'data', 'task', 'status')).toBe(NUMBERS[status])
    expect(at(answer, 'data', 'works')).toHaveLength(status === 'succeeded' ? 1 : 0)
  })

  test('as rendered by the studio has one work with its file, and the film among its inputs', async () => {
    const video = await uploadFilm(served)
    const body = { model: 'Qubico/mmaudio', task_type: 'video2audio', input: { prompt: 'rain on a roof', video } }
    const made = await served.send('POST', '/api/v1/task', body)
    expect(at(made.body, 'data', 'input', 'video')).toBe(video)
    expect(Object.keys(Object(at(made.body, 'data')))).not.toContain('works')
    const id = idOf('piapi', made.body)
    await served.untilDone(id)
    const answer = await readIn(served, 'piapi', id)
    expect(faultsOf('piapi', answer)).toEqual([])
    const work = at(answer, 'data', 'works', 0)
    expect(Object.keys(Object(work))).toHaveLength(18)
    expect(at(work, 'resource', 'resource')).toBe(at(answer, 'data', 'output', 'audio_url'))
    expect(at(work, 'resource', 'duration')).toBeCloseTo(FILM_SECONDS * 1000, -2)
    expect(at(work, 'taskInfo', 'inputs', 0)).toEqual({
      inputType: 'URL',
      name: 'video',
      url: video,
      blobStorage: null,
      token: null,
    })
    expect(JSON.parse(String(at(answer, 'data', 'input')))['video']).toBe(video)
    expect(at(answer, 'data', 'metadata', 'quota_usage')).toBe(FILM_SECONDS * 5000)
  })
})

test('a task that is held back is staged to PiAPI and queued to the others', async () => {
  const { number, key } = await makeOrganisation(idle.database, { slug: 'narrow', credits: 10 })
  await limitActiveTasks(idle.database, number, 1)
  const { path, body } = SIMULATED.piapi
  await idle.send('POST', path, body({}), { key })
  const id = idOf('piapi', (await idle.send('POST', path, body({}), { key })).body)
  const words: Record<string, unknown> = {}
  for (const [dialect, base] of [
    ['omnapi', '/api/v1/tasks'],
    ['beatra', '/v1/tasks'],
    ['piapi', '/api/v1/task'],
  ] as const) {
    const { body: answer } = await idle.send('GET', `${base}/${id}`, undefined, { key })
    expect(faultsOf(dialect, answer)).toEqual([])
    words[dialect] = statusIn(dialect, answer)
  }
  expect(words).toEqual({ omnapi: 'PENDING', beatra: 'queued', piapi: 'staged' })
})

describe('what belongs together', () => {
  test('times, progress and error stand where their status says, in every dialect', async () => {
    for (const status of STATUSES) {
      const { medley, id } = await bring(status, (place, script) => simulate(place, 'beatra', script))
      const omnapi = await readIn(medley, 'omnapi', id)
      const beatra = await readIn(medley, 'beatra', id)
      const piapi = (await readIn(medley, 'piapi', id))['data']
      const began = status === 'running' || status === 'succeeded' || status === 'failed' || status === 'canceled'
      const ended = began ? status !== 'running' : status === 'canceled while queued'
      const zero = '0001-01-01T00:00:00Z'
      const times = [omnapi['processingStartedAt'], beatra['started_at'], at(piapi, 'meta', 'started_at')]
      expect(
        times.map((time) => time !== null && time !== zero),
        `${status}: began`,
      ).toEqual([began, began, began])
      const ends = [omnapi['processingCompletedAt'], beatra['completed_at'], at(piapi, 'meta', 'ended_at')]
      expect(
        ends.map((time) => time !== null && time !== zero),
        `${status}: ended`,
      ).toEqual([ended, ended, ended])
      const errors = [omnapi['errorCode'], at(beatra, 'error', 'code') ?? null, at(piapi, 'error', 'code')]
      const isCanceled = status === 'canceled' || status === 'canceled while queued'
      expect(errors, `${status}: error`).toEqual(
        status === 'failed' ? ['CONTENT_REJECTED', 'safety_rejected', 1102] : [null, null, isCanceled ? 1101 : 0],
      )
      const links = at(beatra, 'links', 'cancel')
      expect(links === null, `${status}: link`).toBe(ended)
      const progress = Number(omnapi['progress'])
      expect(progress).toBe(at(beatra, 'progress', 'percent'))
      if (!began) expect(progress).toBe(0)
      if (status === 'running') expect(progress).toBeGreaterThanOrEqual(1)
      expect(progress === 100).toBe(status === 'succeeded')
    }
  })
})
