import { parseId } from '../lib/ids.ts'
import { StartupError } from '../lib/startup-error.ts'
import type { Sql } from '../lib/sql.ts'
import { findKey, findKeysByName, type KeyRow } from '../store/api-keys.ts'

/** The one key in force that an id (`key_…` or a UUID) or a visible beginning means. A sentence when there is none, or more. */
export async function mustFindKey(sql: Sql, name: string): Promise<KeyRow> {
  const [id, ...others] = await findKeysByName(sql, parseId(name, ['key']) ?? name)
  const key = id === undefined ? null : await findKey(sql, id, null)
  if (key === null) throw new StartupError(`no key that is in force has the id or beginning ${name}`)
  if (others.length > 0) {
    throw new StartupError(
      `${others.length + 1} keys begin with ${name}: say the id of one, as medley key list shows it`,
    )
  }
  return key
}
