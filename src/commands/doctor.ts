import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { makeDiskArtifactStore } from '../artifacts/artifact-store.ts'
import { ConfigError, readConfig, type Config } from '../config.ts'
import { explainDatabase } from '../core/doctor/check-database.ts'
import { checkDisk } from '../core/doctor/check-disk.ts'
import { checkPort } from '../core/doctor/check-port.ts'
import { examine as examineOne, examineDatabase } from '../core/doctor/examine.ts'
import { fail, ok, type Finding } from '../core/doctor/finding.ts'
import { systemClock } from '../lib/clock.ts'
import { findRunningInstance } from '../lib/embedded-postgres/find-running-instance.ts'
import type { Instance } from '../lib/embedded-postgres/instance-file.ts'
import { startEmbeddedPostgres } from '../lib/embedded-postgres/start-embedded-postgres.ts'
import { makeLog } from '../lib/log.ts'
import type { DatabaseTarget } from '../store/connect-config.ts'
import { makeDatabase } from '../store/make-database.ts'

/**
 * `medley doctor`: a line for each thing that it looks at, with what to do about it. 0 when nothing fails, else 1. Changes
 * nothing; beside a running instance and without one, and when the database cannot be reached.
 */
export async function examine(): Promise<number> {
  const tally = { ok: 0, warn: 0, fail: 0 }
  for await (const finding of examineAll()) {
    tally[finding.level] += 1
    process.stdout.write(render(finding))
  }
  process.stdout.write(`${tally.ok} ok, ${tally.warn} warnings, ${tally.fail} failures\n`)
  return tally.fail === 0 ? 0 : 1
}

function render({ check, level, found, remedy }: Finding): string {
  const line = `${level.padEnd(4)}  ${check.padEnd(12)}  ${found.replaceAll('\n', ' ')}\n`
  return remedy === null ? line : `${line}      -> ${remedy}\n`
}

async function* examineAll(): AsyncGenerator<Finding> {
  let config: Config
  try {
    config = readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    yield fail('settings', error.message, 'docs/settings.md says what each can be')
    return
  }
  yield* await examineOne('disk', () => checkDisk(config.dataDir))
  let instance: Instance | null = null
  try {
    instance = config.databaseUrl === null ? await findRunningInstance(config.dataDir) : null
  } catch (error) {
    yield explainDatabase(error)
    return
  }
  yield* await examineOne('port', () => checkPort({ host: config.host, port: config.port, instance }))
  yield* examineTarget(config, instance)
}

/** DATABASE_URL's database, else the running instance's, else the embedded one for as long as this takes (RULINGS 32). */
async function* examineTarget(config: Config, instance: Instance | null): AsyncGenerator<Finding> {
  const log = makeLog('silent')
  if (config.databaseUrl !== null) return yield* examineAt(config, { url: config.databaseUrl })
  if (instance !== null) return yield* examineAt(config, { connection: instance.connection })
  if (!existsSync(join(config.dataDir, 'postgres', 'PG_VERSION'))) {
    return yield ok('database', `there is none in ${config.dataDir} yet: the first start makes it`)
  }
  try {
    const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log })
    try {
      yield* examineAt(config, { connection: embedded.connection })
    } finally {
      await embedded.stop()
    }
  } catch (error) {
    yield explainDatabase(error)
  }
}

async function* examineAt(config: Config, target: DatabaseTarget): AsyncGenerator<Finding> {
  const database = makeDatabase({ ...target, poolSize: 1, log: makeLog('silent') })
  try {
    const artifacts = makeDiskArtifactStore(join(config.dataDir, 'artifacts'))
    yield* examineDatabase({ target, database, artifacts, poolSize: config.poolSize, clock: systemClock })
  } finally {
    await database.close()
  }
}
