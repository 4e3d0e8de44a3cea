import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import type { EmbeddedConnection } from '../../src/lib/embedded-postgres/instance-file.ts'
import { makeDatabase, type Database } from '../../src/store/make-database.ts'
import { templateDatabase } from './global-setup.ts'
import { quietLog } from './quiet-log.ts'

export type TestDatabase = {
  database: Database
  /** For a second pool on the same database, or a process of its own. */
  connection: EmbeddedConnection
  /** Closes the pools and drops the database, whoever is still connected. */
  drop(): Promise<void>
}

/** A fresh, migrated database on the run's server. Call `drop` in `afterAll` or `afterEach`. */
export async function makeTestDatabase({ poolSize = 4 }: { poolSize?: number } = {}): Promise<TestDatabase> {
  const { problem } = inject('testServer')
  if (problem !== null) throw new Error(`the template of the test databases could not be made: ${problem}`)
  return makeFrom(templateDatabase, poolSize)
}

/** The same without tables, for those who test the migrating itself. */
export function makeEmptyDatabase(): Promise<TestDatabase> {
  return makeFrom('template1', 2)
}

async function makeFrom(template: string, poolSize: number): Promise<TestDatabase> {
  const { connection: server } = inject('testServer')
  const name = `test_${randomBytes(8).toString('hex')}`
  await runOnServer(server, `create database ${name} template ${template}`)
  const connection = { ...server, database: name }
  const database = makeDatabase({ connection, poolSize, log: quietLog })
  return {
    database,
    connection,
    drop: async () => {
      await database.close()
      await runOnServer(server, `drop database if exists ${name} with (force)`)
    },
  }
}

async function runOnServer(connection: EmbeddedConnection, text: string): Promise<void> {
  const server = makeDatabase({ connection, poolSize: 1, log: quietLog })
  try {
    await server.withSession((session) => session.execute(text))
  } finally {
    await server.close()
  }
}
