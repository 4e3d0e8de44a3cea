import { hashSecret, makeSecret, visiblePrefixOf } from '../../src/core/keys.ts'
import { ORDINARY_TERMS } from '../../src/domain/key-terms.ts'
import { changeLimits, type LimitChange } from '../../src/core/limits.ts'
import { createOrganisation } from '../../src/store/accounts.ts'
import { grantCredits } from '../../src/store/adjust-credits.ts'
import { createKey } from '../../src/store/api-keys.ts'
import type { Database } from '../../src/store/make-database.ts'

export interface Organisation {
  number: number
  key: string
}

/** Enough for every create of a bench. */
const CREDIT_UNITS = 1e15

/** Organisations with a key each and credits enough; `limits` are those of each organisation and of each key. */
export async function makeOrganisations(
  database: Database,
  count: number,
  { name = 'bench', limits = {} }: { name?: string; limits?: LimitChange } = {},
): Promise<Organisation[]> {
  const made: Organisation[] = []
  for (let index = 0; index < count; index += 1) {
    const slug = `${name}-${index}`
    const organisation = await createOrganisation(database, { name: slug, slug })
    if (organisation === null) throw new Error(`there is an organisation ${slug} already`)
    const { number } = organisation
    const key = makeSecret()
    const id = await createKey(database, {
      organisation: number,
      name: 'bench',
      visiblePrefix: visiblePrefixOf(key),
      hash: hashSecret(key),
      ...ORDINARY_TERMS,
    })
    await grantCredits(database, { organisation: number, amount: CREDIT_UNITS, actor: 'bench', reason: 'bench' })
    await changeLimits(database, { kind: 'organisation', number }, limits)
    await changeLimits(database, { kind: 'key', id }, limits)
    made.push({ number, key })
  }
  return made
}
