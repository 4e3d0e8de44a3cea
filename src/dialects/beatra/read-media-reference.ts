import type { ParseContext } from '../../domain/dialect.ts'
import { GatewayError } from '../../domain/errors.ts'
import { readMediaBytes, readMediaId, readMediaUrl } from '../../domain/media.ts'
import type { MediaNeeds, MediaPlace, MediaReading } from '../../domain/media.ts'
import type { MediaInput } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { MediaReferenceWire } from './wire.ts'

/** A media reference read: for the work, and for the task's `input`. */
export interface MediaReference {
  input: MediaInput
  /** A data URI shows as the artifact that it was kept as. */
  echo: JsonObject
}

/** Reads a media reference (beatra.md 5.3); throws `invalid_request` naming its key. */
export function readMediaReference(
  reference: MediaReferenceWire,
  place: MediaPlace,
  needs: MediaNeeds,
  context: ParseContext,
): MediaReference {
  switch (reference.type) {
    case 'artifact': {
      const at = { ...place, path: [...place.path, 'artifact_id'] }
      const { input } = orThrow(readMediaId(reference.artifact_id, at, needs), at)
      return { input, echo: { ...reference } }
    }
    case 'url': {
      const at = { ...place, path: [...place.path, 'url'] }
      return { input: orThrow(readMediaUrl(reference.url, context), at).input, echo: { ...reference } }
    }
    case 'data_uri': {
      const at = { ...place, path: [...place.path, 'data'] }
      const { input, echo } = orThrow(readMediaBytes(reference.data, at, needs, context), at)
      return { input, echo: { type: 'artifact', artifact_id: echo } }
    }
  }
}

function orThrow(reading: MediaReading, { path }: MediaPlace): Extract<MediaReading, { input: MediaInput }> {
  if ('input' in reading) return reading
  const { fault, type } = reading
  throw new GatewayError('invalid_request', { issues: [{ path, message: fault, type }] })
}
