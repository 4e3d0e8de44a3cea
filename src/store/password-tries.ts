import type { Sql } from '../lib/sql.ts'

export interface Tries {
  subject: Buffer
  /** This one included. */
  tries: number
  /** Until the window is over. */
  seconds_left: number
}

/**
 * Counts one more try of each subject in its window, before the password is looked at: many at once, over any number of
 * processes, each get a number of their own.
 */
export function countTries(sql: Sql, subjects: readonly Buffer[], windowSeconds: number): Promise<Tries[]> {
  return sql.query<Tries>(
    'count-tries',
    // In order, so that two who count the same ones never wait for each other.
    `insert into password_tries as t (subject, tries, since) select subject, 1, now() from unnest($1::bytea[]) as s (subject) order by 1
      on conflict (subject) do update set
        tries = case when t.since < now() - make_interval(secs => $2) then 1 else t.tries + 1 end,
        since = case when t.since < now() - make_interval(secs => $2) then now() else t.since end
      returning subject, tries, greatest(1, ceil(extract(epoch from since - now()) + $2))::int as seconds_left`,
    [subjects, windowSeconds],
  )
}

export async function forgetTries(sql: Sql, subjects: readonly Buffer[]): Promise<void> {
  await sql.query('forget-tries', 'delete from password_tries where subject = any($1::bytea[])', [subjects])
}
