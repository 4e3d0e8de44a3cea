import { hashSecret, makeSecret, visiblePrefixOf } from '../core/keys.ts'
import { StartupError } from '../lib/startup-error.ts'
import { createKey, listKeys, revokeKeys } from '../store/api-keys.ts'
import { mustFindOrganisation } from './find-organisation.ts'
import { readOptions } from './read-options.ts'
import { withDatabase } from './with-database.ts'

/** `medley key create`: prints the secret alone on stdout, once; it is stored as a hash only. */
export async function createApiKey(args: readonly string[]): Promise<number> {
  const { values } = readOptions(args, ['name', 'organisation'])
  const secret = makeSecret()
  await withDatabase(async (database) => {
    const organisation = await mustFindOrganisation(database, values.organisation)
    await createKey(database, {
      organisation: organisation.number,
      name: values.name ?? 'key',
      visiblePrefix: visiblePrefixOf(secret),
      hash: hashSecret(secret),
      operator: false,
    })
  })
  process.stdout.write(`${secret}\n`)
  return 0
}

export async function listApiKeys(): Promise<number> {
  const keys = await withDatabase((database) => listKeys(database))
  for (const key of keys) {
    const used = key.last_used_at === null ? 'never used' : `last used ${day(key.last_used_at)}`
    const state = key.revoked_at === null ? used : `revoked ${day(key.revoked_at)}`
    process.stdout.write(
      `${key.id}  ${key.visible_prefix.padEnd(12)}  ${key.organisation}  ${key.name}  created ${day(key.created_at)}  ${state}\n`,
    )
  }
  return 0
}

export async function revokeApiKey(args: readonly string[]): Promise<number> {
  const [idOrPrefix] = readOptions(args, []).words
  if (idOrPrefix === undefined) throw new StartupError('say which key: medley key revoke ID|PREFIX')
  const revoked = await withDatabase((database) => revokeKeys(database, idOrPrefix))
  if (revoked.length === 0) throw new StartupError(`no key that is in force has the id or beginning ${idOrPrefix}`)
  process.stdout.write(revoked.map((id) => `revoked ${id}\n`).join(''))
  return 0
}

function day(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16).replace('T', ' ')
}
