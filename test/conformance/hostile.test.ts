import { afterAll, beforeAll, expect, test } from 'vitest'

import { DIALECT_NAMES } from '../../src/domain/task.ts'
import { startMedley, TEST_KEY, type TestMedley } from '../helpers/start-medley.ts'
import { askRaw, makeAsk, type Ask, type Reply } from './ask.ts'
import { keyHeaders } from './endpoints.ts'
import { envelopeFaults } from './envelopes.ts'
import { drawBytes } from './hostile-bytes.ts'
import { drawAttack, type Attack } from './hostile-requests.ts'
import { makeDice } from './hostile-values.ts'
import { makeOrganisation } from './make-organisation.ts'
import { faultsOf } from './seed-pages.ts'
import { simulate } from './simulate.ts'

const REQUESTS = 20_000
const CONNECTIONS = 24
const RAW_CONNECTIONS = 600
const SEED = 20_261

let medley: TestMedley
let ask: Ask
let close: () => void
let keys: string[]
let ids: string[]
beforeAll(async () => {
  medley = await startMedley({ role: 'api', credits: '100000000' })
  ;({ ask, close } = makeAsk(medley.url, CONNECTIONS))
  const second = await makeOrganisation(medley.database, { slug: 'second', credits: 100_000_000 })
  keys = [TEST_KEY, second.key]
  ids = await Promise.all([...DIALECT_NAMES, ...DIALECT_NAMES].map((dialect) => simulate(medley, dialect)))
})
afterAll(async () => {
  close()
  await medley.stop()
})

/** Runs `count` rounds, so many at a time. */
async function inParallel(count: number, width: number, round: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  const walk = async (): Promise<void> => {
    while (next < count) await round(next++)
  }
  await Promise.all(Array.from({ length: width }, walk))
}

/** What Node refuses before there is a path, and a host that is missing: RULINGS 69. */
function expectedEnvelope(attack: Attack, reply: Reply) {
  const unread = [408, 417, 431].includes(reply.status)
  return unread || (reply.status === 400 && reply.text.includes('Host header')) ? 'problem' : attack.envelope
}

function faultsOfReply(attack: Attack, reply: Reply): string[] {
  if (reply.status >= 500) return [`${reply.status}: ${reply.text}`]
  if (reply.headers['x-request-id'] === undefined) return ['no X-Request-Id']
  if (attack.method === 'HEAD') return reply.text === '' ? [] : ['a body after HEAD']
  if (reply.status >= 400) return envelopeFaults(expectedEnvelope(attack, reply), reply)
  const isText = /^\/(?:[?#]|$)/.test(attack.path)
  return reply.body === undefined && reply.text !== '' && !isText ? ['no JSON'] : []
}

const created = new Set<string>()

test(`${REQUESTS} hostile requests: no 5xx, no hang, every refusal in its envelope, and just the tasks that were said to be made`, async () => {
  const dice = makeDice(SEED)
  const attacks = Array.from({ length: REQUESTS }, () => drawAttack(dice, { keys, ids }))
  const faults: string[] = []
  const statuses = new Map<number, number>()
  await inParallel(REQUESTS, CONNECTIONS, async (index) => {
    const attack = attacks[index]
    if (attack === undefined) return
    try {
      const reply = await ask(attack)
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
      const found = faultsOfReply(attack, reply)
      if (found.length > 0) faults.push(`${index} ${describe(attack)}: ${found.join('; ')}`)
      if (attack.creates && reply.status < 300) created.add(taskIdOf(reply))
    } catch (error) {
      faults.push(`${index} ${describe(attack)}: ${String(error)}`)
    }
  })
  expect(faults.slice(0, 20)).toEqual([])
  expect(faults).toHaveLength(0)
  // The attack is none if all of it is turned away at the first look.
  for (const status of [200, 202, 304, 400, 401, 404, 405, 409, 413, 415, 422]) {
    expect(statuses.get(status) ?? 0, `answers with ${status}`).toBeGreaterThan(0)
  }
  const [row] = await medley.database.query<{ count: number }>('count-tasks', 'select count(*) as count from tasks', [])
  expect(row?.count).toBe(created.size + ids.length)
})

function describe({ method, path, headers, body }: Attack): string {
  return `${method} ${path.slice(0, 200)} ${JSON.stringify(headers).slice(0, 400)} ${String(body).slice(0, 400)}`
}

/** In whatever form it stands there: one answer names its task once. */
function taskIdOf({ text }: Reply): string {
  return /"(?:taskId|task_id)":"([^"]+)"/.exec(text)?.[1] ?? text
}

