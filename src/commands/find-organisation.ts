import { StartupError } from '../lib/startup-error.ts'
import type { Sql } from '../lib/sql.ts'
import { findOrganisation, type Organisation } from '../store/accounts.ts'

/** The organisation of a slug; without one, the first organisation's. A sentence when there is none. */
export async function mustFindOrganisation(sql: Sql, slug = 'default'): Promise<Organisation> {
  const organisation = await findOrganisation(sql, slug)
  if (organisation === null) {
    throw new StartupError(`there is no organisation ${slug}; the first start (npm start) makes "default"`)
  }
  return organisation
}
