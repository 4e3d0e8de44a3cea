import { runLoad } from './load.ts'
import { cloneRows, makeClones } from './clone-rows.ts'
import { makeLives } from './requests.ts'
import { FIRST_KEY, startMedley } from './start-medley.ts'
import { untilNoJobs } from './until-no-jobs.ts'
import type { Postgres } from './with-postgres.ts'

/**
 * Stores `count` tasks that have succeeded, with payload, purchase, movements, events and artifact row, all copied in SQL from
 * one that Medley made: `medley verify` finds nothing. Their files are not there.
 */
export async function fillTasks(postgres: Postgres, organisations: readonly number[], count: number): Promise<void> {
  await makeTemplate(postgres)
  await makeClones(postgres, organisations, count)
  const [template] = await postgres.execute<{ id: string }>(`select id from tasks where status = 3 order by id limit 1`)
  if (template === undefined) throw new Error('the template task did not succeed')
  const task = `'${template.id}'`
  const times = ['created_at', 'updated_at', 'status_changed_at', 'started_at', 'completed_at']
  const atBirth = Object.fromEntries(times.map((column) => [column, 'm.at']))
  await cloneRows(postgres, 'tasks', {
    where: `s.id = ${task}`,
    overrides: { ...atBirth, id: 'm.task', number: 'default', organisation: 'm.organisation', place: '1 + 2 * m.k' },
  })
  await cloneRows(postgres, 'task_payloads', { where: `s.task = ${task}`, overrides: { task: 'm.task' } })
  await cloneRows(postgres, 'purchases', {
    where: `s.task = ${task}`,
    overrides: { id: 'gen_random_uuid()', task: 'm.task', sent_at: 'm.at', updated_at: 'm.at' },
  })
  await cloneRows(postgres, 'artifacts', {
    where: `s.task = ${task}`,
    overrides: { id: 'gen_random_uuid()', task: 'm.task', organisation: 'm.organisation', token: 'm.task::text' },
  })
  // The grant of each organisation is its first movement.
  await cloneRows(postgres, 'movements', {
    where: `s.task = ${task}`,
    overrides: {
      organisation: 'm.organisation',
      task: 'm.task',
      at: 'm.at',
      seq: `2 + 2 * m.k + (s.kind <> 'hold')::int`,
    },
  })
  await cloneRows(postgres, 'events', {
    where: `s.task = ${task}`,
    overrides: {
      organisation: 'm.organisation',
      task: 'm.task',
      at: 'm.at',
      seq: `1 + 2 * m.k + (s.kind <> 'task.queued')::int`,
    },
  })
  await postgres.execute(
    `update accounts a set available = a.available - n * t.held, movement_seq = a.movement_seq + 2 * n, event_seq = a.event_seq + 2 * n
      from (select organisation, count(*) as n from made group by organisation) m, tasks t
      where t.id = ${task} and a.organisation = m.organisation`,
  )
  // As a database is that has lived with its tasks.
  await postgres.execute('vacuum analyze')
  await postgres.execute('checkpoint')
}

/** One task of the first organisation, lived through. */
async function makeTemplate(postgres: Postgres): Promise<void> {
  const medley = await startMedley('serve', postgres)
  await runLoad({ url: medley.said, connections: 1, seconds: 0, requests: 1, next: makeLives([FIRST_KEY]) })
  await untilNoJobs(postgres)
  await medley.stop()
}
