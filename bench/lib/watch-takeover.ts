import { setTimeout as delay } from 'node:timers/promises'

import type { Postgres } from './with-postgres.ts'

export interface Takeover {
  /** Jobs that the worker held when it was killed. */
  jobs: number
  /** From the kill to the end of its lease. */
  leaseLeftMs: number
  /** From the kill until another worker had the last of them (or it had ended). */
  longestMs: number
}

interface HeldJob {
  id: number
  attempt: number
}

/** Which jobs the worker of a process holds, and until when it may; ask right before it is killed. */
export async function readHoldings(postgres: Postgres, pid: number): Promise<{ jobs: HeldJob[]; leaseUntil: number }> {
  const [worker] = await postgres.database.query<{ id: string; lease_until: number }>(
    'worker-of-process',
    'select id, lease_until from workers where pid = $1',
    [pid],
  )
  if (worker === undefined) throw new Error(`process ${pid} has no lease`)
  const jobs = await postgres.database.query<HeldJob>('held-jobs', 'select id, attempt from jobs where worker = $1', [
    worker.id,
  ])
  return { jobs, leaseUntil: worker.lease_until }
}

/** Waits until somebody else has claimed each of a killed worker's jobs; a claim raises the attempt, an end deletes the job. */
export async function watchTakeover(
  postgres: Postgres,
  holdings: { jobs: readonly HeldJob[]; leaseUntil: number },
  killedAt: number,
): Promise<Takeover> {
  const { jobs, leaseUntil } = holdings
  const ids = jobs.map(({ id }) => id)
  const attempts = jobs.map(({ attempt }) => attempt)
  for (;;) {
    const [row] = await postgres.database.query<{ open: boolean }>(
      'not-taken-over',
      `select exists (select from unnest($1::bigint[], $2::int[]) as h (id, attempt) join jobs j on j.id = h.id
        where j.attempt = h.attempt) as open`,
      [ids, attempts],
    )
    if (row?.open !== true) {
      return { jobs: jobs.length, leaseLeftMs: leaseUntil - killedAt, longestMs: Date.now() - killedAt }
    }
    await delay(20)
  }
}
