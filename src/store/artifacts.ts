import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

export interface ArtifactRow {
  id: Uuid
  organisation: number
  task: Uuid | null
  kind: string
  token: string
  extension: string
  media_type: string
  size: number
  sha256: string
  created_at: number
  expires_at: number
}
const COLUMNS =
  'a.id, a.organisation, a.task, a.kind, a.token, a.extension, a.media_type, a.size, a.sha256, a.created_at, a.expires_at'

/** The bytes of a small artifact; null = they lie in a file. */
interface WithContent {
  content: Buffer | null
}

/** The artifact behind the unguessable part of a URL; null when there is none or it has expired. */
export async function findArtifactByToken(sql: Sql, token: string): Promise<(ArtifactRow & WithContent) | null> {
  const [row] = await sql.query<ArtifactRow & WithContent>(
    'find-artifact-by-token',
    `select ${COLUMNS}, a.content from artifacts a where a.token = $1 and a.expires_at > now()`,
    [token],
  )
  return row ?? null
}

/** Null also where there is no such artifact. */
export async function readContent(sql: Sql, id: Uuid): Promise<Buffer | null> {
  const text = 'select a.content from artifacts a where a.id = $1'
  const [row] = await sql.query<WithContent>('read-content', text, [id])
  return row?.content ?? null
}

/** An organisation's artifacts by id; null where it has none such. */
export async function findArtifacts(
  sql: Sql,
  organisation: number,
  ids: readonly Uuid[],
): Promise<(ArtifactRow | null)[]> {
  const rows = await sql.query<ArtifactRow>(
    'find-artifacts',
    `select ${COLUMNS} from unnest($2::uuid[]) as u (id) join artifacts a on a.id = u.id
      where a.organisation = $1 and a.expires_at > now()`,
    [organisation, ids],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
}

/** Expired artifacts, the oldest first; their rows stay until `deleteArtifacts`, so that a crash loses no file's name. */
export function findExpiredArtifacts(sql: Sql, limit: number): Promise<ArtifactRow[]> {
  return sql.query<ArtifactRow>(
    'find-expired-artifacts',
    `select ${COLUMNS} from artifacts a where a.expires_at < now() order by a.expires_at limit $1`,
    [limit],
  )
}

export async function deleteArtifacts(sql: Sql, ids: readonly Uuid[]): Promise<void> {
  await sql.query('delete-artifacts', 'delete from artifacts a using unnest($1::uuid[]) as u (id) where a.id = u.id', [
    ids,
  ])
}
