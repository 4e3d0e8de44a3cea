import type { Credential, Dialect } from '../../domain/dialect.ts'

/** The key stands in `x-api-key` and nowhere else: a Bearer token alone is no key here (RULINGS 8). */
export const readCredential: Dialect['credential'] = (headers): Credential => {
  const value = headers['x-api-key']
  const key = Array.isArray(value) ? value[0] : value
  if (key !== undefined && key !== '') return { kind: 'key', key }
  if (headers['authorization'] === undefined) return { kind: 'missing' }
  return { kind: 'missing', message: 'The key belongs in x-api-key. A Bearer token is not taken here.' }
}
