import { isUtf8 } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'

import { GatewayError, invalidField } from '../domain/errors.ts'
import { refuseForbidden } from '../domain/refuse-forbidden.ts'
import { asJson, type JsonValue } from '../lib/json.ts'
import { findTooDeep, scanJson } from '../lib/json-scan.ts'

/** RULINGS 7 and 5. */
const STRUCTURE_MAX = 100_000
const DEPTH_MAX = 64

const JSON_TYPES = /^(?:application\/json|text\/json|[\w!#$&^.+-]+\/[\w!#$&^.+-]+\+json)(?:;|$)/

/** What `ignoreBody` makes of the content type. Random, so that no client can ask for it. */
const IGNORED_TYPE = `application/x-ignored-${randomBytes(8).toString('hex')}`
/** As above, for bodies that are compared and else ignored. */
const COMPARED_TYPE = `application/x-compared-${randomBytes(8).toString('hex')}`

/**
 * Reads bodies as RULINGS 4, 5 and 7 say: only JSON types, an empty body is undefined, fatal UTF-8, nothing nested over
 * 64 levels, at most 100,000 brackets and commas, no text that cannot be stored. `request.body` is then a JsonValue, or
 * undefined for none.
 */
export function addBodyParsers(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, parseBody)
  server.addContentTypeParser<Buffer>(JSON_TYPES, { parseAs: 'buffer' }, parseBody)
  server.addContentTypeParser(IGNORED_TYPE, (_request, payload, done) => {
    payload.resume()
    done(null, undefined)
  })
  server.addContentTypeParser<Buffer>(COMPARED_TYPE, { parseAs: 'buffer' }, (_request, bytes, done) => {
    done(null, parseLoosely(bytes))
  })
  server.addContentTypeParser('*', (request, _payload, done) => {
    const tooLarge = Number(request.headers['content-length']) > request.routeOptions.bodyLimit
    done(new GatewayError(tooLarge ? 'payload_too_large' : 'unsupported_media_type'))
  })
}

/**
 * Before routes' own hooks: no type at all counts as JSON, and the body of a GET or DELETE counts for nothing.
 */
export function settleContentType(request: FastifyRequest): void {
  const { method, headers } = request.raw
  if (method === 'POST' || method === 'PUT' || method === 'PATCH') {
    if (!headers['content-type'] && hasBody(headers)) headers['content-type'] = 'application/json'
  } else if (headers['content-type'] !== undefined || hasBody(headers)) {
    headers['content-type'] = IGNORED_TYPE
  }
}

function hasBody(headers: FastifyRequest['headers']): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

/**
 * An `onRequest` hook for routes that take any body under any type and ignore it: cancel (RULINGS 4). With an Idempotency-Key
 * it is read, to be told from another one.
 */
export function ignoreBody(request: FastifyRequest, _reply: unknown, done: () => void): void {
  const { headers, method } = request.raw
  headers['content-type'] = headers['idempotency-key'] && method === 'POST' ? COMPARED_TYPE : IGNORED_TYPE
  done()
}

/** What was made of the body; null = there was none, which every dialect refuses in its own words. */
export function bodyOf(request: FastifyRequest): JsonValue {
  return asJson(request.body ?? null)
}

/** What is no JSON that we would take is its bytes. */
function parseLoosely(bytes: Buffer): JsonValue | undefined {
  if (bytes.length === 0) return undefined
  try {
    return parseJson(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}

type Done = (error: Error | null, body?: JsonValue) => void

function parseBody(request: FastifyRequest, bytes: Buffer, done: Done): void {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    done(new GatewayError('unsupported_media_type', { message: 'The body must not be compressed.' }))
    return
  }
  if (bytes.length === 0) {
    done(null, undefined)
    return
  }
  // Synchronous, and `done` runs the rest of the request: it must not be inside the try.
  let body: JsonValue
  try {
    body = parseJson(bytes)
  } catch (error) {
    done(error instanceof GatewayError ? error : new GatewayError('invalid_json', {}, { cause: error }))
    return
  }
  done(null, body)
}

/** Throws GatewayError: `payload_too_large`, `invalid_json`, or `invalid_request` naming the field. */
export function parseJson(bytes: Buffer): JsonValue {
  if (!isUtf8(bytes)) throw new GatewayError('invalid_json', { message: 'The body is not UTF-8.' })
  const scan = scanJson(bytes, STRUCTURE_MAX)
  if (scan.structure > STRUCTURE_MAX) {
    throw new GatewayError('payload_too_large', { message: 'The body has more than 100,000 brackets and commas.' })
  }
  const text = withoutMark(bytes)
  const body = readText(text)
  if (scan.depth > DEPTH_MAX) throw tooDeep(body)
  if (scan.suspicious || text.includes('__proto__')) refuseForbidden(body)
  return body
}

/** A byte order mark is no JSON, but editors and shells on Windows put one. */
function withoutMark(bytes: Buffer): string {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.toString('utf8', 3) : bytes.toString()
}

function readText(text: string): JsonValue {
  try {
    return parse(text)
  } catch (error) {
    // JSON has no raw U+0000, but the answer to one names the field like the answer to its escape does.
    if (text.includes('\0')) refuseForbidden(parse(text.replaceAll('\0', String.raw`\u0000`)))
    throw new GatewayError('invalid_json', {}, { cause: error })
  }
}

function parse(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text)
  return value
}

/** Names the field of the body's first level: 64 steps would help nobody. */
function tooDeep(body: JsonValue): GatewayError {
  const path = findTooDeep(body, DEPTH_MAX) ?? []
  return invalidField(path.slice(0, 1), `must not be nested over ${DEPTH_MAX} levels deep`, 'depth')
}
