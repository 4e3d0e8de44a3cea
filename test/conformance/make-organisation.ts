import { hashSecret, makeSecret, visiblePrefixOf } from '../../src/core/keys.ts'
import { ORDINARY_TERMS } from '../../src/domain/key-terms.ts'
import { createOrganisation } from '../../src/store/accounts.ts'
import { grantCredits } from '../../src/store/adjust-credits.ts'
import { createKey } from '../../src/store/api-keys.ts'
import type { Database } from '../../src/store/make-database.ts'

/** Another organisation with a key of its own, and `credits` whole credits. */
export async function makeOrganisation(
  database: Database,
  { slug, credits }: { slug: string; credits: number },
): Promise<{ number: number; key: string }> {
  const organisation = await createOrganisation(database, { name: slug, slug })
  if (organisation === null) throw new Error(`there is an organisation ${slug} already`)
  const key = makeSecret()
  await createKey(database, {
    organisation: organisation.number,
    name: 'test',
    visiblePrefix: visiblePrefixOf(key),
    hash: hashSecret(key),
    ...ORDINARY_TERMS,
  })
  const { number } = organisation
  if (credits > 0)
    await grantCredits(database, { organisation: number, amount: credits * 10_000, actor: 'test', reason: 'test' })
  return { number, key }
}
