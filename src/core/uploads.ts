import { sniffMediaType } from '../artifacts/sniff-media-type.ts'
import { GatewayError, invalidField } from '../domain/errors.ts'
import { ANY_FILE, MEDIA_BYTES_MAX, mediaKindOf } from '../domain/media.ts'
import type { InputFile, MediaKind, Upload, UploadTerms } from '../domain/media.ts'
import { deriveUuid, type Uuid } from '../lib/ids.ts'
import { deleteArtifacts } from '../store/artifacts.ts'
import { expireInput, insertInput, keepUpload, readUpload } from '../store/inputs.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'
import { assertRoom } from './keep-inputs.ts'
import { newToken } from './keep-items.ts'

const DAY_MS = 86_400_000
/** Longer than a request may take: from then on a sweep removes what a crash left of an upload. */
const COMING_MS = 900_000

/** A file that has come in whole and is nobody's yet: `keepFile` or `dropFile` follows. */
export interface ReceivedFile {
  id: Uuid
  kind: MediaKind
  size: number
  sha256: string
}

/** What makes two uploads the same one, with their bytes and terms. */
export interface UploadKey {
  method: string
  path: string
  key: string
}

/**
 * Takes a file in as it comes. Refuses one that is of no kind that can be worked on at its first bytes, and one that is too
 * large as soon as it is; then, and when it breaks off, nothing stays of it.
 */
export async function receiveFile(
  context: Context,
  caller: Caller,
  chunks: AsyncIterable<Uint8Array>,
): Promise<ReceivedFile> {
  await assertRoom(context, caller)
  const { head, rest } = await takeHead(chunks)
  if (head.byteLength === 0) throw invalidField(['file'], 'must not be empty', 'length')
  const { mediaType, extension } = sniffMediaType(head, '')
  const kind = mediaKindOf(mediaType)
  if (kind === null) throw invalidField(['file'], `must be ${ANY_FILE}`, 'format')
  const id = context.newId()
  // Until it is there it counts as much as it may become: many that come at once fill no more than the room.
  const coming = { size: MEDIA_BYTES_MAX[kind], sha256: '', content: null }
  const organisation = caller.organisation.number
  await insertInput(
    context.sql,
    { id, organisation, kind, token: newToken(), extension, mediaType, ...coming },
    COMING_MS,
  )
  try {
    return { id, kind, ...(await context.artifacts.receive(id, bounded(rest, kind))) }
  } catch (error) {
    await deleteArtifacts(context.sql, [id])
    throw error
  }
}

/** Nothing stays of it. Its row first lapses, so that whatever breaks off here is done by the sweep. */
export async function dropFile(context: Context, { id }: ReceivedFile): Promise<void> {
  await expireInput(context.sql, id)
  await context.artifacts.remove(id)
  await deleteArtifacts(context.sql, [id])
}

/**
 * Makes a received file the caller's own. With a key that came before, the answer is the first one's upload, or
 * `idempotency_conflict` when that was of other bytes or terms (RULINGS 66).
 */
export async function keepFile(
  context: Context,
  caller: Caller,
  file: ReceivedFile,
  { terms, key }: { terms: UploadTerms; key: UploadKey | null },
): Promise<{ upload: Upload; replayed: boolean }> {
  const { purpose, metadata, keepMs } = terms
  const { id, size, sha256 } = file
  const { verdict, artifact } = await keepUpload(
    context.sql,
    {
      id,
      organisation: caller.organisation.number,
      key: key === null ? null : deriveUuid(key.method, key.path, key.key),
      body: deriveUuid(sha256, purpose, metadata),
      size,
      sha256,
      purpose,
      metadata,
    },
    keepMs ?? context.artifactDays * DAY_MS,
  )
  if (verdict !== 'kept') await dropFile(context, file)
  if (verdict === 'conflict') throw new GatewayError('idempotency_conflict')
  return { upload: await findUpload(context, artifact), replayed: verdict === 'replay' }
}

/** Receives and keeps a file that is in memory already. */
export async function keepGiven(
  context: Context,
  caller: Caller,
  file: InputFile,
  how: { terms: UploadTerms; key: UploadKey | null },
): Promise<{ upload: Upload; replayed: boolean }> {
  const received = await receiveFile(context, caller, only(file.bytes))
  return await keepFile(context, caller, received, how)
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** As many bytes as tell what a file is. */
const HEAD_BYTES = 16

/** The first bytes, and all of them again with what follows: looked at without being taken from whoever reads the whole. */
async function takeHead(chunks: AsyncIterable<Uint8Array>) {
  const iterator = chunks[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  while (head.byteLength < HEAD_BYTES) {
    const { value, done } = await iterator.next()
    if (done === true) break
    head = Buffer.concat([head, value])
  }
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield head
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { head, rest: rest() }
}

/** Throws `payload_too_large` as soon as there is more than a file of this kind may have. */
async function* bounded(chunks: AsyncIterable<Uint8Array>, kind: MediaKind): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > MEDIA_BYTES_MAX[kind]) {
      const message = `A file of this kind may have ${MEDIA_BYTES_MAX[kind] / 1_000_000} MB.`
      throw new GatewayError('payload_too_large', { message })
    }
    yield chunk
  }
}

async function findUpload(context: Context, id: Uuid): Promise<Upload> {
  const row = await readUpload(context.sql, id)
  const kind = mediaKindOf(row.media_type)
  if (kind === null) throw new Error(`the upload ${id} is of no kind`)
  return {
    id: row.id,
    path: `files/${row.token}.${row.extension}`,
    kind,
    mediaType: row.media_type,
    size: row.size,
    purpose: row.purpose,
    metadata: row.metadata,
    createdAt: row.created_at,
  }
}
