import type { JsonValue } from './json.ts'

/** JSON text that is the same for the same value however its keys were ordered or spaced. */
export function canonicalJson(value: JsonValue): string {
  return JSON.stringify(inOrder(value))
}

function inOrder(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(inOrder)
  const names = Object.keys(value).sort()
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name] ?? null)]))
}
