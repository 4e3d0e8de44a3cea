import { afterAll, beforeAll, expect, test } from 'vitest'

import { settleTask } from '../../src/core/settle-task.ts'
import { sweepJobs } from '../../src/core/sweep.ts'
import { limitActiveTasks } from '../../src/store/accounts.ts'
import { claimReadyJobs, type ClaimedJob } from '../../src/store/claim-jobs.ts'
import { makeCore, nameOf, type Core } from '../faults/make-core.ts'
import { finishOf, member } from '../faults/new-task.ts'
import { startMedley, TEST_KEY, until, type TestMedley } from '../helpers/start-medley.ts'

let core: Core
let medley: TestMedley
beforeAll(async () => {
  core = await makeCore()
  medley = await startMedley({ role: 'api' })
})
afterAll(async () => {
  await core.stop()
  await medley.stop()
})

interface Phases {
  staged: number
  let_in: number
  active: number
  max_active: number
}
async function phasesOf(sql: Core['sql'], organisation: number): Promise<Phases> {
  const [row] = await sql<Phases>(
    `select a.active, a.max_active,
        (select count(*) from jobs j where j.lane = a.organisation and j.phase = 0) as staged,
        (select count(*) from jobs j where j.lane = a.organisation and j.phase > 0) as let_in
      from accounts a where a.organisation = $1`,
    [organisation],
  )
  return row ?? { staged: -1, let_in: -1, active: -1, max_active: -1 }
}

test('500 creates at once through two gateways under a limit of 100: 100 let in, 400 staged; never more run', async () => {
  const sql: Core['sql'] = (text, values = []) => medley.database.query(nameOf(text), text, values)
  await limitActiveTasks(medley.database, 1, 100)
  const urls = [medley.url, (await medley.also('api')) ?? '']
  const body = JSON.stringify({ model: 'sim/lyrics', task_type: 'generate_lyrics', input: { prompt: 'x' } })
  const headers = { 'x-api-key': TEST_KEY, 'content-type': 'application/json' }
  const answers = await Promise.all(
    Array.from({ length: 500 }, async (_, index) => {
      const response = await fetch(`${urls[index % 2]}/api/v1/task`, { method: 'POST', headers, body })
      return response.status === 200 ? 200 : await response.text()
    }),
  )
  expect(new Set(answers)).toEqual(new Set([200]))
  expect(await phasesOf(sql, 1)).toMatchObject({ staged: 400, let_in: 100, active: 100 })
  expect(await medley.verify()).toEqual([])

  const shown = await sql<{ id: string; phase: number }>('select task as id, phase from jobs order by id', [])
  for (const [phase, word] of [
    [0, 'staged'],
    [1, 'pending'],
  ]) {
    const id = shown.find((job) => job.phase === phase)?.id
    const { body } = await medley.send('GET', `/api/v1/task/${id}`)
    expect(body).toMatchObject({ data: { status: word } })
  }

  await medley.also('worker')
  const seen: Phases[] = []
  await until(async () => {
    const now = await phasesOf(sql, 1)
    seen.push(now)
    return now.staged + now.let_in === 0 ? now : null
  })
  expect(Math.max(...seen.map((now) => Math.max(now.active, now.let_in)))).toBeLessThanOrEqual(100)
  expect(await sql('select 1 from tasks where status <> 3', [])).toEqual([])
  expect(await medley.verify()).toEqual([])
})

test('each end lets the first of the staged in: by priority, then by age', async () => {
  const owner = await core.makeOrganisation(100)
  const { number } = owner.organisation
  await limitActiveTasks(core.database, number, 1)
  const { batches } = core.context
  const priorities = [5, 5, 9, 1, 9]
  const members = priorities.map((priority) => member(core, owner, { priority }))
  for (const one of members) await batches.create.add(one)
  const worker = await core.makeWorker()
  const order: number[] = []
  for (const _ of members) {
    const jobs = await core.claimReady(worker, 10)
    order.push(...jobs.map((job) => members.findIndex((one) => one.id === job.task)))
    await Promise.all(jobs.map((job) => settleTask(core.context, finishOf(job))))
  }
  expect(order).toEqual([0, 2, 4, 1, 3])
  expect(await core.verify()).toEqual([])
})

