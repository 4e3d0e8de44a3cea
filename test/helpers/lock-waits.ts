import type { Database } from '../../src/store/make-database.ts'
import { until } from './start-medley.ts'

/** The statements of the test's database that wait for a lock, each by the moment it was begun. */
export async function lockWaits(database: Pick<Database, 'query'>): Promise<string[]> {
  const rows = await database.query<{ begun: string }>(
    'test-lock-waits',
    `select pid || ' ' || query_start as begun from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`,
    [],
  )
  return rows.map(({ begun }) => begun)
}

export async function untilSomebodyWaits(database: Pick<Database, 'query'>): Promise<void> {
  await until(async () => ((await lockWaits(database)).length > 0 ? true : null))
}
