import { cloneRows } from './clone-rows.ts'
import { runLoad } from './load.ts'
import { makeLives } from './requests.ts'
import type { SimulatorScriptWire } from '../../src/domain/simulator-script.ts'
import { FIRST_KEY, startMedley } from './start-medley.ts'
import type { Postgres } from './with-postgres.ts'

/**
 * Stores ready jobs in many lanes, copied in SQL from one that `medley api` made: `hot` of them of one organisation, the rest
 * dealt out to all lanes in turn. They can be done: their credits are held. Their holds are not in the ledger, though, so
 * `medley verify` would find them.
 */
export async function fillJobs(
  postgres: Postgres,
  jobs: { count: number; lanes: number; hot: number; script?: SimulatorScriptWire },
): Promise<void> {
  const medley = await startMedley('api', postgres)
  await runLoad({
    url: medley.said,
    connections: 1,
    seconds: 0,
    requests: 1,
    next: makeLives([FIRST_KEY], jobs.script),
  })
  await medley.stop()
  await postgres.execute(
    `insert into organisations (name, slug) select 'lane', 'lane-' || n from generate_series(1, $1::int) as n`,
    [jobs.lanes],
  )
  await postgres.execute('insert into accounts (organisation) select number from organisations on conflict do nothing')
  await postgres.execute(
    `create unlogged table made as select uuidv7() as task, n as k, now() as at,
        (select min(number) from organisations) + 1 + case when n < $2 then 0 else n % $3 end as organisation
      from generate_series(0, $1::int - 1) as n`,
    [jobs.count, jobs.hot, jobs.lanes],
  )
  const one = (column: string, table: string): string => `s.${column} = (select ${column} from ${table} limit 1)`
  await cloneRows(postgres, 'jobs', {
    where: one('task', 'jobs'),
    overrides: { task: 'm.task', lane: 'm.organisation' },
  })
  await cloneRows(postgres, 'tasks', {
    where: one('id', 'tasks'),
    overrides: { id: 'm.task', number: 'default', organisation: 'm.organisation', place: '1 + m.k' },
  })
  await cloneRows(postgres, 'task_payloads', { where: one('task', 'task_payloads'), overrides: { task: 'm.task' } })
  await postgres.execute(
    `update accounts a set held = n * t.held, active = n, event_seq = 1 + m.k, movement_seq = n
      from (select organisation, count(*) as n, max(k) as k from made group by organisation) m, (select held from tasks limit 1) t
      where a.organisation = m.organisation`,
  )
  await postgres.execute('drop table made')
  await postgres.execute('vacuum analyze')
  await postgres.execute('checkpoint')
}
