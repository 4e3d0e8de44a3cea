import { Type } from 'typebox'

import { fileUrl, type ParseContext, type RenderContext, type WireResponse } from '../../domain/dialect.ts'
import { invalidField } from '../../domain/errors.ts'
import { ANY_FILE, type Upload, type UploadTerms } from '../../domain/media.ts'
import { makeParser } from '../../domain/parse-body.ts'
import { decodeBase64 } from '../../domain/read-media-input.ts'
import type { JsonValue } from '../../lib/json.ts'

const DAY_MS = 86_400_000
const BYTES_MAX = 10_000_000

/** 10 MB as base64, and the name. */
export const RESOURCE_BODY_LIMIT = 14 * 1024 * 1024

const parse = makeParser(
  Type.Object({ file_name: Type.String({ minLength: 1, maxLength: 128 }), file_data: Type.String() }),
)

/** By what the bytes are; a name may end in any that is used for them. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpg', 'jpeg'],
  mp4: ['mp4', 'mov', 'm4v'],
}

/** `POST /api/ephemeral_resource` (contract section 14): a file for a day. */
export function parseEphemeralResource(body: JsonValue, context: ParseContext) {
  const { file_name: name, file_data: data } = parse(body)
  const bytes = decodeBase64(data)
  if (bytes === null) throw invalidField(['file_data'], 'must be base64 or a base64 data URI', 'format')
  if (bytes.byteLength > BYTES_MAX)
    throw invalidField(['file_data'], `must not be above ${BYTES_MAX / 1_000_000} MB`, 'length')
  const file = context.identify(bytes)
  const { kind, extension } = file
  if (kind === null) {
    throw invalidField(['file_data'], `must be ${ANY_FILE}`, 'format')
  }
  const endings = ENDINGS[extension] ?? [extension]
  if (!endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`))) {
    throw invalidField(['file_name'], `must end in .${endings.join(' or .')}, as the file is one`, 'format')
  }
  const said = /^data:([^;,]*)/i.exec(data)?.[1]?.toLowerCase()
  if (said !== undefined && !said.startsWith(`${kind}/`)) {
    throw invalidField(['file_data'], `must not say that it is ${said}`, 'format')
  }
  const terms: UploadTerms = { purpose: 'ephemeral_resource', metadata: '{}', keepMs: DAY_MS }
  return { file: { ...file, kind }, terms }
}

export function renderEphemeralResource(upload: Upload, context: RenderContext): WireResponse {
  return { status: 200, body: { code: 200, data: { url: fileUrl(upload, context) }, message: 'success' } }
}
