import { setTimeout as delay } from 'node:timers/promises'
import { Client, DatabaseError, Pool, types, type ClientBase, type PoolConfig, type QueryResult } from 'pg'
import { errorCodeOf, type Sql } from '../lib/sql.ts'
import { assertDurable } from './assert-durable.ts'
import { connectConfig, describeTarget, type DatabaseTarget, type SessionSettings } from './connect-config.ts'
import { startListening, type Listener } from './listen.ts'

/**
 * Runs a named prepared statement. A name belongs to one text, and the text lists its columns (no `*`): a later migration
 * would break a prepared `*` in running processes. bigint arrives as a number (outside of what a number holds it throws),
 * timestamptz as epoch milliseconds with the microseconds as fraction, date as text. `pg` turns an array that is given as
 * a value into a PostgreSQL array, so JSON goes in as a string.
 */
export type Queryable = Sql

/** One connection of its own, without time limits: migrations, exports. Texts may hold several statements. */
export type Session = {
  execute<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

export type Database = Queryable & {
  /** For lists, verification and the like: ordinary plans and few connections, so that they cannot starve requests and jobs. */
  background: Queryable
  /**
   * Statements that commit together, or not at all. On few connections of their own: what waits for a lock there holds up no
   * request or job.
   */
  transaction<T>(work: (sql: Queryable) => Promise<T>): Promise<T>
  withSession<T>(work: (session: Session) => Promise<T>): Promise<T>
  /**
   * A pool for a library that brings its own SQL: `pg`'s own column types, ordinary plans, few connections, none while idle.
   * Ends with the database.
   */
  openPool(name: string): Pool
  /**
   * Listens through losses of the connection. `onListening` is called each time it (again) listens; what was notified
   * while it did not is lost, so that is the moment to read everything waited for.
   */
  listen(channel: string, onNotify: (payload: string) => void, onListening?: () => void): Promise<Listener>
  /** Waits up to 30 s for a server that is starting, then refuses one that would break our promises, in a sentence. */
  assertDurable(): Promise<void>
  close(): Promise<void>
}

export type DatabaseLog = { warn(fields: object, message: string): void }

export type DatabaseOptions = DatabaseTarget & {
  poolSize: number
  log: DatabaseLog
  /** A statement that has no answer after this has failed; more than the server's own limit of 10 s unless said. */
  answerTimeoutMs?: number
}

/**
 * Plans are pinned to index scans: a plan made while a table was empty would stay a whole-table join for as long as the
 * connection lives (reference/engine-review.md, 20).
 */
const pinnedSettings: SessionSettings = {
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_seqscan: 'off',
  plan_cache_mode: 'force_generic_plan',
  jit: 'off',
  idle_in_transaction_session_timeout: '5s',
  transaction_timeout: '10s',
}

const backgroundSettings: SessionSettings = {
  // A list's best plan depends on what it asks for: a generic one would read a month to find a page.
  plan_cache_mode: 'force_custom_plan',
  jit: 'off',
  work_mem: '32MB',
  idle_in_transaction_session_timeout: '5s',
  transaction_timeout: '10s',
}

const librarySettings: SessionSettings = {
  jit: 'off',
  idle_in_transaction_session_timeout: '5s',
  transaction_timeout: '10s',
}

const unlimitedSettings: SessionSettings = {
  jit: 'off',
  statement_timeout: 0,
  lock_timeout: 0,
  idle_in_transaction_session_timeout: 0,
  transaction_timeout: 0,
}

const backgroundPoolSize = 2
const actsPoolSize = 2
const libraryPoolSize = 3
const libraryPoolConfig: PoolConfig = { types, idleTimeoutMillis: 30_000 }

/** Past the server's own limit of 10 s: then the network or the server is gone, and waiting on would only hold work up. */
const answerTimeoutMs = 15_000

export function makeDatabase(options: DatabaseOptions): Database {
  const { poolSize, log } = options
  const main = makePool(options, 'medley', pinnedSettings, poolSize)
  const background = makePool(options, 'medley background', backgroundSettings, backgroundPoolSize)
  const acts = makePool(options, 'medley acts', pinnedSettings, actsPoolSize, { idleTimeoutMillis: 30_000 })
  const listeners = new Set<Listener>()
  const libraryPools: Pool[] = []

  async function close(): Promise<void> {
    const all = [...listeners].map((listener) => listener.close())
    // A query without an answer must not hold a stop up; its connection ends with the process.
    await Promise.race([
      Promise.allSettled([...all, ...[main, background, acts, ...libraryPools].map((pool) => pool.end())]),
      delay(3000, undefined, { ref: false }),
    ])
  }

  return {
    ...makeLane(main),
    background: makeLane(background),
    transaction: (work) => runTransaction(acts, work),
    withSession: (work) => withSession(options, work),
    openPool: (name) => {
      const pool = makePool(options, `medley ${name}`, librarySettings, libraryPoolSize, libraryPoolConfig)
      libraryPools.push(pool)
      return pool
    },
    listen: async (channel, onNotify, onListening = () => {}) => {
      const config = connectConfig(options, 'medley listen', {})
      const onLoss = (error: unknown): void => log.warn({ err: error, channel }, 'lost the channel of notifications')
      const listener = startListening({ config, channel, onNotify, onListening, onLoss })
      listeners.add(listener)
      await listener.listening
      return listener
    },
    assertDurable: () =>
      assertDurable(connectConfig(options, 'medley', pinnedSettings), describeTarget(options), 30_000),
    close,
  }
}

function makePool(
  options: DatabaseOptions,
  name: string,
  settings: SessionSettings,
  max: number,
  config: PoolConfig = {},
): Pool {
  const pool = new Pool({
    ...connectConfig(options, name, settings),
    max,
    query_timeout: options.answerTimeoutMs ?? answerTimeoutMs,
    // Prepared statements live as long as their connection.
    idleTimeoutMillis: 600_000,
    ...config,
  })
  // Without these a lost server would be an uncaught error, of idle and of lent connections.
  pool.on('error', (error) => options.log.warn({ err: error }, 'lost a database connection'))
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

function makeLane(pool: Pool): Queryable {
  return { query: (name, text, values) => runStatement(pool, name, text, values) }
}

async function runStatement<Row>(pool: Pool, name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
  const client = await pool.connect()
  let isBroken = false
  try {
    return await runNamed(client, name, text, values)
  } catch (error) {
    // The server refused the statement and lives on; anything else leaves the connection in an unknown state.
    isBroken = !(error instanceof DatabaseError && error.severity === 'ERROR')
    throw error
  } finally {
    client.release(isBroken)
  }
}

async function runTransaction<T>(pool: Pool, work: (sql: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let isBroken = true
  try {
    await coded(client.query('begin'))
    const result = await work({ query: (name, text, values) => runNamed(client, name, text, values) })
    await coded(client.query('commit'))
    isBroken = false
    return result
  } catch (error) {
    // Whoever has not answered will not answer this either: the end of the connection undoes all that is not committed.
    if (errorCodeOf(error) !== NO_ANSWER) {
      await client.query('rollback').then(
        () => (isBroken = false),
        () => {},
      )
    }
    throw error
  } finally {
    client.release(isBroken)
  }
}

async function runNamed<Row>(
  client: ClientBase,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return await coded(client.query({ name, text, values: [...values] }).then(({ rows }) => rows))
}

const NO_ANSWER = 'ETIMEDOUT'

/** pg tells a silent server by sentence only; a code lets callers sort it with the other losses of connection. */
async function coded<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Error && error.message === 'Query read timeout') Object.assign(error, { code: NO_ANSWER })
    throw error
  }
}

async function withSession<T>(target: DatabaseTarget, work: (session: Session) => Promise<T>): Promise<T> {
  const client = new Client(connectConfig(target, 'medley session', unlimitedSettings))
  client.on('error', () => {})
  await client.connect()
  try {
    return await work({ execute: (text, values) => execute(client, text, values) })
  } finally {
    await client.end()
  }
}

async function execute<Row>(client: Client, text: string, values?: readonly unknown[]): Promise<Row[]> {
  // Several statements in one text answer with several results, which the types do not know.
  const answer: QueryResult | QueryResult[] = await client.query(text, values === undefined ? undefined : [...values])
  return (Array.isArray(answer) ? answer.at(-1) : answer)?.rows ?? []
}
