import type { AuditEntry, Origin } from '../domain/audit.ts'
import type { Sql } from '../lib/sql.ts'
import { addAuditEntry, listAuditEntries, type AuditRow } from '../store/audit-log.ts'
import type { Context } from './context.ts'
import { readPage, type Page } from './read-page.ts'

export type { AuditRow }

/** What an act came to, and what is written down of it; null = nothing happened. */
export interface Done<Result> {
  result: Result
  entry: AuditEntry | null
}

/**
 * Does something in one transaction with its line in the audit log: there is never the one without the other. What `act` throws
 * undoes both.
 */
export function audited<Result>(
  context: Pick<Context, 'transaction'>,
  origin: Origin,
  act: (sql: Sql) => Promise<Done<Result>>,
): Promise<Result> {
  return context.transaction(async (sql) => {
    const { result, entry } = await act(sql)
    if (entry !== null) await addAuditEntry(sql, origin, entry)
    return result
  })
}

/** One page of the audit log, the newest first; `before` = the number of the last one of the page before. */
export function readAuditPage(
  context: Pick<Context, 'background'>,
  query: { organisation: number | null; before: number | null; limit: number },
): Promise<Page<AuditRow>> {
  return readPage(query, (wider) => listAuditEntries(context.background, wider))
}
