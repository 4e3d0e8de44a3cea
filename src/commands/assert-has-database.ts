import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { readConfig } from '../config.ts'
import { StartupError } from '../lib/startup-error.ts'

/** Before a command that is about what there is: lending a database would make one where a folder's name was mistyped. */
export function assertHasDatabase(): void {
  const { databaseUrl, dataDir } = readConfig(process.env)
  if (databaseUrl !== null || existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) return
  throw new StartupError(`There is no database in ${dataDir}: set MEDLEY_DATA to the data folder, or DATABASE_URL.`)
}
