import type { Postgres } from './with-postgres.ts'

/** What a clone's column holds, as SQL over the template `s` and the clone's own row `m` of the table `made`. */
export type Overrides = Readonly<Record<string, string>>

/**
 * Copies template rows once for each row of `made`, whatever columns the table has by now: the bench follows the migrations
 * without being told. `made` has `task`, `organisation`, `k` (from 0, dense within the organisation) and `at`.
 */
export async function cloneRows(
  postgres: Postgres,
  table: string,
  options: { where: string; overrides: Overrides },
): Promise<void> {
  const columns = await postgres.execute<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
      and attidentity = '' and attgenerated = '' order by attnum`,
    [table],
  )
  const names = columns.map(({ name }) => name).filter((name) => options.overrides[name] !== 'default')
  const values = names.map((name) => options.overrides[name] ?? `s.${name}`)
  await postgres.execute(
    `insert into ${table} (${names.join(', ')}) select ${values.join(', ')} from made m cross join ${table} s
      where ${options.where} order by m.at`,
  )
}

/** Fills `made` with `count` tasks dealt out to the organisations in turn, born evenly over the days of this month so far. */
export async function makeClones(postgres: Postgres, organisations: readonly number[], count: number): Promise<void> {
  await postgres.execute('drop table if exists made')
  await postgres.execute(
    `create unlogged table made as select uuidv7(at - clock_timestamp()) as task, organisation, k, at from (
      select n / $3 as k, ($1::int[])[1 + n % $3] as organisation,
        least(now(), date_trunc('month', now()) + (now() - date_trunc('month', now())) * n / $2::double precision) as at
      from generate_series(0, $2::int - 1) as n) x`,
    [organisations, count, organisations.length],
  )
}
