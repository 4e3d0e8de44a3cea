import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError, invalidField, type FieldIssue } from '../../domain/errors.ts'
import { readMediaBytes, readMediaId, readMediaUrl } from '../../domain/read-media-input.ts'
import type { MediaNeeds, MediaPlace, MediaReading } from '../../domain/read-media-input.ts'
import type { MediaInput } from '../../domain/work.ts'
import { isJsonObject, type JsonObject } from '../../lib/json.ts'

/** A media reference read: for the work, and for the task's `input`. */
export interface MediaReference {
  input: MediaInput
  /** A data URI shows as the artifact that it was kept as. */
  echo: JsonObject
}

/** The key beside `type`, by what that says. */
const KEYS = { artifact: 'artifact_id', url: 'url', data_uri: 'data' } as const
type ReferenceType = keyof typeof KEYS

const FORMS =
  'must be {"type": "artifact", "artifact_id": "art_…"}, {"type": "url", "url": "https://…"} or ' +
  '{"type": "data_uri", "data": "data:…;base64,…"}'

/** Reads a media reference (beatra.md 5.3); throws `invalid_request` naming its key, or the forms that there are. */
export function readMediaReference(
  reference: unknown,
  place: MediaPlace,
  needs: MediaNeeds,
  context: ParseContext,
): MediaReference {
  const { type, text } = assertReference(reference, place.path)
  const at = { ...place, path: [...place.path, KEYS[type]] }
  switch (type) {
    case 'artifact':
      return { input: orThrow(readMediaId(text, at, needs), at).input, echo: { type, artifact_id: text } }
    case 'url':
      return { input: orThrow(readMediaUrl(text, context), at).input, echo: { type, url: text } }
    case 'data_uri': {
      const { input, echo } = orThrow(readMediaBytes(text, at, needs, context), at)
      return { input, echo: { type: 'artifact', artifact_id: echo } }
    }
  }
}

/** By hand, since a schema would tell what is wrong with each of the three forms at once. */
function assertReference(reference: unknown, path: MediaPlace['path']): { type: ReferenceType; text: string } {
  const type = isJsonObject(reference) ? typeOf(reference['type']) : undefined
  if (!isJsonObject(reference) || type === undefined) throw invalidField(path, FORMS, 'type')
  const key = KEYS[type]
  const text = reference[key]
  const issues: FieldIssue[] = Object.keys(reference)
    .filter((name) => name !== 'type' && name !== key)
    .map((name) => ({ path: [...path, name], message: 'is not a known field', type: 'unknown_field' }))
  if (text === undefined) issues.push({ path: [...path, key], message: 'is required', type: 'missing' })
  else if (typeof text !== 'string') issues.push({ path: [...path, key], message: 'must be string', type: 'type' })
  if (issues.length > 0 || typeof text !== 'string') throw new GatewayError('invalid_request', { issues })
  return { type, text }
}

function typeOf(value: unknown): ReferenceType | undefined {
  return (['artifact', 'url', 'data_uri'] as const).find((type) => type === value)
}

function orThrow(reading: MediaReading, { path }: MediaPlace): Extract<MediaReading, { input: MediaInput }> {
  if ('input' in reading) return reading
  throw invalidField(path, reading.fault, reading.type)
}
