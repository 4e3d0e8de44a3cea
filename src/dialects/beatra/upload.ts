import { fileUrl, type RenderContext, type WireResponse } from '../../domain/dialect.ts'
import { GatewayError, invalidField, type FieldIssue } from '../../domain/errors.ts'
import { MEDIA_KINDS, type MediaKind, type Upload, type UploadTerms } from '../../domain/media.ts'
import { refuseForbidden } from '../../domain/refuse-forbidden.ts'
import { toCrockford } from '../../lib/ids.ts'
import { canonicalJson } from '../../lib/canonical-json.ts'
import { asJson, type JsonValue } from '../../lib/json.ts'
import { readMetadata } from './read-task-fields.ts'
import { timeText } from './render.ts'

const FIELDS = new Set(['purpose', 'media_type', 'metadata'])
const PURPOSE_DEFAULT = 'media_input'

/** The fields of POST /v1/uploads besides the file (beatra.md 8.1); throws `invalid_request` with every fault found. */
export function parseUpload(fields: ReadonlyMap<string, string>, kind: MediaKind): UploadTerms {
  const issues: FieldIssue[] = []
  for (const name of fields.keys()) {
    if (!FIELDS.has(name)) issues.push({ path: [name], message: 'is not a known field', type: 'unknown_field' })
  }
  const purpose = fields.get('purpose') ?? PURPOSE_DEFAULT
  if (!/^[a-z][a-z0-9_]{0,63}$/.test(purpose)) {
    const message = 'must be 1 to 64 lower-case letters, digits and underscores'
    issues.push({ path: ['purpose'], message, type: 'format' })
  }
  const said = fields.get('media_type')
  if (said !== undefined && said.split('/')[0] !== kind) {
    const isKnown = MEDIA_KINDS.some((known) => known === said.split('/')[0])
    const message = isKnown ? `must be ${kind}: that is what the file is` : `must be one of ${MEDIA_KINDS.join(', ')}`
    issues.push({ path: ['media_type'], message, type: 'enum' })
  }
  const metadata = readMetadata(parseMetadata(fields.get('metadata')), issues) ?? {}
  if (issues.length > 0) throw new GatewayError('invalid_request', { issues })
  // It came as a text of its own, so nothing has looked into it yet.
  refuseForbidden(metadata, ['metadata'])
  return { purpose, metadata: canonicalJson(metadata), keepMs: null }
}

function parseMetadata(text: string | undefined): JsonValue | undefined {
  if (text === undefined) return undefined
  try {
    return asJson(JSON.parse(text))
  } catch (error) {
    const { details } = invalidField(['metadata'], 'must be a JSON object', 'format')
    throw new GatewayError('invalid_request', details, { cause: error })
  }
}

export function renderUpload(upload: Upload, context: RenderContext): WireResponse {
  const body = {
    object: 'artifact',
    artifact_id: `art_${toCrockford(upload.id)}`,
    url: fileUrl(upload, context),
    purpose: upload.purpose,
    media_type: upload.kind,
    mime_type: upload.mediaType,
    size_bytes: upload.size,
    metadata: asJson(JSON.parse(upload.metadata)),
    created_at: timeText(upload.createdAt),
  }
  return { status: 200, body }
}
