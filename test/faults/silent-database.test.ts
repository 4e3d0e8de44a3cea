import { afterEach, expect, test } from 'vitest'

import { DIALECT_NAMES, type DialectName } from '../../src/domain/task.ts'
import type { JsonObject } from '../../src/lib/json.ts'
import { idOf, SIMULATED } from '../conformance/simulate.ts'
import { operatorOf } from '../helpers/operator.ts'
import { startMedley, until, type Answer, type TestMedley } from '../helpers/start-medley.ts'
import { startSilentProxy, type SilentProxy } from '../helpers/start-silent-proxy.ts'
import { makeTestDatabase } from '../helpers/test-database.ts'

// A network that swallows everything: nothing breaks off, nobody answers.
const stops: (() => unknown)[] = []
/** Short, since it is waited for, and longer than a busy machine's database is silent by itself. */
const ANSWER_MS = 5000
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

async function startBehindProxy(): Promise<{ medley: TestMedley; proxy: SilentProxy }> {
  const testDatabase = await makeTestDatabase()
  const proxy = await startSilentProxy(testDatabase.connection)
  stops.push(() => proxy.stop())
  const medley = await startMedley({ testDatabase, reach: { url: proxy.url, answerTimeoutMs: ANSWER_MS } })
  stops.push(() => medley.stop())
  return { medley, proxy }
}

/** Connections that are found broken cost one more 503. */
function untilTaken(ask: () => Promise<Answer>): Promise<Answer> {
  return until(async () => {
    const answer = await ask()
    return answer.status === 503 ? null : answer
  })
}

/** How each API says that it cannot answer now. */
const UNAVAILABLE: Readonly<Record<DialectName, JsonObject>> = {
  omnapi: { success: false, error: expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' }) },
  beatra: { error: expect.objectContaining({ code: 'service_unavailable', retryable: true }) },
  piapi: { code: 503 },
}

test.each([['question'], ['answer']] as const)(
  'a create whose %s is lost is 503 in the words of its API, and asked again with its key it is one task, paid once',
  async (loses) => {
    const { medley, proxy } = await startBehindProxy()
    const create = (dialect: DialectName): Promise<Answer> => {
      const { path, body } = SIMULATED[dialect]
      return medley.send('POST', path, body({}), { headers: { 'idempotency-key': `silent-${dialect}` } })
    }
    proxy.silenceAt('create-tasks', loses)
    const refused = await Promise.all(DIALECT_NAMES.map(create))
    expect(proxy.isSilent()).toBe(true)
    for (const [index, dialect] of DIALECT_NAMES.entries()) {
      const { status, headers, body } = Object(refused[index])
      expect([status, Number(headers.get('retry-after')) > 0]).toEqual([503, true])
      expect(body).toMatchObject(UNAVAILABLE[dialect])
    }
    proxy.wake()
    for (const dialect of DIALECT_NAMES) {
      const [one, again] = [await untilTaken(() => create(dialect)), await untilTaken(() => create(dialect))]
      expect([one.status, again.status]).toEqual([dialect === 'beatra' ? 202 : 200, one.status])
      expect(again.body).toEqual(one.body)
      await medley.untilDone(idOf(dialect, one.body))
    }
    const tasks = await medley.database.query<{ count: number }>(
      'test-tasks',
      'select count(*) as count from tasks',
      [],
    )
    expect(tasks).toEqual([{ count: DIALECT_NAMES.length }])
    expect(await medley.verify()).toEqual([])
  },
)

test.each([
  ['begin', 'question'],
  ['commit', 'question'],
  ['commit', 'answer'],
] as const)(
  "an operator's act whose %s has no answer (its %s is lost) is 503, and asked again with its key it is done once",
  async (statement, loses) => {
    const { medley, proxy } = await startBehindProxy()
    const operator = operatorOf(medley)
    const { body: made } = await operator.post('/organisations', { name: 'Acme', slug: 'acme' })
    const grants = `/organisations/${String(made['id'])}/grants`
    const grant = () => operator.post(grants, { credits: '5', reason: 'trial' }, { 'idempotency-key': 'silent' })
    proxy.silenceAt(`${statement}\0`, loses)
    const refused = await grant()
    expect(proxy.isSilent()).toBe(true)
    expect([refused.status, refused.body['code']]).toEqual([503, 'unavailable'])
    // Who does not answer is not asked a second thing on the same connection.
    expect(proxy.lost()).not.toContain('rollback')
    proxy.wake()
    const [one, again] = [await untilTaken(grant), await untilTaken(grant)]
    expect([one.status, again.status, again.body]).toEqual([201, 201, one.body])
    const { body } = await untilTaken(() => operator.get(`/organisations/${String(made['id'])}`))
    expect(JSON.stringify(body)).toContain('"5.0000"')
    expect(await medley.verify()).toEqual([])
  },
)
