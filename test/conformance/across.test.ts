import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { DIALECT_NAMES, type DialectName } from '../../src/domain/task.ts'
import { parseTaskId } from '../../src/lib/ids.ts'
import { isJsonObject, type JsonObject } from '../../src/lib/json.ts'
import { slowEnough } from '../helpers/slow-enough.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'
import { readIn, simulate } from './simulate.ts'

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
const CANCELS = {
  omnapi: { method: 'POST', path: (id: string) => `/api/v1/tasks/${id}/cancel` },
  beatra: { method: 'POST', path: (id: string) => `/v1/tasks/${id}/cancel` },
  piapi: { method: 'DELETE', path: (id: string) => `/api/v1/task/${id}` },
} as const

const cancelIn = (medley: TestMedley, dialect: DialectName, id: string) =>
  medley.send(CANCELS[dialect].method, CANCELS[dialect].path(id))

/** All ids of a task, one for each dialect. */
async function idsOf(medley: TestMedley, id: string): Promise<Record<DialectName, string>> {
  return {
    omnapi: String((await readIn(medley, 'omnapi', id))['id']),
    beatra: String((await readIn(medley, 'beatra', id))['task_id']),
    piapi: String(at(await readIn(medley, 'piapi', id), 'data', 'task_id')),
  }
}

async function wordsOf(medley: TestMedley, id: string): Promise<unknown[]> {
  const [omnapi, beatra, piapi] = await Promise.all(DIALECT_NAMES.map((dialect) => readIn(medley, dialect, id)))
  return [omnapi?.['status'], beatra?.['status'], at(piapi, 'data', 'status')]
}

/** The movements of one task: kind, amount and accounts, in order. */
async function movementsOf(medley: TestMedley, id: string): Promise<string[]> {
  const rows = await medley.database.query<{ kind: string; amount: number; debit: string; credit: string }>(
    'movements-of',
    'select kind, amount, debit, credit from movements where task = $1 order by seq',
    [parseTaskId(id)],
  )
  return rows.map(({ kind, amount, debit, credit }) => `${kind} ${amount} ${debit} ${credit}`)
}

const HELD = 'hold 10000 available held'
const RELEASED = 'release 10000 held available'
const CAPTURED = 'capture 10000 held revenue'

const isRunning = (medley: TestMedley, id: string) =>
  until(async () => ((await readIn(medley, 'beatra', id))['status'] === 'running' ? true : null))

const PAIRS = DIALECT_NAMES.flatMap((creator) => DIALECT_NAMES.map((canceler) => ({ creator, canceler })))

describe('a queued task', () => {
  test.each(PAIRS)(
    'made by $creator and canceled by $canceler is canceled to all, and its hold is released once',
    async ({ creator, canceler }) => {
      const id = await simulate(idle, creator)
      const ids = await idsOf(idle, id)
      const first = await cancelIn(idle, canceler, ids[canceler])
      expect(first.status).toBe(canceler === 'beatra' ? 202 : 200)
      if (canceler === 'piapi') expect(first.body).toEqual({ code: 200, message: `task ${ids.piapi} canceled` })
      expect(await wordsOf(idle, id)).toEqual(['CANCELLED', 'canceled', 'failed'])
      const before = await readIn(idle, 'beatra', id)
      // Again, by every dialect and every form of the id: unchanged.
      for (const dialect of DIALECT_NAMES) {
        for (const form of Object.values(ids)) {
          const again = await cancelIn(idle, dialect, form)
          expect([dialect, again.status]).toEqual([dialect, dialect === 'piapi' ? 400 : 200])
        }
      }
      expect(await readIn(idle, 'beatra', id)).toEqual(before)
      expect(await movementsOf(idle, id)).toEqual([HELD, RELEASED])
    },
  )

  test('canceled by all dialects at once, 30 times each, is canceled once', async () => {
    const id = await simulate(idle, 'omnapi')
    const answers = await Promise.all(
      Array.from({ length: 90 }, async (_, index) => {
        const dialect = DIALECT_NAMES[index % 3] ?? 'omnapi'
        return [dialect, (await cancelIn(idle, dialect, id)).status]
      }),
    )
    const allowed = { omnapi: [200], beatra: [200, 202], piapi: [200, 400] }
    for (const [dialect, status] of answers) {
      expect(allowed[dialect as keyof typeof allowed]).toContain(status)
    }
    expect(await movementsOf(idle, id)).toEqual([HELD, RELEASED])
    expect(await wordsOf(idle, id)).toEqual(['CANCELLED', 'canceled', 'failed'])
  })
})

