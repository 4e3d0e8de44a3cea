import { readFile } from 'node:fs/promises'

import { checkTerms, endKey, makeKey, rotateKey, type KeyRow } from '../core/manage-keys.ts'
import { COMMAND_LINE } from '../domain/audit.ts'
import { parseCatalogue } from '../domain/catalogue.ts'
import { ORDINARY_TERMS, type KeyTerms } from '../domain/key-terms.ts'
import { isScope, SCOPES, type Scope } from '../domain/scope.ts'
import type { Uuid } from '../lib/ids.ts'
import { StartupError } from '../lib/startup-error.ts'
import { listKeys } from '../store/api-keys.ts'
import type { Given } from './command.ts'
import { mustFindKey } from './find-key.ts'
import { mustFindOrganisation } from './find-organisation.ts'
import { plainly } from './plainly.ts'
import { withDatabase } from './with-database.ts'

const ALL = { kind: 'all' } as const
const DAY_MS = 86_400_000

/** `medley key create`: prints the secret alone on stdout, once; it is stored as a hash only. */
export async function createApiKey({ values }: Given): Promise<number> {
  const terms: KeyTerms = {
    name: values.name ?? 'key',
    scopes: values.scopes === undefined ? ORDINARY_TERMS.scopes : scopesOf(values.scopes),
    models: listOf(values.models),
    networks: listOf(values.networks),
    expiresAt: values.days === undefined ? null : Date.now() + daysOf(values.days) * DAY_MS,
  }
  await refuseBadTerms(terms)
  const { secret } = await withDatabase(async (database, { keysMax }) => {
    const { number } = await mustFindOrganisation(database, values.organisation)
    return await plainly(() => makeKey({ ...database, keysMax }, COMMAND_LINE, number, terms, {}))
  })
  process.stdout.write(`${secret}\n`)
  return 0
}

/** `medley key rotate`: prints the new secret alone on stdout, once. The one before works for a day more, or as said. */
export async function rotateApiKey({ values, words: [name = ''] }: Given): Promise<number> {
  const hours = values['overlap-hours'] ?? '24'
  if (!/^\d{1,3}$/.test(hours) || Number(hours) > 720) {
    throw new StartupError(`--overlap-hours is a whole number from 0 to 720, not ${hours}`)
  }
  const { secret } = await withDatabase(async (database) => {
    const { id } = await mustFindKey(database, name)
    const overlapMs = Number(hours) * 3_600_000
    return await plainly(() => rotateKey(database, COMMAND_LINE, ALL, id, overlapMs))
  })
  process.stdout.write(`${secret}\n`)
  return 0
}

export async function listApiKeys(): Promise<number> {
  await withDatabase(async (database) => {
    let before: Uuid | null = null
    for (;;) {
      const keys: KeyRow[] = await listKeys(database.background, { organisation: null, before, limit: 1000 })
      for (const key of keys) process.stdout.write(`${describe(key)}\n`)
      before = keys.at(-1)?.id ?? null
      if (keys.length < 1000) return
    }
  })
  return 0
}

export async function revokeApiKey({ words: [name = ''] }: Given): Promise<number> {
  const revoked = await withDatabase(async (database) => {
    const { id } = await mustFindKey(database, name)
    await endKey(database, COMMAND_LINE, ALL, id)
    return id
  })
  process.stdout.write(`revoked ${revoked}\n`)
  return 0
}

function scopesOf(text: string): Scope[] {
  const names = listOf(text) ?? []
  const unknown = names.find((name) => !isScope(name))
  if (unknown === undefined) return [...new Set(names.filter(isScope))]
  throw new StartupError(`--scopes is a comma list of ${SCOPES.join(', ')}, not ${unknown}`)
}

function listOf(text: string | undefined): string[] | null {
  return text === undefined ? null : text.split(',').map((one) => one.trim())
}

function daysOf(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text)
  throw new StartupError(`--days is a whole number of days from 1 to 99999, not ${text}`)
}

async function refuseBadTerms(terms: KeyTerms): Promise<void> {
  if (terms.name === '' || terms.name.length > 200 || /\p{Cc}/u.test(terms.name)) {
    throw new StartupError('a name has 1 to 200 characters, and none that cannot be seen')
  }
  const file: unknown = JSON.parse(await readFile(new URL('../../catalogue/models.json', import.meta.url), 'utf8'))
  await plainly(async () => checkTerms(terms, { catalogue: parseCatalogue(file, new Set()), now: Date.now() }), {
    ...terms,
  })
}

function describe(key: KeyRow): string {
  const used = key.last_used_at === null ? 'never used' : `last used ${day(key.last_used_at)}`
  const facts = [
    key.scopes.join(','),
    ...(key.models === null ? [] : [`models ${key.models.join(',')}`]),
    ...(key.networks === null ? [] : [`from ${key.networks.join(',')}`]),
    `created ${day(key.created_at)}`,
    ...(key.expires_at === null ? [] : [`until ${day(key.expires_at)}`]),
    key.revoked_at === null ? used : `revoked ${day(key.revoked_at)}`,
  ]
  return `${key.id}  ${key.visible_prefix.padEnd(12)}  ${key.slug}  ${key.name}  ${facts.join('  ')}`
}

function day(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16).replace('T', ' ')
}
