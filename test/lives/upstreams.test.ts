import { afterEach, beforeEach, expect, test } from 'vitest'

import { cancelTask } from '../../src/core/cancel-task.ts'
import type { Caller } from '../../src/core/create-task.ts'
import type { CheckOutcome } from '../../src/domain/provider.ts'
import { makeLog } from '../../src/lib/log.ts'
import { hiccup, makeFakeUpstream, type FakeUpstream } from '../faults/fake-upstream.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { create } from '../faults/new-task.ts'

// What an upstream says, or does not say, and what becomes of the task by it. No callback ever comes.
let core: Core
let caller: Caller
let upstream: FakeUpstream
/** The handles that it was asked to stop. */
let stopped: string[]
beforeEach(async () => {
  upstream = makeFakeUpstream()
  upstream.start = async () => ({ kind: 'started', reference: `work ${upstream.sent.length}`, checkAfterMs: 0 })
  stopped = []
  upstream.provider.cancel = async (reference) => void stopped.push(reference)
  core = await makeCore(upstream.provider)
  caller = await core.makeOrganisation(1)
})
afterEach(() => core.stop())

const LIVE = ['queued', 'starting', 'running'] as const
const RUNNING = 2

const task = async () => {
  const rows = await core.sql<{ id: string; status: number; error: string | null; captured: number; released: number }>(
    'select id, status, error, captured, released from tasks',
  )
  return only(rows)
}
const purchases = async () =>
  (await core.sql<{ state: string }>('select state from purchases order by ordinal')).map(({ state }) => state)
const movements = async () =>
  (await core.sql<{ kind: string }>('select kind from movements where task is not null order by seq')).map(
    ({ kind }) => kind,
  )

/** Takes the task's next step, whenever it is to be. */
async function step(): Promise<void> {
  const worker = await core.makeWorker()
  await core.sql('update jobs set run_at = now() where phase = 2')
  await core.run(only([...(await core.claimReady(worker)), ...(await core.claimDue(worker))]))
}

async function ended(): Promise<unknown> {
  const { status, error, captured, released } = await task()
  return [status, error === null ? null : JSON.parse(error).code, captured, released]
}

test('a task that fails leaves a line in the log: which, whose and why, and nothing of its request', async () => {
  const lines: string[] = []
  core.context.log = makeLog('info', { write: (line) => void lines.push(line) })
  const { id } = await create(core, caller)
  upstream.start = async () => ({ kind: 'refused', error: { fault: 'policy', retryable: false, message: 'Not this.' } })
  await step()
  const line = only(lines.map((text) => JSON.parse(text)).filter(({ msg }) => msg === 'task failed'))
  expect(line).toMatchObject({ level: 'info', task: id, organisation: 1, code: 'content_rejected' })
  expect(Object.keys(line).toSorted()).toEqual(['code', 'level', 'msg', 'organisation', 'pid', 'task', 'time'])
})

const PENDING: CheckOutcome = { kind: 'pending', progress: null, checkAfterMs: 0 }
const SILENCES: readonly (readonly [name: string, check: () => Promise<CheckOutcome>])[] = [
  ['cannot be asked', async () => ({ kind: 'unreachable', error: hiccup })],
  ['breaks our adapter', () => Promise.reject(new Error('not what we know'))],
  ['reports a status that nobody knows', async () => ({ ...PENDING, unknownStatus: 'MODERATING' })],
]

test.each(SILENCES)(
  'an upstream that %s keeps its task running, is asked again within a minute, and its end is noticed',
  async (_what, check) => {
    await create(core, caller)
    await step()
    upstream.check = check
    for (let looks = 0; looks < 5; looks += 1) {
      await step()
      expect((await task()).status).toBe(RUNNING)
      expect(
        await core.sql(`select 1 from jobs where worker is null and run_at < now() + interval '1 minute'`),
      ).toEqual([{ '?column?': 1 }])
    }
    upstream.check = makeFakeUpstream().check
    await step()
    expect(await ended()).toEqual([3, null, 10_000, 0])
    expect(upstream.sent).toHaveLength(1)
    expect(await core.verify()).toEqual([])
  },
)

test.each([true, false])(
  'a moderation that comes after long work, charged upstream: %s, ends the task with its reason and its credits back',
  async (charged) => {
    await create(core, caller)
    await step()
    upstream.check = async () => ({ ...PENDING, progress: 90 })
    await step()
    const error = { fault: 'policy', retryable: false, message: 'The picture shows what may not be shown.' } as const
    upstream.check = async () => ({ kind: 'failed', error, charged })
    await step()
    expect(await ended()).toEqual([4, 'content_rejected', 0, 10_000])
    expect(JSON.parse((await task()).error ?? '{}').message).toBe(error.message)
    expect(await core.sql('select 1 from jobs')).toEqual([])
    expect(await core.verify()).toEqual([])
  },
)

test('a cancel reaches the upstream under the handle of the try that runs, not of one before it, and releases once', async () => {
  await create(core, caller)
  await step()
  const refusal: CheckOutcome = { kind: 'failed', error: hiccup, charged: false }
  upstream.check = async () => refusal
  await step()
  await step()
  expect(await purchases()).toEqual(['refused', 'accepted'])

  upstream.check = async () => PENDING
  expect((await cancelTask(core.context, caller, (await task()).id, LIVE)).kind).toBe('requested')
  await step()
  expect([stopped, (await task()).status]).toEqual([['work 2'], RUNNING])
  upstream.check = async () => refusal
  await step()
  expect(new Set(stopped)).toEqual(new Set(['work 2']))
  expect(await ended()).toEqual([5, null, 0, 10_000])
  expect(await movements()).toEqual(['hold', 'release'])
  expect(await core.verify()).toEqual([])
})

test('a cancel between two tries asks nobody, buys nothing more, and releases at once', async () => {
  await create(core, caller)
  await step()
  upstream.check = async () => ({ kind: 'failed', error: hiccup, charged: false })
  await step()
  expect((await cancelTask(core.context, caller, (await task()).id, LIVE)).kind).toBe('canceled')
  expect(await ended()).toEqual([5, null, 0, 10_000])
  expect([stopped, upstream.sent.length, await purchases()]).toEqual([[], 1, ['refused']])
  expect(await core.sql('select 1 from jobs')).toEqual([])
  expect(await movements()).toEqual(['hold', 'release'])
  expect(await core.verify()).toEqual([])
})
