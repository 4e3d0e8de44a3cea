import { readConfig, type Config } from '../config.ts'
import { findRunningInstance } from '../lib/embedded-postgres/find-running-instance.ts'
import { startEmbeddedPostgres } from '../lib/embedded-postgres/start-embedded-postgres.ts'
import { makeLog } from '../lib/log.ts'
import { makeDatabase, type Database } from '../store/make-database.ts'
import { migrate } from '../store/migrate.ts'

/**
 * Lends a command the installation's database: DATABASE_URL's, else the running instance's, else the embedded one, started
 * for the command's own duration (RULINGS 32). Its schema is this release's.
 */
export async function withDatabase<T>(work: (database: Database, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  const log = makeLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
  const running = config.databaseUrl === null ? await findRunningInstance(config.dataDir) : null
  const embedded =
    config.databaseUrl === null && running === null
      ? await startEmbeddedPostgres({ dataDir: config.dataDir, log })
      : null
  const target = targetOf(config, running?.connection ?? embedded?.connection)
  const database = makeDatabase({ ...target, poolSize: 2, log })
  try {
    await database.assertDurable()
    await migrate({ database })
    return await work(database, config)
  } finally {
    await database.close()
    await embedded?.stop()
  }
}

function targetOf(
  config: Config,
  connection: { host: string; port: number; user: string; database: string } | undefined,
) {
  if (connection !== undefined) return { connection }
  if (config.databaseUrl === null) throw new Error('there is neither a DATABASE_URL nor an embedded database')
  return { url: config.databaseUrl }
}
