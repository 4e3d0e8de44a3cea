import http from 'node:http'
import { text as readText } from 'node:stream/consumers'

import { afterEach, expect, test } from 'vitest'

import { verifyBooks } from '../../src/core/verify-books.ts'
import { databaseUrlOf, newFolder, readyUrlOf, startProcess, stopProcess } from '../helpers/medley-process.ts'
import { until } from '../helpers/start-medley.ts'
import { makeTestDatabase, type TestDatabase } from '../helpers/test-database.ts'

const KEY = 'medley-fleet-key-0123456789'
const BODY = JSON.stringify({
  model: 'sim/lyrics',
  task_type: 'generate_lyrics',
  input: { prompt: 'fog', script: { accept: { delayMs: 100 }, delayMs: 100 } },
})

/**
 * A server that stops closes a connection on which nothing has come for half a second. A client that was held up for so long by a
 * busy machine may not have noticed, and is turned away like those at the door: from the begin of its last request on, so
 * long the connection is surely open.
 */
const KEPT_MS = 400

/** Nobody listens, or the kernel drops what waited to be accepted when the listening ended. */
const AT_THE_DOOR: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'kept too long'])

let testDatabase: TestDatabase
afterEach(() => testDatabase.drop())

test('two api and two worker processes are restarted in turn under load: no request fails but those turned away at the door, which make nothing, and every acknowledged task succeeds', async () => {
  testDatabase = await makeTestDatabase()
  const { database } = testDatabase
  const env = {
    DATABASE_URL: databaseUrlOf(testDatabase.connection),
    MEDLEY_DATA: newFolder(),
    MEDLEY_API_KEY: KEY,
  }
  const first = startProcess(['api'], env)
  const urls = [await readyUrlOf(first)]
  const second = startProcess(['api'], env)
  urls.push(await readyUrlOf(second))
  const workers = [startProcess(['worker'], env), startProcess(['worker'], env)]
  for (const worker of workers) await readyUrlOf(worker)

  const load = { isOver: false, failures: new Array<string>(), acknowledged: new Array<string>() }
  const agent = new http.Agent({ keepAlive: true })
  const ask = async (turn: number, path: string, body?: string): Promise<string | null> => {
    const { status, text } = await request(agent, `${urls[turn % urls.length]}${path}`, body)
    if (status === 200) return text
    if (!AT_THE_DOOR.has(text)) load.failures.push(`${status} ${text}`)
    return null
  }
  // Each sender makes a task and reads it until it has ended, asking the two processes in turn.
  const sending = Array.from({ length: 8 }, async (_, sender) => {
    let turn = sender
    while (!load.isOver) {
      const created = await ask((turn += 1), '/api/v1/task', BODY)
      if (created === null) continue
      const id: string = JSON.parse(created).data.task_id
      load.acknowledged.push(id)
      await until(async () => {
        const task = await ask((turn += 1), `/api/v1/task/${id}`)
        return task !== null && JSON.parse(task).data.status === 'completed' ? true : null
      })
    }
  })
  const codes: (number | null)[] = []
  for (const [index, started] of [first, second].entries()) {
    codes.push(await stopProcess(started))
    await readyUrlOf(startProcess(['api'], { ...env, PORT: new URL(urls[index] ?? '').port }))
  }
  for (const worker of workers) {
    codes.push(await stopProcess(worker))
    await readyUrlOf(startProcess(['worker'], env))
  }
  load.isOver = true
  await Promise.all(sending)
  agent.destroy()
  await until(async () => ((await database.query('jobs', 'select 1 from jobs limit 1', [])).length === 0 ? true : null))

  expect({ failures: load.failures, codes }).toEqual({ failures: [], codes: [0, 0, 0, 0] })
  const tasks = await database.query<{ id: string; status: number }>('all', 'select id, status from tasks', [])
  expect(tasks.map(({ id }) => id).toSorted()).toEqual(load.acknowledged.toSorted())
  expect(new Set(tasks.map(({ status }) => status))).toEqual(new Set([3]))
  expect(tasks.length).toBeGreaterThan(8)
  expect(await verifyBooks(database)).toEqual([])
})

/** When the last request on a connection was begun. */
const lastBegun = new WeakMap<object, number>()

/** Status 0 and the socket's error when the connection was refused or lost. */
function request(agent: http.Agent, url: string, body = ''): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const type = body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const method = body === '' ? 'GET' : 'POST'
    const sent = http.request(url, { method, agent, headers: { 'x-api-key': KEY, ...type } })
    let isFresh = true
    sent.on('socket', (socket) => {
      isFresh = performance.now() - (lastBegun.get(socket) ?? 0) < KEPT_MS
      lastBegun.set(socket, performance.now())
    })
    const lose = ({ code = 'unknown' }: NodeJS.ErrnoException): void =>
      resolve({
        status: 0,
        text: sent.reusedSocket ? (isFresh ? `${code} of a kept connection` : 'kept too long') : code,
      })
    sent.on('error', lose)
    sent.on('response', (response) => {
      readText(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), lose)
    })
    sent.end(body)
  })
}
