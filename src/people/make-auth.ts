import { createHmac } from 'node:crypto'

import { betterAuth } from 'better-auth'

import { makeAuthOptions } from './auth-options.ts'
import { makeBackupCodes } from './backup-codes.ts'
import { makeHooks } from './make-hooks.ts'
import type { PeopleSetup } from './make-people.ts'
import { makeOutbox } from './outbox.ts'
import { makePasswordLock } from './password-lock.ts'

export type Auth = ReturnType<typeof makeAuth>

/** better-auth as we use it. */
export function makeAuth(setup: PeopleSetup) {
  const { sql, pool, newId, log, canMail, canText } = setup
  const secret = setup.secret ?? createHmac('sha256', setup.installationSecret).update('people').digest('base64url')
  const backupCodes = makeBackupCodes(secret)
  return betterAuth(
    makeAuthOptions({
      sql,
      pool,
      log,
      secret,
      backupCodes,
      publicUrl: setup.publicUrl(),
      outbox: makeOutbox({ sql, newId, log, canMail, canText }),
      hooks: makeHooks({ sql, signUp: setup.signUp, lock: makePasswordLock(sql), backupCodes }),
    }),
  )
}
