import type { MovementKind } from '../domain/movement.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** One line of the ledger: an amount from a debit to a credit account. */
export interface LedgerRow {
  seq: number
  task: Uuid | null
  kind: MovementKind
  debit: string
  credit: string
  amount: number
  reason: string | null
  at: number
}

export interface LedgerQuery {
  task: Uuid | null
  kind: MovementKind | null
  order: 'asc' | 'desc'
  /** The last number of the page before. */
  after: number | null
  limit: number
}

/** One page of an organisation's movements, by their numbers. */
export function listMovements(sql: Sql, organisation: number, query: LedgerQuery): Promise<LedgerRow[]> {
  const isDescending = query.order === 'desc'
  return sql.query<LedgerRow>(
    `list-movements-${query.order}`,
    `select seq, task, kind, debit, credit, amount, reason, at from movements where organisation = $1
        and ($2::uuid is null or task = $2) and ($3::text is null or kind = $3)
        and ($4::bigint is null or seq ${isDescending ? '<' : '>'} $4)
      order by seq ${isDescending ? 'desc' : 'asc'} limit $5`,
    [organisation, query.task, query.kind, query.after, query.limit],
  )
}

export interface BalanceRow {
  available: number
  held: number
  /** The number of the last movement. */
  movement_seq: number
}

export async function readBalance(sql: Sql, organisation: number): Promise<BalanceRow> {
  const [row] = await sql.query<BalanceRow>(
    'read-balance',
    'select available, held, movement_seq from accounts where organisation = $1',
    [organisation],
  )
  if (row === undefined) throw new Error(`Organisation ${organisation} has no account`)
  return row
}

export interface MovementSums {
  granted: number
  held: number
  charged: number
  released: number
  refunded: number
}

/** What the movements from one number to another come to, by kind. */
export async function sumMovements(sql: Sql, organisation: number, first: number, last: number): Promise<MovementSums> {
  const [row] = await sql.query<MovementSums>(
    'sum-movements',
    `select ${SUM_COLUMNS} from movements where organisation = $1 and seq between $2 and $3`,
    [organisation, first, last],
  )
  if (row === undefined) throw new Error('the database answered without a row')
  return row
}

const SUM_COLUMNS = (
  [
    ['grant', 'granted'],
    ['hold', 'held'],
    ['capture', 'charged'],
    ['release', 'released'],
    ['refund', 'refunded'],
  ] as const
)
  .map(([kind, name]) => `coalesce(sum(amount) filter (where kind = '${kind}'), 0)::bigint as ${name}`)
  .join(', ')
