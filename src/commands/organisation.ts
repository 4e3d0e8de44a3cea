import { makeOrganisation } from '../core/organisations.ts'
import { COMMAND_LINE } from '../domain/audit.ts'
import { creditsText } from '../domain/credits.ts'
import { StartupError } from '../lib/startup-error.ts'
import { findOrganisation, listOrganisations } from '../store/accounts.ts'
import type { Given } from './command.ts'
import { withDatabase } from './with-database.ts'

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/

/** `medley organisation create`: an organisation with an empty account; grant it credits and make it a key next. */
export async function createOrganisationNamed({ values, words: [slug = ''] }: Given): Promise<number> {
  if (!SLUG.test(slug)) {
    throw new StartupError(`SLUG is of lower-case letters, digits and dashes between them, at most 64, not ${slug}`)
  }
  await withDatabase(async (database) => {
    if ((await findOrganisation(database, slug)) !== null) {
      throw new StartupError(`there is an organisation ${slug} already`)
    }
    await makeOrganisation(database, COMMAND_LINE, { name: values.name ?? slug, slug })
  })
  process.stdout.write(`made organisation ${slug}\n`)
  return 0
}

export async function listAllOrganisations(): Promise<number> {
  for (const one of await withDatabase((database) => listOrganisations(database))) {
    const limit = one.max_active === null ? 'no limit' : `at most ${one.max_active}`
    const money = `${creditsText(one.available)} credits available, ${creditsText(one.held)} held`
    process.stdout.write(`${one.slug}  ${one.name}  ${money}  ${one.active} tasks let in (${limit})\n`)
  }
  return 0
}
