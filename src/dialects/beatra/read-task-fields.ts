import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError, invalidField, type FieldIssue } from '../../domain/errors.ts'
import type { CreateTask } from '../../domain/task.ts'
import { isJsonObject, type JsonObject } from '../../lib/json.ts'
import type { TaskFieldsWire } from './wire.ts'

/** RULINGS 50. */
const METADATA_KEYS_MAX = 16
const METADATA_KEY_MAX = 64
const METADATA_VALUE_MAX = 512

/** beatra has no word for priority: the middle of 1 to 10, OmnAPI's default. */
const PRIORITY = 5

type SharedFields = Pick<
  CreateTask,
  'dialect' | 'wire' | 'priority' | 'tags' | 'metadata' | 'callback' | 'uses' | 'files'
>

/**
 * Reads the fields that all task-creating bodies share, and checks what a schema cannot say; throws `invalid_request` with
 * every fault found.
 */
export function readTaskFields(
  body: TaskFieldsWire & { prompt?: string; input?: string },
  context: ParseContext,
): SharedFields {
  const issues: FieldIssue[] = []
  for (const key of ['prompt', 'input'] as const) {
    const text = body[key]
    if (text === undefined || /\S/.test(text)) continue
    issues.push({ path: [key], message: 'must hold more than spaces', type: 'format' })
  }
  const metadata = readMetadata(body.metadata, issues)
  if (body.callback_url !== undefined) {
    const fault = context.checkUrl(body.callback_url)
    if (fault !== null) issues.push({ path: ['callback_url'], message: fault, type: 'format' })
  }
  if (body.callback_signing_key_id !== undefined) {
    // RULINGS 53: nobody has signing keys until callbacks are delivered, so none can be named.
    issues.push({ path: ['callback_signing_key_id'], message: 'names no signing key', type: 'not_found' })
  }
  if (issues.length > 0) throw new GatewayError('invalid_request', { issues })
  const callback = body.callback_url === undefined ? null : { url: body.callback_url, secret: null }
  return { dialect: 'beatra', wire: {}, priority: PRIORITY, tags: null, metadata, callback, uses: [], files: [] }
}

/**
 * The prompt of a change of what exists. `neededTo` = what cannot be done without one, which is then refused; for all else none,
 * and one of nothing but spaces, is ''.
 */
export function readWish(prompt: string | undefined, neededTo: string | null): string {
  if (prompt !== undefined && /\S/.test(prompt)) return prompt
  if (neededTo !== null) throw invalidField(['prompt'], `is required to ${neededTo}`, 'missing')
  return ''
}

/** A map of strings to strings; absent = null. The object itself is kept: a copy would trip over a key `__proto__`. */
export function readMetadata(value: unknown, issues: FieldIssue[]): JsonObject | null {
  if (value === undefined) return null
  if (!isJsonObject(value)) {
    issues.push({ path: ['metadata'], message: 'must be an object of strings', type: 'type' })
    return null
  }
  const entries = Object.entries(value)
  if (entries.length > METADATA_KEYS_MAX) {
    issues.push({ path: ['metadata'], message: `must not have more than ${METADATA_KEYS_MAX} keys`, type: 'length' })
    return null
  }
  for (const [key, item] of entries) {
    const path = ['metadata', key]
    if (key === '' || isLonger(key, METADATA_KEY_MAX)) {
      issues.push({ path, message: `must have a key of 1 to ${METADATA_KEY_MAX} characters`, type: 'length' })
    } else if (typeof item !== 'string') {
      issues.push({ path, message: 'must be string', type: 'type' })
    } else if (isLonger(item, METADATA_VALUE_MAX)) {
      issues.push({ path, message: `must not have more than ${METADATA_VALUE_MAX} characters`, type: 'length' })
    }
  }
  return value
}

/** Counts code points, and only when the answer is not plain from the UTF-16 length. */
function isLonger(text: string, max: number): boolean {
  if (text.length <= max) return false
  return text.length > max * 2 || [...text].length > max
}
