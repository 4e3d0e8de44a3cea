import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { isJsonObject } from '../../src/lib/json.ts'

export interface PageRules {
  /** Dotted paths, `*` for an index, where null may stand instead of the page's type. */
  nullable: ReadonlySet<string>
  /** What a null of the page means: any value (a field without a declared type), or null and nothing else. */
  nulls: 'any' | 'null'
  /** Whether an object may have keys after the page's. */
  extras: (path: string) => boolean
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/

/**
 * What of an answer is not as the example of a seed page has it: its keys, all of them and in its order, and their JSON
 * types, however deep. `{}` of the page is any object; `property1`, `property2` are a map; a list of the page shows one item.
 */
export function matchPage(page: JsonValue, answer: JsonValue | undefined, rules: PageRules, path = ''): string[] {
  if (answer === undefined) return [`${path} is missing`]
  if (page === null) return rules.nulls === 'any' || answer === null ? [] : [`${path} is not null`]
  if (answer === null) return rules.nullable.has(path) ? [] : [`${path} is null`]
  if (Array.isArray(page)) {
    if (!Array.isArray(answer)) return [`${path} is no list`]
    const [item] = page
    return item === undefined ? [] : answer.flatMap((each) => matchPage(item, each, rules, join(path, '*')))
  }
  if (isJsonObject(page))
    return isJsonObject(answer) ? matchObject(page, answer, rules, path) : [`${path} is no object`]
  if (typeof answer !== typeof page) return [`${path} is a ${typeof answer}, not a ${typeof page}`]
  if (typeof page === 'string' && DATE_TIME.test(page) && !DATE_TIME.test(String(answer))) return [`${path} is no time`]
  return []
}

function matchObject(page: JsonObject, answer: JsonObject, rules: PageRules, path: string): string[] {
  const wanted = Object.keys(page)
  if (wanted.length === 0) return []
  const [first] = wanted
  if (first === 'property1') {
    const value = page[first] ?? null
    return Object.entries(answer).flatMap(([key, each]) => matchPage(value, each, rules, join(path, key)))
  }
  const found = Object.keys(answer)
  const compared = rules.extras(path) ? found.slice(0, wanted.length) : found
  if (compared.join() !== wanted.join())
    return [`${path || 'the answer'} has the keys ${found.join()}, not ${wanted.join()}`]
  return wanted.flatMap((key) => matchPage(page[key] ?? null, answer[key], rules, join(path, key)))
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
