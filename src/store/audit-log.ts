import type { Actor, AuditAction, AuditEntry, Origin } from '../domain/audit.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** Adds a line; within the transaction of what it tells of. */
export async function addAuditEntry(sql: Sql, { actor, address, requestId }: Origin, entry: AuditEntry): Promise<void> {
  await sql.query(
    'add-audit-entry',
    `insert into audit_log (actor_kind, actor_id, actor, action, organisation, subject, details, address, request_id)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      actor.kind,
      actor.id,
      actor.name,
      entry.action,
      entry.organisation,
      entry.subject,
      JSON.stringify(entry.details),
      address,
      requestId,
    ],
  )
}

export interface AuditRow {
  id: number
  at: number
  actor_kind: Actor['kind']
  actor_id: Uuid | null
  actor: string
  action: AuditAction
  organisation_id: Uuid | null
  subject: string | null
  /** A JSON object. */
  details: string
  address: string | null
  request_id: string | null
}

/** One page of the log, the newest first. */
export function listAuditEntries(
  sql: Sql,
  page: { organisation: number | null; before: number | null; limit: number },
): Promise<AuditRow[]> {
  return sql.query<AuditRow>(
    'list-audit-entries',
    `select l.id, l.at, l.actor_kind, l.actor_id, l.actor, l.action, o.id as organisation_id, l.subject, l.details, l.address,
        l.request_id
      from audit_log l left join organisations o on o.number = l.organisation
      where ($1::int is null or l.organisation = $1) and ($2::bigint is null or l.id < $2) order by l.id desc limit $3`,
    [page.organisation, page.before, page.limit],
  )
}
