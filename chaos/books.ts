import { setTimeout as delay } from 'node:timers/promises'

import { findRunningInstance } from '../src/lib/embedded-postgres/find-running-instance.ts'
import { makeDatabase, type Database, type Session } from '../src/store/make-database.ts'

const quiet = { warn: () => {} }
const PATIENCE_MS = 60_000

/**
 * Lends the run's own way to the database, beside the processes that are tried and not through the cutting relay. While the
 * database is away, `work` is tried again as a whole.
 */
export async function withBooks<T>(dataDir: string, work: (books: Books) => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    try {
      return await lend(dataDir, work)
    } catch (error) {
      if (Date.now() > end) throw error
      await delay(200)
    }
  }
}

/** The database as the run reads it. */
export interface Books {
  database: Database
  rows: Session['execute']
}

async function lend<T>(dataDir: string, work: (books: Books) => Promise<T>): Promise<T> {
  const instance = await findRunningInstance(dataDir)
  if (instance === null) throw new Error('there is no database right now')
  const database = makeDatabase({ connection: instance.connection, poolSize: 1, log: quiet })
  try {
    return await database.withSession((session) => work({ database, rows: session.execute }))
  } finally {
    await database.close()
  }
}
