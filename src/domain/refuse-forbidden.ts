import type { JsonValue } from '../lib/json.ts'
import { findForbidden } from '../lib/json-scan.ts'
import { invalidField } from './errors.ts'

const FAULTS = {
  nul: 'must not contain the character U+0000',
  surrogate: 'must not contain half of a surrogate pair',
  proto: 'must not have a key __proto__',
  number: 'must not be a number too large for a double',
} as const

/**
 * Throws `invalid_request` naming the first text of a value that cannot be kept (RULINGS 5); `path` is where the value stands.
 * Only for values whose depth was checked.
 */
export function refuseForbidden(value: JsonValue, path: (string | number)[] = []): void {
  const found = findForbidden(value, path)
  if (found !== null) throw invalidField(found.path, FAULTS[found.what], 'format')
}
