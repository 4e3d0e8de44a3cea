import { afterAll, beforeAll, expect, test } from 'vitest'

import { expireJobs } from '../../src/store/claim-jobs.ts'
import { createTasks } from '../../src/store/create-tasks.ts'
import { CREDIT, makeCore, only, type Core } from '../faults/make-core.ts'
import { member } from '../faults/new-task.ts'

// A generic plan is made once for a connection, and by the statistics of that moment: of a queue that was empty.
let core: Core
beforeAll(async () => {
  core = await makeCore()
})
afterAll(() => core.stop())

/** Rows of a table that were fetched by its indexes so far, by whomever. */
async function fetched(table: string): Promise<number> {
  await core.sql('select pg_stat_force_next_flush()')
  await core.sql('select 1')
  const text = `select coalesce(sum(idx_tup_fetch), 0)::int as rows from pg_stat_user_tables where relname ~ ('^' || $1)`
  return only(await core.sql<{ rows: number }>(text, [table])).rows
}

test('after an idle time the sweep of late jobs and a create read no more, however many jobs have come since', async () => {
  const caller = await core.makeOrganisation(10_000_000)
  await core.sql('alter table jobs set (autovacuum_enabled = false)')
  await core.sql('vacuum analyze jobs, tasks, idempotency_keys')
  const options = { startWithinMs: 60_000, keepMs: 60_000, wait: true }
  await core.testDatabase.database.withSession(async (session) => {
    // Plans are pinned as on the connections of requests and jobs.
    for (const kind of ['hashjoin', 'mergejoin', 'seqscan']) await session.execute(`set enable_${kind} = off`)
    await session.execute('set plan_cache_mode = force_generic_plan')
    const sql = {
      query: <Row>(_name: string, text: string, values: readonly unknown[]) => session.execute<Row>(text, values),
    }
    await expireJobs(sql, 200)
    await createTasks(sql, [member(core, caller)], options)
    await core.sql(
      `insert into jobs (pool, lane, rank, phase, task, deadline)
        select $1, 1, 5, 1, gen_random_uuid(), now() + interval '1 day' from generate_series(1, 20000)`,
      [core.pool],
    )
    await core.sql(
      `insert into tasks (id, organisation, place, dialect, capability, asked_model, model_key, priority, price_lines, held,
          created_at, updated_at, status_changed_at, keep_until)
        select overlay(uuidv7()::text placing lpad(to_hex(n), 12, '0') from 25)::uuid, $1, 1000 + n, 1, 'image.generate', 'x', 'x', 5, '[]', $2,
          now(), now(), now(), now() from generate_series(1, 20000) n`,
      [caller.organisation.number, CREDIT],
    )
    const before = { jobs: await fetched('jobs'), tasks: await fetched('tasks') }
    await expireJobs(sql, 200)
    await createTasks(
      sql,
      Array.from({ length: 100 }, () => member(core, caller)),
      options,
    )
    await session.execute('select pg_stat_force_next_flush()')
    await session.execute('select 1')
    expect((await fetched('jobs')) - before.jobs).toBeLessThan(2000)
    expect((await fetched('tasks')) - before.tasks).toBeLessThan(2000)
  })
})
