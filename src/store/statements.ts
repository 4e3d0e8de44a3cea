import type { Sql } from '../lib/sql.ts'
import type { MovementSums } from './ledger.ts'

/** A month's statement. Amounts are credit units. */
export interface StatementRow extends MovementSums {
  /** Its first day, `YYYY-MM-DD`. */
  month: string
  first_seq: number
  last_seq: number
  opening_available: number
  opening_held: number
  closing_available: number
  closing_held: number
  /** Null = the month is still open, and the statement not kept. */
  closed_at: number | null
}

const COLUMNS = `month, first_seq, last_seq, opening_available, opening_held, granted, held, charged, released, refunded,
  closing_available, closing_held, closed_at`

/** Closed statements of an organisation, the newest first, at most `limit` before a month. */
export function listStatements(
  sql: Sql,
  organisation: number,
  { before, limit }: { before: string | null; limit: number },
): Promise<StatementRow[]> {
  return sql.query<StatementRow>(
    'list-statements',
    `select ${COLUMNS} from statements where organisation = $1 and ($2::date is null or month < $2)
      order by month desc limit $3`,
    [organisation, before, limit],
  )
}

export async function findStatement(sql: Sql, organisation: number, month: string): Promise<StatementRow | null> {
  const [row] = await sql.query<StatementRow>(
    'find-statement',
    `select ${COLUMNS} from statements where organisation = $1 and month = $2`,
    [organisation, month],
  )
  return row ?? null
}

/** Which month is to be closed next, and what of it is there already. */
export interface OpenMonth {
  month: string
  /** Its movements are all there: it is over, and so is every transaction that began in it. */
  is_over: boolean
  first_seq: number
  /** Of the movements so far, those that belong to it. */
  last_seq: number
  opening_available: number
  opening_held: number
}

/** Null = nothing has ever moved. */
export async function findOpenMonth(sql: Sql, organisation: number): Promise<OpenMonth | null> {
  const [row] = await sql.query<OpenMonth>(
    'find-open-month',
    // A transaction of ours lives 10 s at most, so a minute after its end no movement of the month is still to be committed.
    `select o.month, o.month + interval '1 month' < (now() at time zone 'UTC') - interval '1 minute' as is_over, o.first_seq,
        last_movement_before($1, o.first_seq - 1, a.movement_seq, (o.month + interval '1 month') at time zone 'UTC') as last_seq,
        o.opening_available, o.opening_held
      from accounts a cross join lateral (
        (select (s.month + interval '1 month')::date as month, s.last_seq + 1 as first_seq,
            s.closing_available as opening_available, s.closing_held as opening_held
          from statements s where s.organisation = $1 order by s.month desc limit 1)
        union all
        (select date_trunc('month', m.at at time zone 'UTC')::date, 1, 0, 0
          from movements m where m.organisation = $1 and m.seq = 1
            and not exists (select from statements s where s.organisation = $1))) o
      where a.organisation = $1`,
    [organisation],
  )
  return row ?? null
}

/** Keeps a month's statement; one that somebody else has kept meanwhile stays. */
export async function insertStatement(
  sql: Sql,
  organisation: number,
  statement: Omit<StatementRow, 'closed_at'>,
): Promise<void> {
  await sql.query(
    'insert-statement',
    `insert into statements (organisation, month, first_seq, last_seq, opening_available, opening_held, granted, held, charged,
        released, refunded, closing_available, closing_held)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
    [
      organisation,
      statement.month,
      statement.first_seq,
      statement.last_seq,
      statement.opening_available,
      statement.opening_held,
      statement.granted,
      statement.held,
      statement.charged,
      statement.released,
      statement.refunded,
      statement.closing_available,
      statement.closing_held,
    ],
  )
}
