import { type FileHandle, open as openFile } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { GatewayError } from '../domain/errors.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { type ByteRange, parseByteRange } from './byte-range.ts'
import { EXPOSED_HEADERS } from './cors.ts'
import { matchesEtag } from './matches-etag.ts'
import { PROBLEM_TYPE, problemBody } from './problem.ts'
import { sendWire } from './send-wire.ts'

/** A file of ours as it is to be served. */
export interface ServedFile {
  /** Themselves, or where they lie on disk. */
  bytes: Buffer | { path: string }
  /** Bytes. */
  size: number
  mediaType: string
  /** Hex. */
  sha256: string
  /** Epoch milliseconds. */
  expiresAt: number
  /** What a browser saves it as. */
  fileName: string
}

export interface FilesOptions {
  /** Null = there is no such file, or no longer. */
  open(token: string): Promise<ServedFile | null>
  clock?: Pick<Clock, 'now'>
}

const CHUNK_BYTES = 256 * 1024
const NAME = /^([\w-]{1,200})\.[a-z0-9]{1,10}$/
/** Files of these types are shown, not run; all others are put into a sandbox. */
const MEDIA = /^(?:image\/(?!svg)|audio\/|video\/)/

/**
 * Serves artifacts at `/files/<token>.<ext>` without a key: the token is the permission (RULINGS 34). Single byte ranges,
 * `If-Range`, `If-None-Match`, a strong ETag, private caching until expiry (RULINGS 11). Unknown, expired: 404.
 */
export function registerFiles(server: FastifyInstance, options: FilesOptions): void {
  const clock = options.clock ?? systemClock

  async function serveFile(request: FastifyRequest<{ Params: { name: string } }>, reply: FastifyReply) {
    const token = NAME.exec(request.params.name)?.[1]
    const file = token === undefined ? null : await options.open(token)
    const lifeMs = file === null ? 0 : file.expiresAt - clock.now()
    if (file === null || lifeMs <= 0) throw new GatewayError('not_found')
    const etag = `"${file.sha256}"`
    setHeaders(reply, file, etag, Math.floor(lifeMs / 1000))
    if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send()
    // A range means something to GET only, and after a change the client's part is of no use to it.
    const wanted = request.method === 'GET' && isFresh(request.headers['if-range'], etag)
    const range = parseByteRange(wanted ? request.headers.range : undefined, file.size)
    if (range !== 'unsatisfiable') return sendBytes(request, reply, file, range)
    refuseRange(request, reply, file.size)
    return reply
  }

  server.route({ method: ['GET', 'HEAD'], url: '/files/:name', config: { scope: 'open' }, handler: serveFile })
}

function setHeaders(reply: FastifyReply, file: ServedFile, etag: string, lifeSeconds: number): void {
  reply
    .header('etag', etag)
    .header('cache-control', `private, max-age=${lifeSeconds}`)
    .header('accept-ranges', 'bytes')
    .header('x-content-type-options', 'nosniff')
    .header('access-control-expose-headers', EXPOSED_HEADERS)
    // Pages of other origins may show it, also those that are isolated from what does not say so.
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('content-disposition', renderDisposition(file.fileName))
  if (!MEDIA.test(file.mediaType)) reply.header('content-security-policy', "sandbox; default-src 'none'")
}

async function sendBytes(request: FastifyRequest, reply: FastifyReply, file: ServedFile, range: ByteRange | 'whole') {
  const { first, last } = range === 'whole' ? { first: 0, last: file.size - 1 } : range
  const source = Buffer.isBuffer(file.bytes) ? file.bytes : await openWhole(file.bytes.path, file.size)
  reply.header('content-type', file.mediaType).header('content-length', String(last - first + 1))
  if (range !== 'whole') reply.code(206).header('content-range', `bytes ${first}-${last}/${file.size}`)
  if (request.method === 'HEAD' || last < first) {
    if (!Buffer.isBuffer(source)) await source.close()
    return reply.send()
  }
  if (Buffer.isBuffer(source)) return reply.send(source.subarray(first, last + 1))
  // Fastify destroys it when the client leaves, and cuts the answer off when reading fails.
  return reply.send(source.createReadStream({ start: first, end: last, highWaterMark: CHUNK_BYTES }))
}

/** Opens it before the head goes out, so that a file that is gone or not as long as promised is an error, not a stall. */
async function openWhole(path: string, wanted: number): Promise<FileHandle> {
  const handle = await openFile(path, 'r')
  try {
    const { size } = await handle.stat()
    if (size !== wanted) throw new Error(`the file has ${size} bytes where ${wanted} were kept`)
  } catch (error) {
    await handle.close()
    throw error
  }
  return handle
}

function refuseRange(request: FastifyRequest, reply: FastifyReply, size: number): void {
  const detail = `The range lies outside the ${size} bytes of this file.`
  const problem = { status: 416, code: 'range_not_satisfiable', detail, retryable: false, issues: [] }
  reply.header('content-range', `bytes */${size}`).header('cache-control', 'no-store')
  sendWire(reply, { status: 416, body: problemBody(problem, request.id) }, PROBLEM_TYPE)
}

/** `If-Range` compares strongly; we send no dates, so a date is never ours. */
function isFresh(ifRange: string | string[] | undefined, etag: string): boolean {
  return ifRange === undefined || ifRange === etag
}

/** RFC 6266: shown in place; a name of ASCII, and the true one beside it where it has more. */
function renderDisposition(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["%\\/]/g, '_')
  if (plain === fileName) return `inline; filename="${plain}"`
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(/['()*]/g, escapeMark)
  return `inline; filename="${plain}"; filename*=UTF-8''${encoded}`
}

function escapeMark(mark: string): string {
  return `%${mark.charCodeAt(0).toString(16).toUpperCase()}`
}
