import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { DialectName } from '../../src/domain/task.ts'
import { parseTaskId } from '../../src/lib/ids.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { grantCredits } from '../../src/store/adjust-credits.ts'
import { startMedley, TEST_KEY, type TestMedley } from '../helpers/start-medley.ts'
import { makeAsk, type Ask, type Reply } from './ask.ts'
import { CREATE_PATHS, keyHeaders, type CreatePath } from './endpoints.ts'
import { codeOf, envelopeFaults, fieldsOf } from './envelopes.ts'
import { makeOrganisation } from './make-organisation.ts'
import { idOf, SIMULATED } from './simulate.ts'

/** Nobody works here: renders are not what this is about. */
let medley: TestMedley
let ask: Ask
let close: () => void
let secondUrl: string
beforeAll(async () => {
  medley = await startMedley({ role: 'api', credits: '10000000' })
  ;({ ask, close } = makeAsk(medley.url, 64))
  secondUrl = (await medley.also('api')) ?? ''
})
afterAll(async () => {
  close()
  await medley.stop()
})

let drawn = 0
const newKey = (): string => `key-${(drawn += 1)}`

const create = (
  { dialect, path }: Pick<CreatePath, 'dialect' | 'path'>,
  body: JsonObject | string,
  key: string | string[],
  secret = TEST_KEY,
) =>
  ask({
    method: 'POST',
    path,
    headers: { ...keyHeaders(dialect, secret), 'content-type': 'application/json', 'idempotency-key': key },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const isReplay = (reply: Reply): boolean => reply.headers['idempotent-replayed'] === 'true'

async function count(): Promise<{ tasks: number; holds: number; held: number }> {
  const [row] = await medley.database.query<{ tasks: number; holds: number; held: number }>(
    'count-all',
    `select (select count(*) from tasks) as tasks, (select count(*) from movements where kind = 'hold') as holds,
      (select coalesce(sum(held), 0)::bigint from accounts) as held`,
    [],
  )
  if (row === undefined) throw new Error('a count has a row')
  return row
}

describe.each(CREATE_PATHS)('POST $path ($dialect)', (path) => {
  test('the same key and body give the same bytes again, said to be a replay, and nothing more is held', async () => {
    const key = newKey()
    const first = await create(path, path.body, key)
    const before = await count()
    const again = await create(path, path.body, key)
    expect([first.status, isReplay(first)]).toEqual([path.accepted, false])
    expect([again.status, isReplay(again), again.text]).toEqual([first.status, true, first.text])
    // The order of keys and the spaces between them are no other body.
    const shuffled = JSON.stringify(Object.fromEntries(Object.entries(path.body).toReversed()), null, 2)
    const reordered = await create(path, shuffled, key)
    expect([isReplay(reordered), reordered.text]).toEqual([true, first.text])
    expect(await count()).toEqual(before)
  })

  test('the same key with another body is 409 in the envelope, and makes nothing', async () => {
    const key = newKey()
    await create(path, path.body, key)
    const before = await count()
    const reply = await create(path, { ...path.body, ...otherThan(path) }, key)
    expect([envelopeFaults(path.dialect, reply), reply.status]).toEqual([[], 409])
    const codes = { omnapi: 'IDEMPOTENCY_CONFLICT', beatra: 'idempotency_conflict', piapi: 409 }
    expect(codeOf(path.dialect, reply)).toBe(codes[path.dialect])
    expect(await count()).toEqual(before)
  })

  test('50 at once, over two gateways, are one task and one hold, and 50 answers of the same bytes', async () => {
    const key = newKey()
    const before = await count()
    const other = makeAsk(secondUrl, 64)
    const question = {
      method: 'POST',
      path: path.path,
      headers: { ...keyHeaders(path.dialect, TEST_KEY), 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(path.body),
    }
    const asked = Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? ask : other.ask)(question))
    const replies = await Promise.all(asked)
    other.close()
    const urls = new Map([
      [medley.url, 'HERE'],
      [secondUrl, 'HERE'],
    ])
    const texts = replies.map(({ text }) => [...urls].reduce((all, [url, word]) => all.replaceAll(url, word), text))
    expect(new Set(texts).size).toBe(1)
    expect(replies.filter((reply) => reply.status !== path.accepted)).toEqual([])
    expect(replies.filter((reply) => !isReplay(reply))).toHaveLength(1)
    const after = await count()
    expect([after.tasks - before.tasks, after.holds - before.holds]).toEqual([1, 1])
    expect(await medley.verify()).toEqual([])
  })

  test('a key too long or not of visible ASCII is the validation error; empty is none', async () => {
    const before = await count()
    for (const bad of ['x'.repeat(129), 'a b', 'a\tb', 'caf\u00e9', ['a', 'b']]) {
      const reply = await create(path, path.body, bad)
      expect([bad, envelopeFaults(path.dialect, reply), reply.status]).toEqual([
        bad,
        [],
        path.dialect === 'beatra' ? 422 : 400,
      ])
      expect(fieldsOf(path.dialect, reply)).toEqual(['Idempotency-Key'])
    }
    expect(await count()).toEqual(before)
    expect((await create(path, path.body, 'x'.repeat(128))).status).toBe(path.accepted)
    const [one, two] = [await create(path, path.body, ''), await create(path, path.body, '')]
    expect([one.status, isReplay(one), isReplay(two), one.text === two.text]).toEqual([
      path.accepted,
      false,
      false,
      false,
    ])
    expect((await count()).tasks - before.tasks).toBe(3)
  })

  test('what was refused is not remembered: the same key works once the body is right', async () => {
    const key = newKey()
    expect((await create(path, {}, key)).status).toBeGreaterThanOrEqual(400)
    const reply = await create(path, path.body, key)
    expect([reply.status, isReplay(reply)]).toEqual([path.accepted, false])
  })
})

/** Some other text where the body must hold one. */
function otherThan({ body, text }: CreatePath): JsonObject {
  const [outer = '', inner] = text
  return inner === undefined ? { [outer]: 'another' } : { [outer]: { ...Object(body[outer]), [inner]: 'another' } }
}

test('60 at once of one key with two bodies are one task: those of its body get it, the others 409', async () => {
  const { path, body } = SIMULATED.omnapi
  const key = newKey()
  const before = await count()
  const asked = Array.from({ length: 60 }, (_, index) =>
    create({ dialect: 'omnapi', path }, body({ delayMs: index % 2 }), key),
  )
  const replies = await Promise.all(asked)
  const won = replies.filter((reply) => reply.status === 200)
  expect([won.length, replies.filter((reply) => reply.status === 409).length]).toEqual([30, 30])
  expect([new Set(won.map((reply) => reply.text)).size, won.filter((reply) => !isReplay(reply)).length]).toEqual([1, 1])
  const after = await count()
  expect([after.tasks - before.tasks, after.holds - before.holds]).toEqual([1, 1])
})

describe('the scope of a key', () => {
  test('is the organisation: another one with the same key makes its own task', async () => {
    const { key: other } = await makeOrganisation(medley.database, { slug: 'other', credits: 100 })
    const key = newKey()
    const simulated = { dialect: 'beatra', path: SIMULATED.beatra.path } as const
    const mine = await create(simulated, SIMULATED.beatra.body({}), key)
    const theirs = await create(simulated, SIMULATED.beatra.body({ delayMs: 1 }), key, other)
    expect([mine.status, theirs.status, isReplay(theirs)]).toEqual([202, 202, false])
    expect(idOf('beatra', theirs.body)).not.toBe(idOf('beatra', mine.body))
  })

  test('is the path, whatever slash or query stands behind it', async () => {
    const key = newKey()
    const body = { prompt: 'the sea' }
    const image = '/api/v1/producer/generate/image'
    const first = await create({ dialect: 'omnapi', path: image }, body, key)
    const lyrics = await create({ dialect: 'omnapi', path: '/api/v1/producer/generate/lyrics' }, body, key)
    expect([lyrics.status, isReplay(lyrics)]).toEqual([200, false])
    for (const path of [`${image}/`, `${image}?x=1`, '/api/v1/producer/generate/im%61ge']) {
      const reply = await create({ dialect: 'omnapi', path }, body, key)
      expect([path, isReplay(reply), reply.text]).toEqual([path, true, first.text])
    }
  })

  test('is the organisation, not the API key nor its header', async () => {
    const key = newKey()
    const { path, body } = SIMULATED.beatra
    const first = await create({ dialect: 'beatra', path }, body({}), key)
    const again = await ask({
      method: 'POST',
      path,
      headers: { 'x-api-key': TEST_KEY, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body({})),
    })
    expect([isReplay(again), again.text]).toEqual([true, first.text])
  })
})

test('a create that was refused for credit can be sent again with its key once there is credit', async () => {
  const { key: secret, number } = await makeOrganisation(medley.database, { slug: 'late', credits: 0 })
  const key = newKey()
  const path = { dialect: 'piapi', path: SIMULATED.piapi.path } as const
  expect((await create(path, SIMULATED.piapi.body({}), key, secret)).status).toBe(402)
  await grantCredits(medley.database, { organisation: number, amount: 10_000, actor: 'test', reason: 'test' })
  const reply = await create(path, SIMULATED.piapi.body({}), key, secret)
  expect([reply.status, isReplay(reply)]).toEqual([200, false])
  // All is spent now, and a replay spends nothing.
  expect(isReplay(await create(path, SIMULATED.piapi.body({}), key, secret))).toBe(true)
})

test.each(['omnapi', 'beatra', 'piapi'] as const)(
  '%s: a replay is the create answer still when the task has ended',
  async (dialect) => {
    const worked = await startMedley()
    const { ask, close } = makeAsk(worked.url)
    const { path, body } = SIMULATED[dialect]
    const send = () =>
      ask({
        method: 'POST',
        path,
        headers: { ...keyHeaders(dialect, TEST_KEY), 'content-type': 'application/json', 'idempotency-key': 'again' },
        body: JSON.stringify(body({ failAt: 'start' })),
      })
    const first = await send()
    const id = idOf(dialect, first.body)
    expect((await worked.untilDone(id))['status']).toBe('failed')
    const replay = await send()
    expect([replay.status, isReplay(replay), replay.text]).toEqual([first.status, true, first.text])
    close()
    await worked.stop()
  },
)

const CANCELS = {
  omnapi: (id: string) => ['POST', `/api/v1/tasks/${id}/cancel`] as const,
  beatra: (id: string) => ['POST', `/v1/tasks/${id}/cancel`] as const,
  piapi: (id: string) => ['DELETE', `/api/v1/task/${id}`] as const,
}

async function makeIn(dialect: DialectName): Promise<string> {
  const { path, body } = SIMULATED[dialect]
  return idOf(dialect, (await create({ dialect, path }, body({}), newKey())).body)
}

function cancelIn(
  dialect: DialectName,
  { id, key, body, to = ask }: { id: string; key: string; body?: string; to?: Ask },
): Promise<Reply> {
  const [method, path] = CANCELS[dialect](id)
  return to({ method, path, headers: { ...keyHeaders(dialect, TEST_KEY), 'idempotency-key': key }, body })
}

describe.each(['omnapi', 'beatra', 'piapi'] as const)('%s: a cancel with a key', (dialect) => {
  const made = () => makeIn(dialect)
  const cancel = (id: string, key: string, to?: Ask) =>
    cancelIn(dialect, { id, key, ...(to === undefined ? {} : { to }) })

  test('that comes again is answered as the first one, says so, and does nothing more', async () => {
    const [id, key] = [await made(), newKey()]
    const first = await cancel(id, key)
    const before = await count()
    const again = await cancel(id, key)
    expect([isReplay(first), isReplay(again)]).toEqual([false, true])
    expect([again.status, again.text]).toEqual([first.status, first.text])
    expect(await count()).toEqual(before)
  })

  test('that was used for another task is 409, and the other task goes on', async () => {
    const [id, other, key] = [await made(), await made(), newKey()]
    await cancel(id, key)
    const reply = await cancel(other, key)
    expect([envelopeFaults(dialect, reply), reply.status]).toEqual([[], 409])
    expect((await cancel(other, newKey())).status).toBeLessThan(300)
  })

  test('that was refused, or had nothing to cancel, is not remembered', async () => {
    const [ended, key] = [await made(), newKey()]
    await cancel(ended, newKey())
    for (const id of [randomUUID(), ended]) await cancel(id, key)
    const reply = await cancel(await made(), key)
    expect([reply.status < 300, isReplay(reply)]).toEqual([true, false])
  })

  test('30 times at once, for two tasks over two gateways, cancels one of them', async () => {
    const [one, two, key] = [await made(), await made(), newKey()]
    const other = makeAsk(secondUrl, 64)
    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, n) => cancel(n % 2 === 0 ? one : two, key, n % 3 === 0 ? other.ask : ask)),
    )
    other.close()
    const accepted = replies.filter(({ status }) => status < 300)
    const refused = replies.filter(({ status }) => status === 409)
    expect([accepted.length, refused.length, accepted.filter((reply) => !isReplay(reply)).length]).toEqual([15, 15, 1])
    const ended = await medley.database.query<{ n: number }>(
      'ended',
      'select count(*) as n from tasks where id = any($1::uuid[]) and status = 5',
      [[one, two].map((id) => parseTaskId(id))],
    )
    expect(ended).toEqual([{ n: 1 }])
  })
})

// PiAPI's is a DELETE, whose body counts for nothing.
test.each(['omnapi', 'beatra'] as const)(
  '%s: a cancel with the same key and another body is 409; spaces and the order of names are no other body',
  async (dialect) => {
    const [id, key] = [await makeIn(dialect), newKey()]
    await cancelIn(dialect, { id, key, body: '{"reason":"x","by":1}' })
    expect(isReplay(await cancelIn(dialect, { id, key, body: '{ "by": 1, "reason": "x" }' }))).toBe(true)
    for (const body of ['{"reason":"y","by":1}', '', 'no JSON', 'other']) {
      expect([body, (await cancelIn(dialect, { id, key, body })).status]).toEqual([body, 409])
    }
  },
)

test('after all of it the books are right', async () => {
  expect(await medley.verify()).toEqual([])
})
