import { creditsText } from '../domain/credits.ts'
import { StartupError } from '../lib/startup-error.ts'
import { createOrganisation, limitActiveTasks, listOrganisations } from '../store/accounts.ts'
import { mustFindOrganisation } from './find-organisation.ts'
import { readOptions } from './read-options.ts'
import { withDatabase } from './with-database.ts'

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/

/** `medley organisation create`: an organisation with an empty account; grant it credits and make it a key next. */
export async function createOrganisationNamed(args: readonly string[]): Promise<number> {
  const { values, words } = readOptions(args, ['name'])
  const slug = words[0] ?? ''
  if (!SLUG.test(slug)) throw new StartupError('say its slug: lower-case letters, digits and dashes, at most 64')
  const made = await withDatabase((database) => createOrganisation(database, { name: values.name ?? slug, slug }))
  if (made === null) throw new StartupError(`there is an organisation ${slug} already`)
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

/** `medley organisation limit`: how many of its tasks may be let in at once; the rest waits as staged. */
export async function limitOrganisation(args: readonly string[]): Promise<number> {
  const [slug = '', most = ''] = readOptions(args, []).words
  if (most !== 'none' && !/^[1-9]\d{0,8}$/.test(most)) {
    throw new StartupError('say how many tasks at once, or none: medley organisation limit SLUG NUMBER|none')
  }
  await withDatabase(async (database) => {
    const { number } = await mustFindOrganisation(database, slug)
    await limitActiveTasks(database, number, most === 'none' ? null : Number(most))
  })
  process.stdout.write(`${slug}: ${most === 'none' ? 'no limit' : `at most ${most} tasks at once`}\n`)
  return 0
}
