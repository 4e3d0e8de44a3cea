import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import type { ArtifactRow } from './artifacts.ts'

/** Files that come from clients: in a task's request, or by themselves (migration 000011). */

export interface NewInput {
  id: Uuid
  organisation: number
  kind: string
  token: string
  extension: string
  mediaType: string
  /** The most that it may become while it is coming in. */
  size: number
  /** '' while it is coming in. */
  sha256: string
  content: Uint8Array | null
}

/** Under an id that is there already, that one lasts as long as this one would. */
export async function insertInput(sql: Sql, input: NewInput, keepMs: number): Promise<void> {
  await sql.query(
    'insert-input',
    `insert into artifacts (id, organisation, kind, token, extension, media_type, size, sha256, content, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + $10 * interval '1 ms')
      on conflict (id) do update set expires_at = greatest(artifacts.expires_at, excluded.expires_at)`,
    [
      input.id,
      input.organisation,
      input.kind,
      input.token,
      input.extension,
      input.mediaType,
      input.size,
      input.sha256,
      input.content,
      keepMs,
    ],
  )
}

/** Never shortens what an artifact has left. */
export async function prolongInputs(sql: Sql, ids: readonly Uuid[], keepMs: number): Promise<void> {
  await sql.query(
    'prolong-inputs',
    `update artifacts a set expires_at = greatest(a.expires_at, now() + $2 * interval '1 ms') where a.id = any ($1::uuid[])`,
    [ids, keepMs],
  )
}

export async function expireInput(sql: Sql, id: Uuid): Promise<void> {
  await sql.query('expire-input', 'update artifacts a set expires_at = now() where a.id = $1', [id])
}

/** Bytes of all that an organisation has brought and that is still kept or coming in. */
export async function sizeOfInputs(sql: Sql, organisation: number): Promise<number> {
  const [row] = await sql.query<{ size: number }>(
    'size-of-inputs',
    'select coalesce(sum(a.size), 0)::bigint as size from artifacts a where a.organisation = $1 and a.task is null',
    [organisation],
  )
  return row?.size ?? 0
}

export interface KeptUpload {
  id: Uuid
  organisation: number
  key: Uuid | null
  body: Uuid
  size: number
  sha256: string
  purpose: string
  /** JSON text of an object. */
  metadata: string
}

export interface UploadVerdict {
  verdict: 'kept' | 'replay' | 'conflict'
  artifact: Uuid
}

export async function keepUpload(sql: Sql, upload: KeptUpload, keepMs: number): Promise<UploadVerdict> {
  const [row] = await sql.query<UploadVerdict>(
    'keep-upload',
    `select verdict, artifact from keep_upload($1, $2, $3, $4, $5, $6, $7, $8, $9 * interval '1 ms')`,
    [
      upload.id,
      upload.organisation,
      upload.key,
      upload.body,
      upload.size,
      upload.sha256,
      upload.purpose,
      upload.metadata,
      keepMs,
    ],
  )
  if (row === undefined) throw new Error('keep_upload answers with a row')
  return row
}

export type UploadRow = ArtifactRow & { purpose: string; metadata: string }

export async function readUpload(sql: Sql, id: Uuid): Promise<UploadRow> {
  const [row] = await sql.query<UploadRow>(
    'read-upload',
    `select a.id, a.organisation, a.task, a.kind, a.token, a.extension, a.media_type, a.size, a.sha256, a.created_at,
        a.expires_at, a.purpose, a.metadata
      from artifacts a where a.id = $1`,
    [id],
  )
  if (row === undefined) throw new Error(`the upload ${id} does not exist`)
  return row
}
