import type { Sql } from '../lib/sql.ts'
import { sumMovements, type MovementSums } from '../store/ledger.ts'
import {
  findOpenMonth,
  findStatement,
  insertStatement,
  listStatements,
  type OpenMonth,
  type StatementRow,
} from '../store/statements.ts'

/** Movements that one statement reads: far below a second, so that no old snapshot is held. */
const PIECE_SIZE = 100_000

/**
 * Closes every month of an organisation that is over: each cut at a movement's number, so that it never changes afterwards.
 * Safe from any number of processes; what was closed before costs nothing.
 */
export async function closeStatements(sql: Sql, organisation: number): Promise<void> {
  for (;;) {
    const open = await findOpenMonth(sql, organisation)
    if (open === null || !open.is_over) return
    await insertStatement(sql, organisation, await sumMonth(sql, organisation, open))
  }
}

/** The statement of a month (`YYYY-MM-DD`, its first day); of the one that goes on, as far as it is. Null = there is none. */
export async function readStatement(sql: Sql, organisation: number, month: string): Promise<StatementRow | null> {
  await closeStatements(sql, organisation)
  return (await findStatement(sql, organisation, month)) ?? (await readOpenStatement(sql, organisation, month))
}

/** The newest first; the month that goes on is the first of the first page. */
export async function readStatements(
  sql: Sql,
  organisation: number,
  page: { before: string | null; limit: number },
): Promise<StatementRow[]> {
  await closeStatements(sql, organisation)
  const open = page.before === null ? await readOpenStatement(sql, organisation, null) : null
  const closed = await listStatements(sql, organisation, page)
  return [...(open === null ? [] : [open]), ...closed].slice(0, page.limit)
}

async function readOpenStatement(sql: Sql, organisation: number, month: string | null): Promise<StatementRow | null> {
  const open = await findOpenMonth(sql, organisation)
  if (open === null || (month !== null && open.month !== month)) return null
  return { ...(await sumMonth(sql, organisation, open)), closed_at: null }
}

async function sumMonth(sql: Sql, organisation: number, open: OpenMonth): Promise<Omit<StatementRow, 'closed_at'>> {
  const { month, first_seq, last_seq, opening_available, opening_held } = open
  const total: MovementSums = { granted: 0, held: 0, charged: 0, released: 0, refunded: 0 }
  for (let from = first_seq; from <= last_seq; from += PIECE_SIZE) {
    const piece = await sumMovements(sql, organisation, from, Math.min(last_seq, from + PIECE_SIZE - 1))
    for (const kind of KINDS) total[kind] += piece[kind]
  }
  return {
    month,
    first_seq,
    last_seq,
    opening_available,
    opening_held,
    ...total,
    closing_available: opening_available + total.granted + total.released + total.refunded - total.held,
    closing_held: opening_held + total.held - total.charged - total.released,
  }
}

const KINDS = ['granted', 'held', 'charged', 'released', 'refunded'] as const
