import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startEmbeddedPostgres } from '../../src/lib/embedded-postgres/start-embedded-postgres.ts'
import { makeDatabase, type Database } from '../../src/store/make-database.ts'

/** A PostgreSQL of the bench's own, with the settings that Medley gives its embedded one. */
export interface Postgres {
  /** Medley's data folder: `medley api` and `medley verify` find the server by it. */
  dataDir: string
  /** `postgres://…` of Medley's database, by its socket. */
  url: string
  /** The same of another database on it. */
  urlOf(database: string): string
  /** Medley's own database. */
  database: Database
  /** Statements without a time limit. */
  execute<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

interface PostgresOptions {
  settings?: Record<string, string>
  /** Every line that the server logs. */
  onLine?(line: string): void
}

export async function withPostgres<T>(
  work: (postgres: Postgres) => Promise<T>,
  { settings = {}, onLine = () => {} }: PostgresOptions = {},
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), `medley-bench-${process.pid}-`))
  const dataDir = join(folder, 'data')
  const log = { debug: pass, info: pass, warn: pass, error: pass }
  function pass(_fields: object, message: string): void {
    onLine(message)
  }
  const server = await startEmbeddedPostgres({ dataDir, log, settings })
  const database = makeDatabase({ connection: server.connection, poolSize: 4, log })
  try {
    const { host, port, user } = server.connection
    const urlOf = (name: string): string =>
      `postgres:///${name}?host=${encodeURIComponent(host)}&port=${port}&user=${user}`
    return await work({
      dataDir,
      url: urlOf(server.connection.database),
      urlOf,
      database,
      execute: (text, values) => database.withSession((session) => session.execute(text, values)),
    })
  } finally {
    await database.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A second database on the same server, so that peers meet the same settings and the same disk. */
export async function makePeerDatabase(postgres: Postgres): Promise<string> {
  await postgres.execute('create database peers')
  return postgres.urlOf('peers')
}