test(`${RAW_CONNECTIONS} connections of garbage: each is answered 4xx or closed, none hangs`, async () => {
  const dice = makeDice(SEED + 1)
  const all = Array.from({ length: RAW_CONNECTIONS }, () => drawBytes(dice))
  const faults: string[] = []
  let answered = 0
  await inParallel(RAW_CONNECTIONS, CONNECTIONS, async (index) => {
    const bytes = all[index] ?? Buffer.alloc(0)
    const text = await askRaw(medley.url, bytes, { halfClose: true })
    for (const [head, status] of text.matchAll(/^HTTP\/1\.1 (\d{3})[^]*?\r\n\r\n/gm)) {
      answered += 1
      if (status !== '100' && !/^x-request-id: \S/im.test(head))
        faults.push(`no X-Request-Id to ${bytes.toString('latin1').slice(0, 300)}`)
      if (Number(status) >= 500) faults.push(`${status} to ${bytes.toString('latin1').slice(0, 300)}`)
    }
    if (text !== '' && !text.startsWith('HTTP/1.1 '))
      faults.push(`${text.slice(0, 100)} to ${bytes.toString('latin1').slice(0, 300)}`)
  })
  expect(faults).toEqual([])
  expect(answered).toBeGreaterThan(RAW_CONNECTIONS / 2)
})

test('afterwards every task that was made can be read in every dialect, as its page has it', async () => {
  const faults: string[] = []
  const read = [...created]
  const paths = { omnapi: '/api/v1/tasks', beatra: '/v1/tasks', piapi: '/api/v1/task' } as const
  await inParallel(read.length, CONNECTIONS, async (index) => {
    const id = read[index] ?? ''
    for (const dialect of DIALECT_NAMES) {
      const replies = await Promise.all(
        keys.map((key) => ask({ path: `${paths[dialect]}/${id}`, headers: keyHeaders(dialect, key) })),
      )
      const seen = replies.filter((reply) => reply.status === 200)
      if (seen.length !== 1) faults.push(`${id} is seen by ${seen.length} organisations: ${replies[0]?.text}`)
      for (const { body = null } of seen)
        faults.push(...faultsOf(dialect, body).map((fault) => `${dialect} ${id}: ${fault}`))
    }
  })
  expect(faults.slice(0, 20)).toEqual([])
  expect(read.length).toBeGreaterThan(100)
})

test('afterwards the lists of both hold them all, whole', async () => {
  let listed = 0
  for (const key of keys) {
    let cursor = ''
    for (;;) {
      const reply = await ask({ path: `/v1/tasks?expand=all&limit=100${cursor}`, headers: keyHeaders('beatra', key) })
      expect(reply.status).toBe(200)
      const page = Object(reply.body)
      listed += page.data.length
      if (page.next_cursor === null) break
      cursor = `&cursor=${page.next_cursor}`
    }
  }
  // One request of the raw connections may have been a good one.
  expect(listed).toBeGreaterThanOrEqual(created.size + ids.length)
})

test('afterwards the gateway answers, is ready, makes a task, and its books are right', async () => {
  for (const path of ['/livez', '/readyz', '/v1/health']) expect((await ask({ path })).status).toBe(200)
  await simulate(medley, 'beatra')
  expect(await medley.verify()).toEqual([])
})
