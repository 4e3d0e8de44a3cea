import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import type { EmbeddedConnection } from '../../src/lib/embedded-postgres/instance-file.ts'
import { isAlive } from '../../src/lib/embedded-postgres/server-process.ts'
import { startEmbeddedPostgres } from '../../src/lib/embedded-postgres/start-embedded-postgres.ts'
import { makeDatabase } from '../../src/store/make-database.ts'
import { migrate } from '../../src/store/migrate.ts'
import { quietLog } from './quiet-log.ts'

/** `problem`: why there is no template; told only to tests that want a database. */
export type TestServer = { connection: EmbeddedConnection; problem: string | null }

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer
  }
}

export const templateDatabase = 'medley_template'

/** One server for the whole run, with one migrated template that each test copies. It ends with us, however we end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeLeftovers()
  const folder = mkdtempSync(join(tmpdir(), `medley-test-${process.pid}-`))
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: quietLog })
  const problem = await makeTemplate(server.connection).then(
    () => null,
    (error: unknown) => String(error),
  )
  project.provide('testServer', { connection: server.connection, problem })
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function makeTemplate(connection: EmbeddedConnection): Promise<void> {
  const server = makeDatabase({ connection, poolSize: 1, log: quietLog })
  await server.withSession((session) => session.execute(`create database ${templateDatabase}`))
  await server.close()
  const template = makeDatabase({
    connection: { ...connection, database: templateDatabase },
    poolSize: 1,
    log: quietLog,
  })
  try {
    await migrate({ database: template })
  } finally {
    await template.close()
  }
}

/** What runs that were killed have left; their servers ended by themselves. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^medley-test-(\d+)-/.exec(name)?.[1])
    const folder = join(tmpdir(), name)
    if (!(pid > 0) || isAlive(pid)) continue
    try {
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another user's.
    }
  }
}
