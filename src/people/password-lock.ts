import { createHash } from 'node:crypto'

import type { Sql } from '../lib/sql.ts'
import { countTries, forgetTries } from '../store/password-tries.ts'

/** Guards passwords against guessing, over all processes, alike for addresses that exist and that do not. */
export interface PasswordLock {
  /** Call before a password is looked at. Answers null, or for how many seconds no password of this address is looked at. */
  begin(email: string, address: string): Promise<number | null>
  /** The password was right. */
  succeed(email: string, address: string): Promise<void>
}

const WINDOW_SECONDS = 900
/** From one network address. */
const TRIES_FROM_ONE = 10
/** From everywhere: so many that nobody locks a person out from a single place. */
const TRIES_FROM_ALL = 50

export function makePasswordLock(sql: Sql): PasswordLock {
  const subjectsOf = (email: string, address: string): [Buffer, Buffer] => {
    const who = email.trim().toLowerCase()
    return [digest(`${who}\n${address}`), digest(who)]
  }
  return {
    async begin(email, address) {
      const [fromOne, fromAll] = subjectsOf(email, address)
      const counted = await countTries(sql, [fromOne, fromAll], WINDOW_SECONDS)
      const over = counted.filter(
        ({ subject, tries }) => tries > (subject.equals(fromOne) ? TRIES_FROM_ONE : TRIES_FROM_ALL),
      )
      return over.length === 0 ? null : Math.max(...over.map(({ seconds_left }) => seconds_left))
    },
    succeed: (email, address) => forgetTries(sql, subjectsOf(email, address)),
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
