import type { Sql } from '../lib/sql.ts'
import { foundInstallation } from '../store/found-installation.ts'
import { hashSecret, makeSecret, visiblePrefixOf } from './keys.ts'

export interface FirstKey {
  secret: string
  /** Made by us and told nowhere else; false = MEDLEY_API_KEY gave it. */
  isNew: boolean
}

/** At the very first start, makes the first organisation, its credits and its key; null at every later one. */
export async function foundFirstOrganisation(
  sql: Sql,
  config: { firstApiKey: string | null; firstCredits: bigint },
): Promise<FirstKey | null> {
  const secret = config.firstApiKey ?? makeSecret()
  const isFounded = await foundInstallation(sql, {
    credits: Number(config.firstCredits),
    keyHash: hashSecret(secret),
    visiblePrefix: visiblePrefixOf(secret),
  })
  return isFounded ? { secret, isNew: config.firstApiKey === null } : null
}
