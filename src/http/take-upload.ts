import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Context } from '../core/context.ts'
import { dropFile, keepFile, receiveFile, type ReceivedFile, type UploadKey } from '../core/uploads.ts'
import type { Route } from '../domain/dialect.ts'
import { GatewayError, invalidField } from '../domain/errors.ts'
import { MEDIA_BYTES_MAX, type Upload } from '../domain/media.ts'
import { callerOf } from './authenticate.ts'

/**
 * A form has its file, three fields that we know, and some that we refuse by their names. The size of the file is bounded by
 * its kind, which `receiveFile` sees.
 */
const LIMITS = { parts: 12, files: 2, fields: 10, fieldNameSize: 200, fieldSize: 32 * 1024, fileSize: Infinity }

/** The largest file, and room for what stands around it. */
const FORM_BYTES_MAX = Math.max(...Object.values(MEDIA_BYTES_MAX)) + 1_000_000

type UploadRoute = Extract<Route, { kind: 'upload' }>

/**
 * Reads a multipart form whose file goes to disk as it comes, whatever stands in front of it and behind. Refused before its
 * end, it leaves nothing, and the connection ends: nobody reads what is still on its way.
 */
export async function takeUpload(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  { route, key }: { route: UploadRoute; key: UploadKey | null },
): Promise<{ upload: Upload; replayed: boolean }> {
  const caller = callerOf(request)
  const fields = new Map<string, string>()
  let file: ReceivedFile | null = null
  try {
    for await (const part of readParts(request)) {
      if (part.fieldname === undefined) throw invalidForm('The request is not valid: a part of the form has no name.')
      if (part.type === 'field') fields.set(part.fieldname, readField(part))
      else file = await receiveFile(context, caller, readFile(part, file))
    }
    if (file === null) throw invalidField(['file'], 'is required', 'missing')
    const terms = route.parse(fields, file.kind)
    return await keepFile(context, caller, file, { terms, key })
  } catch (error) {
    if (!request.raw.complete) reply.header('connection', 'close')
    if (file !== null) await dropFile(context, file)
    throw error
  }
}

async function* readParts(request: FastifyRequest) {
  if (!request.isMultipart()) throw notAForm()
  if (Number(request.headers['content-length']) > FORM_BYTES_MAX) throw new GatewayError('payload_too_large')
  try {
    yield* request.parts({ limits: LIMITS })
  } catch (error) {
    throw unreadable(error)
  }
}

async function* readFile(
  { fieldname, file }: { fieldname: string; file: AsyncIterable<Uint8Array> },
  earlier: ReceivedFile | null,
): AsyncGenerator<Uint8Array> {
  if (fieldname !== 'file') throw invalidField([fieldname], 'is not a known field', 'unknown_field')
  if (earlier !== null) throw invalidField(['file'], 'must be one file', 'length')
  try {
    yield* file
  } catch (error) {
    throw unreadable(error)
  }
}

/** The refusal of a body of another type. */
export function notAForm(): GatewayError {
  return new GatewayError('unsupported_media_type', { message: 'The body must be multipart/form-data.' })
}

/** What the parser of forms refuses by a code of its own; all else is a form that is broken or breaks off. */
const FORM_FAULTS: ReadonlyMap<unknown, string> = new Map([
  ['FST_PARTS_LIMIT', 'The form has too many parts.'],
  ['FST_FIELDS_LIMIT', 'The form has too many parts.'],
  ['FST_FILES_LIMIT', 'The form has too many parts.'],
  ['FST_PROTO_VIOLATION', 'The form has a field that may not be called so.'],
  ['FST_INVALID_JSON_FIELD_ERROR', 'A part of the form says that it is JSON, and is none.'],
])

function unreadable(cause: unknown): GatewayError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  return invalidForm(FORM_FAULTS.get(code) ?? 'The body is no whole multipart form.', cause)
}

function invalidForm(message: string, cause?: unknown): GatewayError {
  return new GatewayError('invalid_request', { message }, { cause })
}

function readField(part: { fieldname: string; value: unknown; valueTruncated: boolean }): string {
  if (part.valueTruncated) throw invalidField([part.fieldname], 'is too long', 'length')
  // A part that says it is JSON has been read as such.
  return typeof part.value === 'string' ? part.value : JSON.stringify(part.value)
}
