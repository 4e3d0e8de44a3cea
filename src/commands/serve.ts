import { readConfig, type Config } from '../config.ts'
import { startGateway, type Gateway, type Role } from '../gateway.ts'
import { findRunningInstance, recordInstanceUrl } from '../lib/embedded-postgres/find-running-instance.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../lib/embedded-postgres/start-embedded-postgres.ts'
import { makeLog, type Logger } from '../lib/log.ts'
import { StartupError } from '../lib/startup-error.ts'
import { makeDatabase, type Database } from '../store/make-database.ts'
import { renderBanner } from './banner.ts'

/** `medley serve | api | worker`: runs until SIGTERM or SIGINT, then stops cleanly and answers 0. */
export async function serve(role: Role): Promise<number> {
  const stopSignal = waitForStopSignal()
  const config = readConfig(process.env)
  const log = makeLog(config.logLevel)
  const embedded = role === 'serve' && config.databaseUrl === null ? await startEmbedded(config, log) : null
  const database = await openDatabase(config, embedded, log)
  let gateway: Gateway
  try {
    await database.assertDurable()
    gateway = await startGateway({ config, role, database, log })
  } catch (error) {
    await database.close()
    await embedded?.stop()
    throw error
  }
  announce(role, config, gateway)
  await stopSignal
  // A repeated signal is the same request (RULINGS 70); this bounds the whole stop instead.
  const limit = setTimeout(() => {
    log.error('the stop took too long: what still ran is left to the next start')
    process.exit(1)
  }, config.stopSeconds * 1000)
  limit.unref()
  log.info('stopping')
  await gateway.stop()
  await database.close()
  await embedded?.stop()
  log.info('stopped')
  return 0
}

async function startEmbedded(config: Config, log: Logger): Promise<EmbeddedPostgres> {
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log })
  const stop = waitForStopSignal()
  let isStopping = false
  void stop.then(() => {
    isStopping = true
  })
  embedded.onExit((exit) => {
    // A signal to the whole process group may reach the database too: then it ends because we stop.
    if (isStopping) return
    log.fatal({ exit }, 'the embedded database has ended by itself; nothing accepted is lost, start Medley again')
    log.flush(() => process.exit(1))
  })
  return embedded
}

async function openDatabase(config: Config, embedded: EmbeddedPostgres | null, log: Logger): Promise<Database> {
  const { poolSize } = config
  if (config.databaseUrl !== null) return makeDatabase({ url: config.databaseUrl, poolSize, log })
  const connection = embedded?.connection ?? (await findRunningInstance(config.dataDir))?.connection
  if (connection === undefined) {
    throw new StartupError(
      'There is no database: set DATABASE_URL, or run `medley serve` on this data folder first (it starts its own).',
    )
  }
  return makeDatabase({ connection, poolSize, log })
}

function announce(role: Role, config: Config, gateway: Gateway): void {
  if (gateway.url === null) return
  recordInstanceUrl(config.dataDir, gateway.url)
  if (role !== 'worker') process.stdout.write(renderBanner(gateway.url, gateway.firstKey))
  process.stdout.write(`medley is ready at ${gateway.url}\n`)
}

/** Resolves at the first SIGTERM or SIGINT, also one that comes while the start is going on. */
function waitForStopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
  })
}
