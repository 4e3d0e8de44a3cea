import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** A request that makes no task, with its key, as it is stored; kept for 24 hours. */
export interface KeyedRequest {
  organisation: number
  key: Uuid
  body: Uuid
  /** What it is about. */
  subject: Uuid
}

/** `replay`: it came with this body before, about `subject`; `conflict`: with another one. */
export interface KeyMemory {
  memory: 'new' | 'replay' | 'conflict'
  subject: Uuid
}

export async function rememberKey(sql: Sql, request: KeyedRequest): Promise<KeyMemory> {
  const { organisation, key, body, subject } = request
  const [row] = await sql.query<KeyMemory>('remember-key', 'select memory, subject from remember_key($1, $2, $3, $4)', [
    organisation,
    key,
    body,
    subject,
  ])
  if (row === undefined) throw new Error('remember_key answers with a row')
  return row
}

/** After the request was refused. */
export async function forgetKey(sql: Sql, { organisation, key, subject }: KeyedRequest): Promise<void> {
  await sql.query(
    'forget-key',
    `delete from idempotency_keys where organisation = $1 and key = $2 and task = $3
      and day between current_date - 1 and current_date + 1`,
    [organisation, key, subject],
  )
}
