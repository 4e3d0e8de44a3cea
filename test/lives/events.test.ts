import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { eventIdOf, parseEventId } from '../../src/domain/event.ts'
import { STREAMS_MAX } from '../../src/http/stream-places.ts'
import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { makeOrganisation } from '../conformance/make-organisation.ts'
import { simulate, SIMULATED } from '../conformance/simulate.ts'
import { openStream, type Frame } from '../helpers/open-stream.ts'
import { slowEnough } from '../helpers/slow-enough.ts'
import { at, startMedley, TEST_KEY, until, type TestMedley } from '../helpers/start-medley.ts'

const NEVER: JsonObject = { delayMs: 600_000 }

/** Whom clients ask does no work: what they are told of happens in other processes. */
let medley: TestMedley
let secondUrl: string
const statements: string[] = []
beforeAll(async () => {
  medley = await startMedley({ role: 'api', credits: '10000000', onStatement: (name) => statements.push(name) })
  secondUrl = (await medley.also('api')) ?? ''
  await medley.also('worker')
})
afterAll(() => medley.stop())

interface Page {
  data: JsonObject[]
  next: string | null
  hasMore: boolean
}

async function readPage(query = '', key?: string): Promise<Page> {
  const { status, body } = await medley.send('GET', `/v1/events${query}`, undefined, key === undefined ? {} : { key })
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
  const { data, next_cursor: next, has_more: hasMore } = body
  if (!Array.isArray(data)) throw new Error('a list has data')
  return { data: data.filter(isObject), next: typeof next === 'string' ? next : null, hasMore: hasMore === true }
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Walks the log from a cursor to its end. */
async function readAll(after: string | null, options: { limit?: number; key?: string } = {}): Promise<JsonObject[]> {
  const events: JsonObject[] = []
  for (let next = after; ;) {
    const page = await readPage(`?limit=${options.limit ?? 200}${next === null ? '' : `&after=${next}`}`, options.key)
    events.push(...page.data)
    next = page.next
    if (!page.hasMore) return events
  }
}

/** Where the log ends now. */
async function logEnd(): Promise<string | null> {
  const events = await readAll(null)
  const id = events.at(-1)?.['id']
  return typeof id === 'string' ? id : null
}

const typesOf = (events: readonly JsonObject[]): unknown[] => events.map((event) => event['type'])
const seqsOf = (events: readonly JsonObject[]): number[] => events.map((event) => Number(event['seq']))
const dataOf = (frames: readonly (Frame & { data: JsonObject })[]): JsonObject[] => frames.map(({ data }) => data)

async function eventsOf(id: string, after: string | null): Promise<JsonObject[]> {
  return (await readAll(after)).filter((event) => event['task_id'] === id)
}

/** A count once it has stopped to rise. */
async function untilStill(count: () => number): Promise<number> {
  let before = -1
  let since = 0
  return await until(async () => {
    if (count() !== before) since = performance.now()
    before = count()
    return performance.now() - since > 300 ? before : null
  })
}

describe('the log', () => {
  test('tells the life of a task in our own form, each event with the task as it was then', async () => {
    const before = await logEnd()
    const id = await simulate(medley, 'piapi', { delayMs: 100, progress: [50] })
    const done = await medley.untilDone(id)
    const events = await eventsOf(String(done['task_id']), before)
    expect(typesOf(events)).toEqual(['task.queued', 'task.running', 'task.succeeded'])
    const { input: _input, callback: _callback, ...shown } = done
    expect(events[2]).toEqual({
      object: 'event',
      id: expect.stringMatching(/^evt_[0-9A-Z]{26}$/),
      seq: expect.any(Number),
      type: 'task.succeeded',
      task_id: done['task_id'],
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      data: shown,
    })
    expect(events.map((event) => [at(event['data'], 'status'), at(event['data'], 'progress', 'percent')])).toEqual([
      ['queued', 0],
      ['running', 1],
      ['succeeded', 100],
    ])
  })

  test('has no gap while two processes write; readers in any pace agree, and one who polls misses nothing', async () => {
    const before = await logEnd()
    let isWriting = true
    const polled: JsonObject[] = []
    const polling = (async () => {
      for (let next = before, wasWriting = true; ;) {
        const page = await readPage(`?limit=7${next === null ? '' : `&after=${next}`}`)
        polled.push(...page.data)
        next = page.next
        if (!wasWriting && !page.hasMore) return
        wasWriting = isWriting
      }
    })()
    const write = async (url: string): Promise<void> => {
      const headers = { 'x-api-key': 'medley-test-key-0123456789', 'content-type': 'application/json' }
      const { path, body } = SIMULATED.omnapi
      const answer = await fetch(`${url}${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body({ delayMs: 5 })),
      })
      await medley.untilDone(String(at(JSON.parse(await answer.text()), 'taskId')))
    }
    await Promise.all(Array.from({ length: 60 }, (_, index) => write(index % 2 === 0 ? medley.url : secondUrl)))
    isWriting = false
    await polling
    const whole = await readAll(before)
    expect(whole).toHaveLength(180)
    expect(polled).toEqual(whole)
    expect(await readAll(before, { limit: 31 })).toEqual(whole)
    const all = seqsOf(await readAll(null))
    expect(all).toEqual(all.map((_, index) => index + 1))
  })

  test('gives chosen types only, and a cursor that goes on behind what was left out', async () => {
    const before = await logEnd()
    for (let made = 0; made < 3; made += 1) await medley.untilDone(await simulate(medley, 'beatra'))
    const query = `&types=task.succeeded,task.failed`
    const first = await readPage(`?limit=2&after=${before}${query}`)
    expect(typesOf(first.data)).toEqual(['task.succeeded', 'task.succeeded'])
    expect(first.hasMore).toBe(true)
    const second = await readPage(`?limit=2&after=${first.next}${query}`)
    expect([typesOf(second.data), second.hasMore]).toEqual([['task.succeeded'], false])
    const none = await readPage(`?after=${before}&types=task.canceled`)
    expect([none.data, none.hasMore, none.next]).toEqual([[], false, second.next])
    expect((await readPage(`?after=${none.next}`)).data).toEqual([])
  })

  test.each([
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=x', '/limit'],
    ['limit=1&limit=2', '/limit'],
    ['types=task.done', '/types'],
    ['types=', '/types'],
    ['after=', '/after'],
    ['after=17', '/after'],
    ['after=evt_0000000000000000000000000O', '/after'],
    ['after=evt_7ZZZZZZZZZZZZZZZZZZZZZZZZZ', '/after'],
  ])('%s is refused', async (query, param) => {
    const { status, body } = await medley.send('GET', `/v1/events?${query}`)
    expect([status, at(body, 'error', 'param')]).toEqual([422, param])
  })

  test("is each organisation's own, and so are its cursors", async () => {
    const other = await makeOrganisation(medley.database, { slug: 'log-other', credits: 1000 })
    expect(await readPage('', other.key)).toEqual({ data: [], next: null, hasMore: false })
    await medley.send('POST', SIMULATED.beatra.path, SIMULATED.beatra.body(NEVER), { key: other.key })
    const page = await readPage('', other.key)
    expect(seqsOf(page.data)[0]).toBe(1)
    expect((await medley.send('GET', `/v1/events?after=${page.next}`)).status).toBe(422)
    expect((await medley.send('GET', '/v1/events', undefined, { key: null })).status).toBe(401)
  })

  test('says when events behind a cursor are no longer kept, and never skips them; a quiet log stays readable', async () => {
    const other = await makeOrganisation(medley.database, { slug: 'log-dropped', credits: 1000 })
    for (let made = 0; made < 4; made += 1) {
      await medley.send('POST', SIMULATED.beatra.path, SIMULATED.beatra.body(NEVER), { key: other.key })
    }
    const cursors = await until(async () => {
      const events = await readAll(null, { key: other.key })
      return events.length === 8 ? events.map((event) => String(event['id'])) : null
    })
    const run = (text: string): Promise<unknown> =>
      medley.database.query(`test ${text.slice(0, 50)}`, text, [other.number])
    // As dropping the partitions of old days leaves it.
    await run('delete from events where organisation = $1 and seq <= 3')
    const ask = (cursor: string | undefined) =>
      medley.send('GET', `/v1/events?after=${cursor}`, undefined, { key: other.key })
    const expired = await ask(cursors[1])
    expect([expired.status, at(expired.body, 'error', 'code')]).toEqual([410, 'cursor_expired'])
    expect((await openStream(`${medley.url}/v1/events/stream?after=${cursors[1]}`, { key: other.key })).status).toBe(
      410,
    )
    expect((await ask(cursors[2])).status).toBe(200)
    expect(seqsOf(await readAll(null, { key: other.key }))).toEqual([4, 5, 6, 7, 8])
    await run('delete from events where organisation = $1')
    expect((await ask(cursors[7])).status).toBe(200)
  })
})

test('a cursor that lies ahead of the log, which was put back, is refused and skips nothing', async () => {
  const { number: organisation, key } = await makeOrganisation(medley.database, { slug: 'log-put-back', credits: 1000 })
  await medley.send('POST', SIMULATED.beatra.path, SIMULATED.beatra.body(NEVER), { key })
  const last = await until(async () => (await readAll(null, { key }))[1] ?? null)
  const place = parseEventId(String(last['id']))
  const ahead = eventIdOf({ day: place?.day ?? 0, organisation, seq: 9 })
  const paged = await medley.send('GET', `/v1/events?after=${ahead}`, undefined, { key })
  expect([paged.status, at(paged.body, 'error', 'code')]).toEqual([410, 'cursor_expired'])
  expect((await openStream(`${medley.url}/v1/events/stream`, { after: ahead, key })).status).toBe(410)
  expect((await openStream(`${medley.url}/v1/events/stream`, { after: String(last['id']), key })).status).toBe(200)
})

test('an event of a transaction that began before midnight is not behind a cursor of the new day', async () => {
  const other = await makeOrganisation(medley.database, { slug: 'log-midnight', credits: 1000 })
  const { key } = other
  const { body } = await medley.send('POST', SIMULATED.beatra.path, SIMULATED.beatra.body(NEVER), { key })
  await medley.send('POST', `/v1/tasks/${body['task_id']}/cancel`, undefined, { key })
  await until(async () => (typesOf(await readAll(null, { key })).includes('task.canceled') ? true : null))
  await medley.database.query('test-midnight', 'update events set day = day + 1 where organisation = $1 and seq = 1', [
    other.number,
  ])
  const events = await readAll(null, { key })
  const behind = await readAll(String(events[0]?.['id']), { key })
  expect(seqsOf(behind)).toEqual(seqsOf(events).slice(1))
  expect(behind.length).toBeGreaterThan(0)
})

describe('the stream of an organisation', () => {
  test('tells from now on what happens, in whichever process, with progress that the log does not keep', async () => {
    const stream = await openStream(`${medley.url}/v1/events/stream`)
    expect(stream.status).toBe(200)
    expect(stream.headers['content-type']).toBe('text/event-stream')
    expect(stream.headers['cache-control']).toBe('no-store')
    const before = await logEnd()
    const { id, told } = await slowEnough(async (delayMs) => {
      const id = await simulate(medley, 'beatra', { delayMs, progress: [30, 60] })
      await medley.untilDone(id)
      const ofTask = () => stream.events().filter(({ data }) => data['task_id'] === id)
      await until(async () => (ofTask().some(({ event }) => event === 'task.succeeded') ? true : null))
      const told = ofTask()
      return told.some(({ event }) => event === 'task.progress') ? { id, told } : null
    })
    const kept = told.filter(({ event }) => event !== 'task.progress')
    expect(dataOf(kept)).toEqual(await eventsOf(id, before))
    expect(kept.map((frame) => frame.id)).toEqual(kept.map(({ data }) => data['id']))
    expect(kept.map((frame) => frame.event)).toEqual(kept.map(({ data }) => data['type']))
    const progress = told.filter(({ event }) => event === 'task.progress')
    for (const { id: frameId, data } of progress) {
      expect([frameId, data['id'], data['seq'], at(data['data'], 'status')]).toEqual([null, null, null, 'running'])
    }
    stream.cut()
  })

  test('cut at any time and resumed by Last-Event-ID on another process: nothing is missing, nothing comes twice', async () => {
    const before = await logEnd()
    const urls = [medley.url, secondUrl]
    const received: JsonObject[] = []
    let lastId = before
    let isWriting = true
    const reading = (async () => {
      for (let turn = 0; ; turn += 1) {
        const stream = await openStream(`${urls[turn % 2]}/v1/events/stream?types=task.queued,task.succeeded`, {
          after: lastId,
        })
        const wasWriting = isWriting
        if (wasWriting) await stream.untilEvents(1 + (turn % 5))
        else await until(async () => (received.length + stream.events().length >= 160 ? true : null))
        // In the middle of whatever is under way.
        stream.cut()
        received.push(...dataOf(stream.events()))
        lastId = stream.lastId()
        if (!wasWriting) return turn
      }
    })()
    for (let wave = 0; wave < 10; wave += 1) {
      await Promise.all(
        Array.from({ length: 8 }, async () => medley.untilDone(await simulate(medley, 'beatra', { delayMs: 10 }))),
      )
    }
    isWriting = false
    // Wakes a reader that waits for one more.
    await medley.untilDone(await simulate(medley, 'beatra'))
    expect(await reading).toBeGreaterThan(3)
    const kept = (await readAll(before)).filter((event) => event['type'] !== 'task.running')
    // The links are each process's own here.
    const plain = ({ data, ...event }: JsonObject): JsonObject => ({ ...event, status: at(data, 'status') ?? null })
    expect(received.map(plain)).toEqual(kept.slice(0, received.length).map(plain))
    expect(received.length).toBeGreaterThanOrEqual(160)
  })

  test('is not read ahead for a client that takes nothing, and goes on when it does', async () => {
    const other = await makeOrganisation(medley.database, { slug: 'log-slow', credits: 1000 })
    const { key } = other
    const created = await medley.send('POST', SIMULATED.beatra.path, SIMULATED.beatra.body(NEVER), { key })
    const first = await until(async () => {
      const events = await readAll(null, { key: other.key })
      return events.length === 2 ? String(events[0]?.['id']) : null
    })
    const count = 20_000
    const run = (text: string): Promise<unknown> =>
      medley.database.query(`test ${text.slice(0, 40)}`, text, [other.number])
    await run(`insert into events (organisation, seq, task, kind)
      select e.organisation, e.seq + n, e.task, 'task.running' from events e, generate_series(1, ${count}) n
      where e.organisation = $1 and e.seq = 2`)
    await run(`update accounts set event_seq = ${count + 2} where organisation = $1`)
    statements.length = 0
    const stream = await openStream(`${medley.url}/v1/events/stream?types=task.running`, {
      after: first,
      key: other.key,
    })
    stream.pause()
    const pages = (): number => statements.filter((name) => name === 'read-events').length
    const seen = await untilStill(pages)
    expect(seen).toBeLessThan(count / 100 / 2)
    stream.resume()
    await stream.untilEvents(count + 1)
    expect(seqsOf(dataOf(stream.events()))).toEqual(Array.from({ length: count + 1 }, (_, index) => index + 2))
    stream.cut()
    // What was not asked for is walked past.
    const ends = await openStream(`${medley.url}/v1/events/stream?types=task.canceled`, { after: first, key })
    await medley.send('POST', `/v1/tasks/${created.body['task_id']}/cancel`, undefined, { key })
    await ends.untilEvents(1)
    expect(seqsOf(dataOf(ends.events()))).toEqual([count + 3])
    ends.cut()
  })

  test('needs a key, answers HEAD, and ends when its server stops', async () => {
    expect((await medley.send('GET', '/v1/events/stream', undefined, { key: null })).status).toBe(401)
    expect((await medley.send('HEAD', '/v1/events/stream')).status).toBe(200)
    const other = await startMedley({ role: 'api' })
    const stream = await openStream(`${other.url}/v1/events/stream`)
    await other.stop()
    await stream.ended
  })

  test('an organisation has so many at most in a process; one more is refused in sentences, and no other organisation is', async () => {
    const { key } = await makeOrganisation(medley.database, { slug: 'log-crowd', credits: 0 })
    const id = await simulate(medley, 'beatra', NEVER)
    const open = (path = '/v1/events/stream', as = key) => openStream(`${medley.url}${path}`, { key: as })
    const streams = await Promise.all(Array.from({ length: STREAMS_MAX }, () => open()))
    expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]))
    const refused = await medley.send('GET', '/v1/events/stream', undefined, { key })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
    expect(at(refused.body, 'error', 'message')).toContain(String(STREAMS_MAX))
    for (const path of ['/v1/events/stream', `/v1/tasks/${id}/events`]) {
      const other = await open(path, TEST_KEY)
      expect(other.status).toBe(200)
      other.cut()
    }
    streams.pop()?.cut()
    const again = await until(async () => {
      const stream = await open()
      return stream.status === 200 ? stream : null
    })
    for (const stream of [...streams, again]) stream.cut()
  })

  test('idle streams cost one statement in five seconds together', async () => {
    const streams = await Promise.all(Array.from({ length: 200 }, () => openStream(`${medley.url}/v1/events/stream`)))
    // What they read when they began may come late on a busy machine: it is no part of being idle.
    let windows = 0
    await until(async () => {
      statements.length = 0
      const since = performance.now()
      await until(async () => (performance.now() - since > 6000 ? true : null))
      expect((windows += 1)).toBeLessThan(4)
      return statements.length < (10 * (performance.now() - since)) / 6000 ? true : null
    })
    for (const stream of streams) stream.cut()
  })
})

describe('the stream of a task', () => {
  test('tells its steps once each and in order, its progress between them, and ends with it', async () => {
    const stream = await slowEnough(async (delayMs) => {
      const id = await simulate(medley, 'beatra', { delayMs, progress: [30, 60] })
      const stream = await openStream(`${medley.url}/v1/tasks/${id}/events`)
      await stream.ended
      return stream.events().length > 3 ? stream : null
    })
    const steps = stream.events().filter(({ event }) => event !== 'task.progress')
    expect(steps.map((step) => [step.id, step.event])).toEqual([
      ['1', 'task.queued'],
      ['2', 'task.running'],
      ['3', 'task.succeeded'],
    ])
    const percents = stream.events().map(({ data }) => Number(at(data['data'], 'progress', 'percent')))
    expect(percents).toEqual(percents.toSorted((one, other) => one - other))
  })

  test('resumed by Last-Event-ID on another process it goes on behind that, and after its end there is nothing more', async () => {
    const id = await simulate(medley, 'omnapi', { delayMs: 600_000 })
    const stream = await openStream(`${medley.url}/v1/tasks/${id}/events`)
    await stream.untilEvents(2)
    stream.cut()
    const resumed = await openStream(`${secondUrl}/v1/tasks/${id}/events`, { after: stream.lastId() })
    await medley.send('POST', `/v1/tasks/${id}/cancel`)
    await resumed.ended
    expect(resumed.events().map(({ id, event }) => [id, event])).toEqual([['3', 'task.canceled']])
    expect((await openStream(`${medley.url}/v1/tasks/${id}/events`, { after: resumed.lastId() })).status).toBe(204)
  })

  test('of somebody else there is none', async () => {
    const other = await makeOrganisation(medley.database, { slug: 'stream-other', credits: 0 })
    const id = await simulate(medley, 'beatra')
    expect((await openStream(`${medley.url}/v1/tasks/${id}/events`, { key: other.key })).status).toBe(404)
    expect((await openStream(`${medley.url}/v1/tasks/nonsense/events`)).status).toBe(404)
  })
})
