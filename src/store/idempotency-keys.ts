import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

/** A request about a task with its key, as it is stored; kept for 24 hours. */
export interface KeyedRequest {
  organisation: number
  key: Uuid
  body: Uuid
  task: Uuid
}

/** `replay`: it came for this very task and body before; `conflict`: for others. */
export async function rememberKey(sql: Sql, request: KeyedRequest): Promise<'new' | 'replay' | 'conflict'> {
  const { organisation, key, body, task } = request
  const [row] = await sql.query<{ memory: 'new' | 'replay' | 'conflict' }>(
    'remember-key',
    'select remember_key($1, $2, $3, $4) as memory',
    [organisation, key, body, task],
  )
  if (row === undefined) throw new Error('remember_key answers with a row')
  return row.memory
}

/** After the request was refused. */
export async function forgetKey(sql: Sql, { organisation, key, task }: KeyedRequest): Promise<void> {
  await sql.query(
    'forget-key',
    `delete from idempotency_keys where organisation = $1 and key = $2 and task = $3
      and day between current_date - 1 and current_date + 1`,
    [organisation, key, task],
  )
}
