import type { Database, Queryable } from '../../src/store/make-database.ts'

/** A transaction that stays open for as long as a test likes, without Medley's time limits: commits when `work` resolves. */
export function inTransaction<T>(
  database: Pick<Database, 'withSession'>,
  work: (transaction: Queryable) => Promise<T>,
): Promise<T> {
  return database.withSession(async (session) => {
    await session.execute('begin')
    // The session ends with an error, and its transaction with it.
    const result = await work({ query: (_name, text, values) => session.execute(text, values) })
    await session.execute('commit')
    return result
  })
}
