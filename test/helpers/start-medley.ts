import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { readConfig } from '../../src/config.ts'
import { verifyBooks, type Discrepancy } from '../../src/core/verify-books.ts'
import { startGateway, type Role } from '../../src/gateway.ts'
import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { makeLog } from '../../src/lib/log.ts'
import type { DatabaseTarget } from '../../src/store/connect-config.ts'
import { makeDatabase, type Database, type Queryable } from '../../src/store/make-database.ts'
import { makeTestDatabase, type TestDatabase } from './test-database.ts'

export const TEST_KEY = 'medley-test-key-0123456789'

export interface Answer {
  status: number
  headers: Headers
  body: JsonObject
}

export interface TestMedley {
  url: string
  dataDir: string
  database: Database
  testDatabase: TestDatabase
  /** Sends with the first key in both headers' forms; `key: null` sends none. */
  send(
    method: string,
    path: string,
    body?: JsonValue,
    options?: { key?: string | null; headers?: Record<string, string> },
  ): Promise<Answer>
  /** Reads a task through beatra until it is terminal. */
  untilDone(id: string): Promise<JsonObject>
  verify(): Promise<Discrepancy[]>
  /** A second process's worth of gateway on the same database and data folder, stopped with this one. */
  also(role: Role): Promise<string | null>
  stop(): Promise<void>
}

/** A whole gateway in this process, on a database of its own. Stop it in `afterAll`. */
export async function startMedley(
  options: {
    credits?: string
    role?: Role
    env?: Record<string, string>
    /** Its own unless given; dropped at the stop either way. */
    testDatabase?: TestDatabase
    /** How it reaches that; by the server's socket unless said. */
    reach?: DatabaseTarget & { answerTimeoutMs?: number }
    /** Called with the name of each statement of the first gateway. */
    onStatement?: (name: string) => void
  } = {},
): Promise<TestMedley> {
  const testDatabase = options.testDatabase ?? (await makeTestDatabase())
  const dataDir = mkdtempSync(join(tmpdir(), `medley-test-${process.pid}-data-`))
  const log = makeLog(process.env['MEDLEY_TEST_LOG'] === undefined ? 'silent' : 'info')
  const config = readConfig({
    PORT: '0',
    MEDLEY_DATA: dataDir,
    MEDLEY_API_KEY: TEST_KEY,
    MEDLEY_CREDITS: options.credits ?? '100000',
    MEDLEY_STUDIO_THREADS: '1',
    // Tests share their cores with each other.
    MEDLEY_STUDIO_NICE: '0',
    ...options.env,
  })
  const stops: (() => Promise<unknown>)[] = []
  const start = async (role: Role): Promise<string | null> => {
    const target = options.reach ?? { connection: testDatabase.connection }
    const database = makeDatabase({ ...target, poolSize: 6, log })
    const onStatement = stops.length === 0 ? options.onStatement : undefined
    const gateway = await startGateway({ config, role, database: observed(database, onStatement), log })
    stops.push(async () => {
      await gateway.stop()
      await database.close()
    })
    return gateway.url
  }
  const url = (await start(options.role ?? 'serve')) ?? ''
  const send: TestMedley['send'] = async (method, path, body, { key = TEST_KEY, headers = {} } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(key === null ? {} : { 'x-api-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
  }
  return {
    url,
    dataDir,
    database: testDatabase.database,
    testDatabase,
    send,
    async untilDone(id) {
      return await until(async () => {
        const { body } = await send('GET', `/v1/tasks/${id}`)
        return ['succeeded', 'failed', 'canceled'].includes(String(body['status'])) ? body : null
        // It may be a song.
      }, 300_000)
    },
    verify: () => verifyBooks(testDatabase.database),
    also: start,
    async stop() {
      for (const stop of stops.toReversed()) await stop()
      await testDatabase.drop()
      // A process that a test has just killed may have written last.
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

function observed(database: Database, onStatement: (name: string) => void = () => {}): Database {
  const observe = (lane: Queryable): Queryable => ({
    query(name, text, values) {
      onStatement(name)
      return lane.query(name, text, values)
    },
  })
  return { ...database, ...observe(database), background: observe(database.background) }
}

/** Asks again until there is an answer; the bound is against hanging only. */
export async function until<T>(ask: () => Promise<T | null>, withinMs = 120_000): Promise<T> {
  const end = Date.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (Date.now() > end) throw new Error('the condition did not come about')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** The value at a path of keys of a JSON answer: `at(body, 'output', 'images', 0, 'image_url')`. */
export function at(value: JsonValue | undefined, ...path: (string | number)[]): JsonValue | undefined {
  let current: JsonValue | undefined = value
  for (const key of path) {
    if (Array.isArray(current) && typeof key === 'number') current = current[key]
    else if (typeof current === 'object' && current !== null && !Array.isArray(current)) current = current[key]
    else return undefined
  }
  return current
}
