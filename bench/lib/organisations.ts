import { hashSecret, makeSecret, visiblePrefixOf } from '../../src/core/keys.ts'
import { createOrganisation, grantCredits } from '../../src/store/accounts.ts'
import { createKey } from '../../src/store/api-keys.ts'
import type { Database } from '../../src/store/make-database.ts'

export interface Organisation {
  number: number
  key: string
}

/** Enough for every create of a bench. */
const CREDIT_UNITS = 1e15

/** Organisations with a key each and credits enough. */
export async function makeOrganisations(database: Database, count: number): Promise<Organisation[]> {
  const made: Organisation[] = []
  for (let index = 0; index < count; index += 1) {
    const slug = `bench-${index}`
    const organisation = await createOrganisation(database, { name: slug, slug })
    if (organisation === null) throw new Error(`there is an organisation ${slug} already`)
    const { number } = organisation
    const key = makeSecret()
    await createKey(database, {
      organisation: number,
      name: 'bench',
      visiblePrefix: visiblePrefixOf(key),
      hash: hashSecret(key),
      operator: false,
    })
    await grantCredits(database, { organisation: number, amount: CREDIT_UNITS, actor: 'bench', reason: 'bench' })
    made.push({ number, key })
  }
  return made
}
