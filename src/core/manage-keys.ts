import type { Origin } from '../domain/audit.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import { GatewayError, invalidField } from '../domain/errors.ts'
import type { KeyTerms } from '../domain/key-terms.ts'
import { toCrockford, type Uuid } from '../lib/ids.ts'
import { parseAddressList } from '../lib/address-guard.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Sql } from '../lib/sql.ts'
import {
  createKey,
  findKey,
  listKeys,
  lockAndCountKeys,
  lockKey,
  replaceSecret,
  revokeKey,
  updateKey,
  type KeyRow,
} from '../store/api-keys.ts'
import { audited } from './audit.ts'
import type { Context } from './context.ts'
import { readPage, type Page } from './read-page.ts'
import { hashSecret, makeSecret, visiblePrefixOf } from './keys.ts'
import { changeLimits, type LimitChange } from './limits.ts'

export type { KeyRow }

type Needs = Pick<Context, 'transaction'>

/** A key with its secret, which is nowhere else from now on. */
export interface NewSecret {
  key: KeyRow
  secret: string
}

/**
 * Whose keys somebody may see and change. Those with the scope `operator` belong to no organisation's own people, whatever
 * organisation they are of: who could renew one would be an operator.
 */
export type KeyRealm = { kind: 'all' } | { kind: 'own'; organisation: number }

/** Makes a key, if its organisation has room for one more in force. Terms are checked by `checkTerms`. */
export async function makeKey(
  context: Needs & Pick<Context, 'keysMax'>,
  origin: Origin,
  organisation: number,
  terms: KeyTerms,
  limits: LimitChange,
): Promise<NewSecret> {
  const secret = makeSecret()
  const key = await audited(context, origin, async (sql) => {
    if ((await lockAndCountKeys(sql, organisation)) >= context.keysMax) {
      throw invalidField([], `would be one more than the ${context.keysMax} keys there may be`, 'range')
    }
    const row = { ...terms, organisation, visiblePrefix: visiblePrefixOf(secret), hash: hashSecret(secret) }
    const id = await createKey(sql, row)
    if (Object.keys(limits).length > 0) await changeLimits(sql, { kind: 'key', id }, limits)
    const result = await mustFind(sql, id)
    const entry = { action: 'key.create', organisation, subject: keyIdOf(id), details: noteOf(terms, limits) } as const
    return { result, entry }
  })
  return { key, secret }
}

/** Changes terms and limits of a key that has not been revoked, as far as they are said. Checked by `checkTerms`. */
export function changeKey(
  context: Needs,
  origin: Origin,
  realm: KeyRealm,
  id: Uuid | null,
  change: Partial<KeyTerms>,
  limits: LimitChange,
): Promise<KeyRow> {
  return audited(context, origin, async (sql) => {
    const before = await findToChange(sql, realm, id)
    if (before.revoked_at !== null) throw invalidField([], 'is a key that has ended', 'range')
    await updateKey(sql, before.id, { ...before, expiresAt: before.expires_at, ...change })
    if (Object.keys(limits).length > 0) await changeLimits(sql, { kind: 'key', id: before.id }, limits)
    const { id: known, organisation } = before
    const entry = { action: 'key.change', organisation, subject: keyIdOf(known) } as const
    return { result: await mustFind(sql, known), entry: { ...entry, details: noteOf(change, limits) } }
  })
}

/** Gives a key in force a new secret; the one that it had works for `overlapMs` more. */
export async function rotateKey(
  context: Needs,
  origin: Origin,
  realm: KeyRealm,
  id: Uuid | null,
  overlapMs: number,
): Promise<NewSecret> {
  const secret = makeSecret()
  const key = await audited(context, origin, async (sql) => {
    const { id: known, organisation, is_in_force } = await findToChange(sql, realm, id)
    if (!is_in_force) throw invalidField([], 'is a key that has ended', 'range')
    await replaceSecret(sql, { id: known, visiblePrefix: visiblePrefixOf(secret), hash: hashSecret(secret), overlapMs })
    const details: JsonObject = { overlap_seconds: Math.round(overlapMs / 1000) }
    const entry = { action: 'key.rotate', organisation, subject: keyIdOf(known), details } as const
    return { result: await mustFind(sql, known), entry }
  })
  return { key, secret }
}

/** Ends a key with all its secrets, in every process within three seconds. Of one that has ended nothing is done. */
export function endKey(context: Needs, origin: Origin, realm: KeyRealm, id: Uuid | null): Promise<KeyRow> {
  return audited(context, origin, async (sql) => {
    const { id: known, organisation, revoked_at } = await findToChange(sql, realm, id)
    await revokeKey(sql, known)
    const entry = { action: 'key.revoke', organisation, subject: keyIdOf(known), details: {} } as const
    return { result: await mustFind(sql, known), entry: revoked_at === null ? entry : null }
  })
}

export async function readKey(context: Pick<Context, 'sql'>, realm: KeyRealm, id: Uuid | null): Promise<KeyRow> {
  const row = id === null ? null : await findKey(context.sql, id, organisationOf(realm))
  if (row === null) throw new GatewayError('not_found', { message: 'No key has this id.' })
  return row
}

/** One page of keys, the newest first; `before` = the id of the last one of the page before. */
export function readKeyPage(
  context: Pick<Context, 'background'>,
  page: { organisation: number | null; before: Uuid | null; limit: number },
): Promise<Page<KeyRow>> {
  return readPage(page, (query) => listKeys(context.background, query))
}

/** Refuses terms that no key could be used under. */
export function checkTerms(terms: Partial<KeyTerms>, { catalogue, now }: { catalogue: Catalogue; now: number }): void {
  for (const [index, name] of (terms.models ?? []).entries()) {
    if (!catalogue.models.some(({ key, code }) => key === name || code === name)) {
      throw invalidField(['models', index], 'is no model of the catalogue', 'enum')
    }
  }
  for (const [index, network] of (terms.networks ?? []).entries()) {
    if (!isNetwork(network)) throw invalidField(['networks', index], 'must be an IP address or a CIDR range', 'format')
  }
  if ((terms.expiresAt ?? Infinity) <= now) {
    throw invalidField(['expires_at'], 'must be in the future', 'range')
  }
}

export function keyIdOf(id: Uuid): string {
  return `key_${toCrockford(id)}`
}

async function findToChange(sql: Sql, realm: KeyRealm, id: Uuid | null): Promise<KeyRow> {
  if (id !== null) await lockKey(sql, id)
  const row = await readKey({ sql }, realm, id)
  if (realm.kind === 'own' && row.scopes.includes('operator')) {
    throw new GatewayError('forbidden', { message: "This is an operator's key: only operators change it." })
  }
  return row
}

async function mustFind(sql: Sql, id: Uuid): Promise<KeyRow> {
  const row = await findKey(sql, id, null)
  if (row === null) throw new Error(`key ${id} is gone`)
  return row
}

function organisationOf(realm: KeyRealm): number | null {
  return realm.kind === 'all' ? null : realm.organisation
}

function isNetwork(text: string): boolean {
  try {
    parseAddressList([text])
    return /^[0-9a-f.:]+(?:\/\d{1,3})?$/i.test(text)
  } catch {
    return false
  }
}

/** What was said of a key, for the audit log; what was not said is not in it. */
function noteOf({ expiresAt, ...terms }: Partial<KeyTerms>, limits: LimitChange): JsonObject {
  const until = expiresAt === undefined || expiresAt === null ? expiresAt : new Date(expiresAt).toISOString()
  return JSON.parse(JSON.stringify({ ...terms, expires_at: until, limits }))
}