test('a raised limit lets the staged in at once, a lowered one lets nobody in until there is room', async () => {
  const owner = await core.makeOrganisation(100)
  const { number } = owner.organisation
  await limitActiveTasks(core.database, number, 0)
  for (let n = 0; n < 10; n += 1) await core.context.batches.create.add(member(core, owner))
  expect(await phasesOf(core.sql, number)).toMatchObject({ staged: 10, let_in: 0 })
  await limitActiveTasks(core.database, number, 4)
  expect(await phasesOf(core.sql, number)).toMatchObject({ staged: 6, let_in: 4, active: 4 })
  await limitActiveTasks(core.database, number, 2)
  const worker = await core.makeWorker()
  const seen: number[] = []
  for (let step = 0; step < 10; step += 1) {
    const [job] = await core.claimReady(worker)
    if (job !== undefined) await settleTask(core.context, finishOf(job))
    seen.push((await phasesOf(core.sql, number)).active)
  }
  expect(seen).toEqual([3, 2, 2, 2, 2, 2, 2, 2, 1, 0])
  await core.context.batches.create.add(member(core, owner))
  await limitActiveTasks(core.database, number, null)
  expect(await phasesOf(core.sql, number)).toMatchObject({ staged: 0, max_active: 2_147_483_647 })
  for (const job of await core.claimReady(worker, 10)) await settleTask(core.context, finishOf(job))
  expect(await core.verify()).toEqual([])
})

test('a limit that is raised while creates and ends go on leaves nobody waiting in front of free places', async () => {
  const owner = await core.makeOrganisation(1000)
  const { number } = owner.organisation
  const [maker, finisher] = [core.another(), core.another()]
  const worker = await core.makeWorker()
  const finishSome = async (): Promise<void> => {
    const jobs = await core.claimReady(worker, 5)
    await Promise.all(jobs.map((job) => settleTask(finisher, finishOf(job))))
  }
  for (let round = 0; round < 30; round += 1) {
    await Promise.all([
      ...Array.from({ length: 10 }, () => maker.batches.create.add(member(core, owner))),
      limitActiveTasks(core.database, number, round % 7),
      finishSome(),
    ])
    expect(await core.verify()).toEqual([])
  }
  await limitActiveTasks(core.database, number, null)
  for (const job of await core.claimReady(worker, 300)) await settleTask(finisher, finishOf(job))
  expect(await phasesOf(core.sql, number)).toMatchObject({ staged: 0, let_in: 0, active: 0 })
})

test('four claimers together never run more of a pool than it may, and all of it gets done', async () => {
  const owner = await core.makeOrganisation(1000)
  await Promise.all(Array.from({ length: 400 }, () => core.context.batches.create.add(member(core, owner))))
  await core.sql('update pools set max_running = 50 where id = $1', [core.pool])
  const claimers = await Promise.all(
    [1, 2, 3, 4].map(async () => ({ context: core.another(), worker: await core.makeWorker() })),
  )
  const running: ClaimedJob[] = []
  let done = 0
  let most = 0
  for (let round = 0; round < 400 && done < 400; round += 1) {
    const claimed = await Promise.all(
      claimers.map(({ context, worker }) =>
        claimReadyJobs(context.sql, { pool: core.pool, after: 0, limit: 40, worker }),
      ),
    )
    running.push(...claimed.flat())
    const [row] = await core.sql<{ n: number }>('select count(*) as n from jobs where phase = 2')
    most = Math.max(most, row?.n ?? 0)
    expect(running.length).toBeLessThanOrEqual(50)
    const ended = running.splice(0, 20)
    await Promise.all(ended.map((job) => settleTask(core.context, finishOf(job))))
    done += ended.length
  }
  await core.sql('update pools set max_running = null where id = $1', [core.pool])
  expect([most, done]).toEqual([50, 400])
  expect(await core.verify()).toEqual([])
})

test('tasks that nobody could start in time end with their credits back, the staged ones too', async () => {
  const owner = await core.makeOrganisation(100)
  const { number } = owner.organisation
  await limitActiveTasks(core.database, number, 2)
  for (let n = 0; n < 6; n += 1) await core.context.batches.create.add(member(core, owner))
  await core.sql(
    `update jobs set deadline = now() - interval '1 second' where lane = $1 and id in (
      select id from jobs where lane = $1 order by id offset 1 limit 4)`,
    [number],
  )
  await sweepJobs(core.context)
  const ends = await core.sql('select status, released from tasks where organisation = $1 and status > 0', [number])
  expect(ends).toEqual(Array.from({ length: 4 }, () => ({ status: 4, released: 10_000 })))
  expect(await phasesOf(core.sql, number)).toMatchObject({ staged: 0, let_in: 2, active: 2 })
  expect(await core.verify()).toEqual([])
})

test('streams of its organisation are told at once of a task that nobody could start in time', async () => {
  const owner = await core.makeOrganisation(1)
  const { number } = owner.organisation
  await core.context.batches.create.add(member(core, owner))
  await core.sql(`update jobs set deadline = now() - interval '1 second' where lane = $1`, [number])
  const told: number[] = []
  core.context.wakeUps.onLogGrown((organisation) => told.push(organisation))
  await sweepJobs(core.context)
  expect(told).toEqual([number])
})
