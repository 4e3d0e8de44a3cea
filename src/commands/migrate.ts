import { withDatabase } from './with-database.ts'

/** `medley migrate`: lending the database has migrated it. */
export async function migrateDatabase(): Promise<number> {
  await withDatabase(async () => {})
  process.stdout.write('the database is at the state of this release\n')
  return 0
}
