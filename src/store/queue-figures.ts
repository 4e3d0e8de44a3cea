import type { Sql } from '../lib/sql.ts'

export interface ReadyFigures {
  ready: number
  /** 0 when nothing is ready. */
  oldest_ready_seconds: number
}

/** What is ready and has nobody who does it. Cheap enough to be asked at every scrape. */
export async function readReady(sql: Sql): Promise<ReadyFigures> {
  const [row] = await sql.query<ReadyFigures>(
    'read-ready',
    `select count(*) as ready, coalesce(extract(epoch from now() - min(run_at)), 0)::double precision as oldest_ready_seconds
      from jobs where phase = 1`,
    [],
  )
  return row ?? { ready: 0, oldest_ready_seconds: 0 }
}

interface OtherFigures {
  staged: number
  running: number
  /** Past their deadline, and nobody holds them. */
  late: number
  /** Taken over from dead processes at least five times: their work may be what kills a process. */
  fragile: number
}

/** The whole queue, for people who ask once. */
export async function readQueue(sql: Sql): Promise<ReadyFigures & OtherFigures> {
  const [row] = await sql.query<OtherFigures>(
    'read-queue',
    `select (select count(*) from jobs where phase <= 0) as staged, (select count(*) from jobs where phase = 2) as running,
      (select count(*) from jobs where deadline < now() - interval '1 minute' and worker is null) as late,
      (select count(*) from jobs where takeovers >= 5) as fragile`,
    [],
  )
  return { ...(await readReady(sql)), ...(row ?? { staged: 0, running: 0, late: 0, fragile: 0 }) }
}
