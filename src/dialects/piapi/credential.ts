import type { Credential, Dialect } from '../../domain/dialect.ts'

/** The key stands in `x-api-key` and nowhere else: a Bearer token alone is no key here (RULINGS 8). */
export const readCredential: Dialect['credential'] = (headers): Credential => {
  const value = headers['x-api-key']
  const key = Array.isArray(value) ? value[0] : value
  return key === undefined || key === '' ? { kind: 'missing' } : { kind: 'key', key }
}
