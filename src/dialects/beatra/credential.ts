import type { Credential } from '../../domain/dialect.ts'

const BEARER = /^bearer +([\x21-\x7e]+) *$/i
const BARE = /^[\x21-\x7e]+$/

/** Where clients of OpenAI's form send the key without a scheme (RULINGS 8). */
const BARE_KEY_PATHS: ReadonlySet<string> = new Set(['/v1/images/generations', '/v1/chat/completions'])

/**
 * RULINGS 8: `Authorization: Bearer` wins; without an `Authorization` header `x-api-key` speaks; on OpenAI-form paths a key
 * may stand alone in `Authorization`. Any other scheme is no key at all, even with an `x-api-key` beside it.
 */
export function readCredential(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  path: string,
): Credential {
  const authorization = single(headers['authorization'])
  if (authorization === '') return toCredential(single(headers['x-api-key']))
  const token = BEARER.exec(authorization)?.[1]
  if (token !== undefined) return toCredential(token)
  const takesBareKey = BARE_KEY_PATHS.has(path.replace(/\/$/, ''))
  // A word that names a scheme and then ends is a scheme without a key, not a key.
  const isBareKey = BARE.test(authorization) && !/^(?:bearer|basic|digest)$/i.test(authorization)
  return takesBareKey && isBareKey ? toCredential(authorization) : { kind: 'missing' }
}

function single(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? (header[0] ?? '') : (header ?? '')).trim()
}

function toCredential(key: string): Credential {
  return key === '' ? { kind: 'missing' } : { kind: 'key', key }
}
