/** JSON as TypeScript knows it; what `JSON.parse` gives and `JSON.stringify` takes. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }
export type JsonObject = { [key: string]: JsonValue }

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** For values that a JSON parser made, where the type was lost on the way. */
export function asJson(parsed: unknown): JsonValue {
  return parsed as JsonValue
}