describe('a running task', () => {
  test.each(DIALECT_NAMES)('made by %s cannot be canceled by PiAPI, but by OmnAPI', async (creator) => {
    const id = await simulate(served, creator, { delayMs: HOUR })
    await isRunning(served, id)
    const ids = await idsOf(served, id)
    const refused = await cancelIn(served, 'piapi', ids.piapi)
    expect([refused.status, refused.body]).toEqual([
      400,
      { code: 400, data: null, message: `task ${ids.piapi} is processing and cannot be canceled` },
    ])
    expect(await wordsOf(served, id)).toEqual(['PROCESSING', 'running', 'processing'])
    expect((await readIn(served, 'beatra', id))['cancel_requested_at']).toBeNull()
    expect(await movementsOf(served, id)).toEqual([HELD])

    const asked = await cancelIn(served, 'omnapi', ids.omnapi)
    expect(asked.status).toBe(200)
    expect((await served.untilDone(id))['status']).toBe('canceled')
    expect(await wordsOf(served, id)).toEqual(['CANCELLED', 'canceled', 'failed'])
    expect(await movementsOf(served, id)).toEqual([HELD, RELEASED])
  })

  test('canceled twice by beatra keeps the first time of asking', async () => {
    const id = await simulate(served, 'omnapi', { delayMs: HOUR })
    await isRunning(served, id)
    const [first, second] = [await cancelIn(served, 'beatra', id), await cancelIn(served, 'beatra', id)]
    expect(first.status).toBe(202)
    expect(first.body['cancel_requested_at']).toMatch(/Z$/)
    expect(second.body['cancel_requested_at']).toBe(first.body['cancel_requested_at'])
    expect((await served.untilDone(id))['status']).toBe('canceled')
    expect(await movementsOf(served, id)).toEqual([HELD, RELEASED])
  })

  test('that is about to be accepted shows as pending to PiAPI, which may therefore cancel it; the outcome decides', async () => {
    const id = await slowEnough(async (delayMs) => {
      const id = await simulate(served, 'piapi', { accept: { delayMs } })
      const text = 'select status from tasks where id = $1 and status > 0'
      const [begun] = await until(async () => {
        const rows = await served.database.query<{ status: number }>('has-begun', text, [id])
        return rows.length > 0 ? rows : null
      })
      if (begun?.status !== 1) return null
      const asked = await cancelIn(served, 'piapi', id)
      if (asked.status !== 200) return null
      expect(asked.body['message']).toBe(`task ${id} cancel requested`)
      return id
    })
    expect((await cancelIn(served, 'omnapi', id)).status).toBe(200)
    expect((await served.untilDone(id))['status']).toBe('canceled')
    expect(await movementsOf(served, id)).toHaveLength(2)
  })
})

describe('an ended task', () => {
  test.each(DIALECT_NAMES)(
    'made by %s cannot be canceled: 400 to OmnAPI and PiAPI, 200 unchanged to beatra',
    async (creator) => {
      for (const [script, words] of [
        [{}, ['COMPLETED', 'succeeded', 'completed']],
        [{ failAt: 'start' }, ['FAILED', 'failed', 'failed']],
      ] as const) {
        const id = await simulate(served, creator, script)
        const done = await served.untilDone(id)
        const ids = await idsOf(served, id)
        const omnapi = await cancelIn(served, 'omnapi', id)
        expect([omnapi.status, omnapi.body]).toEqual([
          400,
          {
            success: false,
            error: {
              code: 'VALIDATION_ERROR',
              message: `A ${words[0]} task cannot be cancelled.`,
              details: { status: words[0] },
            },
          },
        ])
        const beatra = await cancelIn(served, 'beatra', id)
        expect([beatra.status, beatra.body]).toEqual([200, done])
        const piapi = await cancelIn(served, 'piapi', id)
        expect([piapi.status, piapi.body['message']]).toEqual([
          400,
          `task ${ids.piapi} is ${words[2]} and cannot be canceled`,
        ])
        expect(await wordsOf(served, id)).toEqual([...words])
        expect(await movementsOf(served, id)).toEqual([HELD, words[0] === 'COMPLETED' ? CAPTURED : RELEASED])
      }
    },
  )
})

