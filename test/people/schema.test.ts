import { getMigrations } from 'better-auth/db/migration'
import { expect, test } from 'vitest'

import { makeAuthOptions } from '../../src/people/auth-options.ts'
import { makeBackupCodes } from '../../src/people/backup-codes.ts'
import { makeOutbox } from '../../src/people/outbox.ts'
import { makeTestDatabase } from '../helpers/test-database.ts'
import { makeLog } from '../../src/lib/log.ts'

test('better-auth finds all its tables, columns and indexes in our migrations: it has nothing to create or add', async () => {
  const { database, drop } = await makeTestDatabase()
  try {
    const log = makeLog('silent')
    const options = makeAuthOptions({
      sql: database,
      pool: database.openPool('people'),
      outbox: makeOutbox({ sql: database, newId: () => '', log, canMail: false, canText: false }),
      log,
      publicUrl: 'http://127.0.0.1:4100',
      secret: 'x'.repeat(32),
      backupCodes: makeBackupCodes('x'),
      hooks: {},
    })
    const { toBeCreated, toBeAdded, compileMigrations } = await getMigrations(options)
    expect({ toBeCreated, toBeAdded }).toEqual({ toBeCreated: [], toBeAdded: [] })
    expect((await compileMigrations()).trim()).toBe(';')
  } finally {
    await drop()
  }
})
