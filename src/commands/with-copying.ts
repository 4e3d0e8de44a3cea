import type { Config } from '../config.ts'
import { findRunningInstance } from '../lib/embedded-postgres/find-running-instance.ts'
import { StartupError } from '../lib/startup-error.ts'
import type { DatabaseTarget } from '../store/connect-config.ts'
import { withCopySession, type CopySession } from '../store/copy-session.ts'
import { withDatabase } from './with-database.ts'

/** Lends a command the installation's database (as `withDatabase` does) over a session that can copy tables. */
export async function withCopying<T>(work: (session: CopySession, config: Config) => Promise<T>): Promise<T> {
  return await withDatabase(async (_database, config) => {
    return await withCopySession(await findTarget(config), (session) => work(session, config))
  })
}

/** While a database is lent, an embedded one is named by its instance file, whoever has started it. */
async function findTarget(config: Config): Promise<DatabaseTarget> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl }
  const instance = await findRunningInstance(config.dataDir)
  if (instance === null) throw new StartupError('The embedded database has just been stopped: try again.')
  return { connection: instance.connection }
}
