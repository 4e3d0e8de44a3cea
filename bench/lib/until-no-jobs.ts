import { setTimeout as delay } from 'node:timers/promises'

import type { Postgres } from './with-postgres.ts'

/** Resolves when every task has ended. The question is cheap, and asked often enough not to show in the result. */
export async function untilNoJobs(postgres: Postgres): Promise<void> {
  for (;;) {
    const [row] = await postgres.database.query<{ open: boolean }>(
      'any-jobs',
      'select exists (select from jobs) as open',
      [],
    )
    if (row?.open !== true) return
    await delay(20)
  }
}
