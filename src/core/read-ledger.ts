import type { CreditUnits } from '../domain/credits.ts'
import { listMovements, readBalance as readRow, type LedgerQuery, type LedgerRow } from '../store/ledger.ts'
import type { StatementRow } from '../store/statements.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'
import { readStatement as readOne, readStatements as readSome } from './statements.ts'

export type { LedgerQuery, LedgerRow, StatementRow }

export interface Balance {
  available: CreditUnits
  held: CreditUnits
}

/** What the organisation has at this moment, and what of it is set aside for tasks that have not ended. */
export async function readBalance(context: Context, caller: Caller): Promise<Balance> {
  const { available, held } = await readRow(context.sql, caller.organisation.number)
  return { available, held }
}

export interface LedgerPage {
  movements: LedgerRow[]
  isMore: boolean
}

/** One page of the organisation's ledger by the numbers of its movements; what is added meanwhile is never skipped over. */
export async function readLedgerPage(context: Context, caller: Caller, query: LedgerQuery): Promise<LedgerPage> {
  const { limit } = query
  // One row more than asked tells whether there is another page.
  const rows = await listMovements(context.background, caller.organisation.number, { ...query, limit: limit + 1 })
  return { movements: rows.slice(0, limit), isMore: rows.length > limit }
}

const STREAMED_AT_ONCE = 1000

/** The ledger from a place on to its end, or `most` movements of it, a page at a time: however long it is, it fills no memory. */
export async function* streamLedger(
  context: Context,
  caller: Caller,
  query: LedgerQuery,
  most: number | null,
): AsyncGenerator<LedgerRow[]> {
  let { after } = query
  let left = most ?? Number.MAX_SAFE_INTEGER
  for (;;) {
    const limit = Math.min(left, STREAMED_AT_ONCE)
    const { movements, isMore } = await readLedgerPage(context, caller, { ...query, after, limit })
    yield movements
    left -= movements.length
    after = movements.at(-1)?.seq ?? after
    if (!isMore || left === 0) return
  }
}

/** The statement of a month, by its first day (`YYYY-MM-DD`); null = nothing had moved by then, or it has not begun. */
export function readStatement(context: Context, caller: Caller, month: string): Promise<StatementRow | null> {
  return readOne(context.background, caller.organisation.number, month)
}

/** The organisation's months, the newest first: the one that goes on, then those that are closed. */
export async function readStatementPage(
  context: Context,
  caller: Caller,
  { before, limit }: { before: string | null; limit: number },
): Promise<{ statements: StatementRow[]; isMore: boolean }> {
  const rows = await readSome(context.background, caller.organisation.number, { before, limit: limit + 1 })
  return { statements: rows.slice(0, limit), isMore: rows.length > limit }
}
