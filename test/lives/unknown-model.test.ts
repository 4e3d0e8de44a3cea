import { afterAll, beforeAll, expect, test } from 'vitest'

import { DIALECT_NAMES } from '../../src/domain/task.ts'
import { parseTaskId } from '../../src/lib/ids.ts'
import { readIn, simulate } from '../conformance/simulate.ts'
import { only } from '../faults/make-core.ts'
import { startMedley, until, type TestMedley } from '../helpers/start-medley.ts'

// Two releases side by side on one database (RULINGS 71): what the newer one accepts, the older one sees and claims.

let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
})
afterAll(() => medley.stop())

async function forget(ids: readonly string[]): Promise<void> {
  await medley.database.query(
    'test-forget',
    `update tasks set model_key = 'of-a-later-release' where id = any($1::uuid[])`,
    [ids.map((id) => parseTaskId(id))],
  )
}

/** Makes tasks through each dialect in turn. */
async function make(count: number): Promise<string[]> {
  const dialects = Array.from({ length: count }, (_, index) => DIALECT_NAMES[index % DIALECT_NAMES.length] ?? 'omnapi')
  return await Promise.all(dialects.map((dialect) => simulate(medley, dialect)))
}

async function jobOf(id: string) {
  return only(
    await medley.database.query<{ worker: string | null; attempt: number; takeovers: number; retries: number }>(
      'test-job',
      `select j.worker, j.attempt, j.takeovers, t.retry_count as retries from jobs j join tasks t on t.id = j.task
        where j.task = $1`,
      [parseTaskId(id)],
    ),
  )
}

test('a task of a model that nobody here knows is given back each time, counts as nothing, and harms no neighbour', async () => {
  const unknown = await make(3)
  await forget(unknown)
  const good = await make(20)
  await medley.also('worker')
  for (const id of good) expect((await medley.untilDone(id))['status']).toBe('succeeded')
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    for (const id of unknown) {
      const given = await until(async () => {
        const job = await jobOf(id)
        return job.attempt >= attempt && job.worker === null ? job : null
      })
      expect(given).toMatchObject({ takeovers: 0, retries: 0 })
    }
    await medley.database.query('test-hurry', 'update jobs set run_at = now() where worker is null', [])
  }
  // It waits for who knows it: nothing was bought, nothing ended, and its owner may still give it up.
  const ids = unknown.map((id) => parseTaskId(id))
  const bought = 'select id from purchases where task = any($1::uuid[])'
  expect(await medley.database.query('test-bought', bought, [ids])).toEqual([])
  for (const id of unknown) {
    expect((await medley.send('POST', `/v1/tasks/${id}/cancel`)).body).toMatchObject({ status: 'canceled' })
  }
  expect(await medley.verify()).toEqual([])
})

test('a task of a model that nobody here knows is shown by every dialect, whichever made it, whatever became of it', async () => {
  await medley.also('worker')
  const ended = await make(3)
  const failed = await simulate(medley, 'omnapi', { failAt: 'start', error: { fault: 'caller', retryable: false } })
  const running = await simulate(medley, 'beatra', { delayMs: 600_000 })
  for (const id of [...ended, failed]) await medley.untilDone(id)
  await until(async () => ((await readIn(medley, 'beatra', running))['status'] === 'running' ? true : null))
  const all = [...ended, failed, running]
  const before = await Promise.all(all.map((id) => readIn(medley, 'beatra', id)))
  await forget(all)
  for (const [index, id] of all.entries()) {
    for (const dialect of DIALECT_NAMES) await readIn(medley, dialect, id)
    const { status, output, billing } = before[index] ?? {}
    expect(await readIn(medley, 'beatra', id)).toMatchObject({ status, output, billing })
  }
  const list = await medley.send('GET', '/v1/tasks?limit=100&expand=input,output')
  expect(list.status).toBe(200)
})
