import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'

export async function registerWorker(
  sql: Sql,
  worker: { id: Uuid; leaseMs: number; host: string; pid: number },
): Promise<void> {
  await sql.query(
    'register-worker',
    `insert into workers (id, lease_until, host, pid) values ($1, now() + $2 * interval '1 ms', $3, $4)`,
    [worker.id, worker.leaseMs, worker.host, worker.pid],
  )
}

/** Renews a lease that is not over; false = it is, and others may already do this worker's jobs. */
export async function renewLease(sql: Sql, worker: { id: Uuid; leaseMs: number }): Promise<boolean> {
  const rows = await sql.query(
    'renew-lease',
    `update workers set lease_until = now() + $2 * interval '1 ms' where id = $1 and lease_until > now() returning 1`,
    [worker.id, worker.leaseMs],
  )
  return rows.length > 0
}

/** Ends a worker: whatever it still holds is free at once and does not count as a takeover. */
export async function removeWorker(sql: Sql, id: Uuid): Promise<void> {
  await sql.query(
    'hand-back-jobs',
    `with pick as materialized (select id from jobs where worker = $1 order by id for update skip locked)
      update jobs j set worker = null, run_at = now() from pick where j.id = pick.id`,
    [id],
  )
  await sql.query(
    'hand-back-deliveries',
    `with pick as materialized (select message from deliveries where worker = $1 order by message for update skip locked)
      update deliveries d set worker = null, run_at = now() from pick where d.message = pick.message`,
    [id],
  )
  await sql.query('remove-worker', 'delete from workers where id = $1', [id])
}