describe('reading across', () => {
  test('every dialect reads every form of the id, in any case of its letters', async () => {
    const id = await simulate(idle, 'omnapi')
    const ids = await idsOf(idle, id)
    const forms = [
      ...Object.values(ids),
      ids.omnapi.slice(0, 5) + ids.omnapi.slice(5).toLowerCase(),
      ids.beatra.slice(0, 4) + ids.beatra.slice(4).toLowerCase(),
      ids.piapi.toUpperCase(),
      ids.beatra.replace('_', '%5F'),
    ]
    expect(ids.omnapi.slice(5)).toBe(ids.beatra.slice(4))
    for (const form of forms) {
      for (const dialect of DIALECT_NAMES) {
        const answer = await readIn(idle, dialect, form)
        const read = dialect === 'piapi' ? at(answer, 'data', 'task_id') : (answer['id'] ?? answer['task_id'])
        expect(read).toBe(ids[dialect])
      }
    }
  })

  test.each(DIALECT_NAMES)(
    'the input of a %s task is the same to all, untranslated; files and credits are the same',
    async (creator) => {
      const id = await simulate(served, creator)
      await served.untilDone(id)
      const [omnapi, beatra, piapi] = await Promise.all(DIALECT_NAMES.map((dialect) => readIn(served, dialect, id)))
      expect(beatra?.['input']).toEqual(omnapi?.['inputParameters'])
      expect(at(piapi, 'data', 'input')).toEqual(omnapi?.['inputParameters'])
      const url = at(omnapi, 'resources', 0, 'url')
      expect([at(beatra, 'output', 'images', 0, 'image_url'), at(piapi, 'data', 'output', 'image_url')]).toEqual([
        url,
        url,
      ])
      const file = await fetch(String(url))
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png'])
      await file.arrayBuffer()
      expect([
        omnapi?.['creditsCharged'],
        at(beatra, 'usage', 'credits'),
        at(beatra, 'billing', 'charged_credits'),
        at(piapi, 'data', 'meta', 'usage', 'consume'),
      ]).toEqual([1, '1.0000', '1.0000', 10_000])
    },
  )

  test("OmnAPI's metadata that is no text shows in beatra as its JSON, and PiAPI's webhook secret to nobody else", async () => {
    const config = { metadata: { order: 7, nested: { a: [1] }, plain: 'x' } }
    const made = await idle.send('POST', '/api/v1/tasks', {
      model: 'sim/image',
      feature: 'generate-image',
      inputParameters: {},
      config,
    })
    const id = String(made.body['taskId'])
    expect((await readIn(idle, 'beatra', id))['metadata']).toEqual({ order: '7', nested: '{"a":[1]}', plain: 'x' })
    expect((await readIn(idle, 'omnapi', id))['metadata']).toEqual(config.metadata)
    const secret = 'a-secret-of-the-client'
    const piapi = await idle.send('POST', '/api/v1/task', {
      model: 'sim/image',
      task_type: 'txt2img',
      input: { prompt: 'x' },
      config: { webhook_config: { endpoint: 'https://hooks.example.net/p', secret } },
    })
    const piapiId = String(at(piapi.body, 'data', 'task_id'))
    expect(at(await readIn(idle, 'piapi', piapiId), 'data', 'config', 'webhook_config', 'secret')).toBe(secret)
    for (const dialect of ['omnapi', 'beatra'] as const) {
      const answer = await readIn(idle, dialect, piapiId)
      expect(JSON.stringify(answer)).not.toContain(secret)
      expect(JSON.stringify(answer)).toContain('https://hooks.example.net/p')
    }
  })

  test('a partial delivery is said in each dialect: two of three pictures, one released', async () => {
    const made = await served.send('POST', '/v1/images/generations', {
      model: 'sim/image',
      prompt: 'x',
      n: 3,
      model_options: { simulator: { deliver: 2 } },
    })
    const id = String(made.body['task_id'])
    await served.untilDone(id)
    const [omnapi, beatra, piapi] = await Promise.all(DIALECT_NAMES.map((dialect) => readIn(served, dialect, id)))
    expect([omnapi?.['creditsRequired'], omnapi?.['creditsCharged'], omnapi?.['refunded']]).toEqual([3, 2, true])
    expect(at(beatra, 'billing')).toMatchObject({ charged_credits: '3.0000', refunded_credits: '1.0000' })
    expect([at(beatra, 'usage', 'credits'), at(beatra, 'usage', 'image_count')]).toEqual(['2.0000', 2])
    expect(at(piapi, 'data', 'meta', 'usage')).toMatchObject({ frozen: 0, consume: 20_000 })
    expect(await movementsOf(served, id)).toEqual([
      'hold 30000 available held',
      'capture 20000 held revenue',
      'release 10000 held available',
    ])
  })
})

test('after all of it the books of both are right', async () => {
  expect(await served.verify()).toEqual([])
  expect(await idle.verify()).toEqual([])
})

test('what a task cost never changes with who reads it: held amounts of the three agree while it waits', async () => {
  const id = await simulate(idle, 'beatra')
  const answers: (JsonObject | undefined)[] = await Promise.all(
    DIALECT_NAMES.map((dialect) => readIn(idle, dialect, id)),
  )
  const [omnapi, beatra, piapi] = answers
  expect(answers.every(isJsonObject)).toBe(true)
  expect(omnapi?.['creditsRequired']).toBe(1)
  expect(at(beatra, 'billing', 'charged_credits')).toBe('1.0000')
  // A picture of another dialect shows as Qubico's, whose price counts as consumed at once (RULINGS 18 and 58).
  expect(at(piapi, 'data', 'meta', 'usage')).toEqual({ type: 'llm', frozen: 0, consume: 10_000 })
})
