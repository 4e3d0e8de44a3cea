import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterEach, expect, test } from 'vitest'

import { databaseUrlOf, killProcess, startProcess } from '../helpers/medley-process.ts'
import { slowEnough } from '../helpers/slow-enough.ts'
import { startMedley, until, type TestMedley } from '../helpers/start-medley.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean()
})

const KINDS = [
  { idempotent: true, lookup: false },
  { idempotent: false, lookup: true },
  { idempotent: true, lookup: true },
  { idempotent: false, lookup: false },
] as const
const EACH = 3

function referencesBought(medley: TestMedley): string[] {
  try {
    const lines = readFileSync(join(medley.dataDir, 'simulator', 'starts.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
    return lines.map((line) => JSON.parse(line).clientReference)
  } catch {
    return []
  }
}

interface Row {
  task: string
  attempt: number
  takeovers: number
  state: string
  resendable: boolean
}
const rowsOf = (medley: TestMedley) =>
  medley.database.query<Row>(
    'test-rows',
    `select j.task, j.attempt, j.takeovers, p.state, p.resend_until is not null as resendable
      from jobs j join purchases p on p.task = j.task`,
    [],
  )

test('a worker frozen in the middle of its starts wakes after another took over: all four kinds end well, bought once', async () => {
  const medley = await startMedley({ role: 'api' })
  cleanups.push(() => medley.stop())
  const url = databaseUrlOf(medley.testDatabase.connection)
  const frozen = startProcess(['worker'], { MEDLEY_DATA: medley.dataDir, DATABASE_URL: url })
  cleanups.push(() => killProcess(frozen))
  await until(async () => {
    const rows = await medley.database.query('test-worker', 'select 1 from workers where pid = $1', [frozen.pid])
    return rows.length > 0 ? true : null
  })
  const orders = KINDS.flatMap((accept) => Array.from({ length: EACH }, () => accept))
  /** All of them begun and none accepted yet, and the worker frozen; null = on a busy machine it was quicker than we. */
  const freezeInStarts = async (acceptMs: number): Promise<string[] | null> => {
    const before = referencesBought(medley).length
    const answers = await Promise.all(
      orders.map((accept) =>
        medley.send('POST', '/v1/images/generations', {
          model: 'sim/image',
          prompt: 'a cat',
          model_options: { simulator: { delayMs: 50, accept: { ...accept, delayMs: acceptMs } } },
        }),
      ),
    )
    const ids = answers.map(({ body }) => String(body['task_id']))
    await until(async () => {
      const isTooLate = referencesBought(medley).length > before
      return isTooLate || (await rowsOf(medley)).length === orders.length ? true : null
    })
    frozen.signal('SIGSTOP')
    if (referencesBought(medley).length === before) return ids
    frozen.signal('SIGCONT')
    await Promise.all(ids.map((id) => medley.untilDone(id)))
    return null
  }
  const ids = await slowEnough(freezeInStarts)
  const earlier = referencesBought(medley).length
  const boughtSince = (): string[] => referencesBought(medley).slice(earlier)

  // Its lease runs out while it knows of nothing.
  await medley.database.query(
    'test-lease',
    `update workers set lease_until = now() - interval '1 second' where pid = $1`,
    [frozen.pid],
  )
  await medley.also('worker')
  // The other one has taken every job, and has bought what can be bought again under the same key.
  await until(async () => {
    const rows = await rowsOf(medley)
    const isTaken = rows.every((row) => row.takeovers === 1 && row.attempt >= 2)
    return isTaken && boughtSince().length === 2 * EACH ? true : null
  })
  frozen.signal('SIGCONT')

  await until(async () => {
    await medley.database.query('test-hurry', 'update jobs set run_at = now() where worker is null', [])
    return (await rowsOf(medley)).length === 0 ? true : null
  })
  const ends = await Promise.all(ids.map((id) => medley.untilDone(id)))
  expect(ends.map((end) => end['status'])).toEqual(ids.map(() => 'succeeded'))
  const bought = boughtSince()
  expect(bought).toHaveLength(orders.length)
  expect(new Set(bought).size).toBe(orders.length)
  expect(await medley.verify()).toEqual([])
})
