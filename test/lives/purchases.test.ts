import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { returnUnknownJobs } from '../../src/core/claim-work.ts'
import type { Caller } from '../../src/core/create-task.ts'
import type { ClaimedJob } from '../../src/store/claim-jobs.ts'
import { settleTask } from '../../src/core/settle-task.ts'
import { sweepJobs } from '../../src/core/sweep.ts'
import { LeaseTooShort, type Recovery } from '../../src/domain/provider.ts'
import { deriveUuid } from '../../src/lib/ids.ts'
import { hintPurchase, recordPurchaseFacts } from '../../src/store/run-tasks.ts'
import { hiccup, makeFakeUpstream, oneImage, type FakeUpstream } from '../faults/fake-upstream.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { create, finishOf, parkOf, purchaseOf } from '../faults/new-task.ts'
import { startMedley } from '../helpers/start-medley.ts'

let core: Core
let caller: Caller
let upstream: FakeUpstream
beforeEach(async () => {
  upstream = makeFakeUpstream()
  core = await makeCore(upstream.provider)
  caller = await core.makeOrganisation(100)
})
afterEach(() => core.stop())

interface PurchaseRow {
  id: string
  ordinal: number
  state: string
  reference: string | null
}
const purchases = () =>
  core.sql<PurchaseRow>('select id, ordinal, state, reference from purchases order by task, ordinal')
const task = async () =>
  only(
    await core.sql<{ status: number; error: string | null; captured: number; released: number }>(
      'select status, error, captured, released from tasks',
    ),
  )
const errorCode = async () => JSON.parse((await task()).error ?? '{}').code

/** Claims the only job at its first step. */
async function claim(): Promise<ClaimedJob> {
  return only(await core.claimReady(await core.makeWorker()))
}
/** Claims the only job again, whatever its next look was to be. */
async function claimAgain(): Promise<ClaimedJob> {
  await core.sql('update jobs set run_at = now() where phase = 2')
  return only(await core.claimDue(await core.makeWorker()))
}
const step = async () => core.run(await claimAgain())
/** As if the purchase had been sent long ago. */
const age = () => core.sql(`update purchases set sent_at = sent_at - interval '1 hour'`)
const passDeadline = () => core.sql(`update jobs set deadline = now() - interval '1 second'`)

test('a resend that is refused for now says nothing of the first send: no second purchase', async () => {
  upstream.recovery.resendMs = 60_000
  await create(core, caller)
  await core.run(await claim())
  upstream.start = async () => ({ kind: 'refused', error: hiccup })
  await step()
  upstream.start = async () => ({ kind: 'not_sent', error: hiccup })
  await step()
  upstream.start = async () => ({ kind: 'started', reference: 'the first one', checkAfterMs: 0 })
  await step()
  expect(new Set(upstream.sent).size).toBe(1)
  expect(only(await purchases())).toMatchObject({ state: 'accepted', reference: 'the first one' })
  await step()
  expect((await task()).status).toBe(3)
  expect(await core.verify()).toEqual([])
})

test('a start for which too little of the lease is left sends nothing: its purchase is closed, no try is counted, and the next start is a new one', async () => {
  const bought: string[] = []
  upstream.start = async (request, context) => {
    context.assertLease()
    bought.push(request.clientReference)
    return { kind: 'started', reference: 'bought once', checkAfterMs: 0 }
  }
  const assertLease = (): void => {
    throw new LeaseTooShort('too little of the lease is left')
  }
  await create(core, caller)
  await core.run(await claim(), { assertLease })
  const first = only(await purchases())
  expect([first.state, first.ordinal, bought]).toEqual(['not_sent', 0, []])
  expect((await task()).status).toBeLessThan(3)
  const [row] = await core.sql('select retry_count from tasks')
  expect(row).toEqual({ retry_count: 0 })
  await step()
  const [closed, second, ...more] = await purchases()
  expect([closed?.state, second?.state, second?.ordinal, more]).toEqual(['not_sent', 'accepted', 1, []])
  expect(second?.id).not.toBe(first.id)
  expect(bought).toEqual([second?.id])
  await step()
  expect((await task()).status).toBe(3)
  expect(await core.verify()).toEqual([])
})

test('"not found" does not count while a resend may still be in flight', async () => {
  upstream.recovery = { restartable: false, resendMs: 86_400_000, lookup: true, quarantineMs: 20_000 }
  upstream.find = async () => ({ kind: 'unreachable' })
  await create(core, caller)
  await core.run(await claim())
  await age()
  await step()
  // Sent again just now; the upstream has not got it yet.
  upstream.find = async () => ({ kind: 'not_found' })
  await step()
  expect(new Set(upstream.sent).size).toBe(1)
  expect(await purchases()).toHaveLength(1)
  expect(only(await purchases()).state).not.toBe('not_sent')
})

describe('a resend of an uncertain purchase', () => {
  const both: Recovery = { restartable: false, resendMs: 86_400_000, lookup: true, quarantineMs: 20_000 }
  const pass = (seconds: number) =>
    core.sql('update purchases set sent_at = sent_at - make_interval(secs => $1)', [seconds])
  const states = async () => (await purchases()).map(({ state }) => state)
  beforeEach(async () => {
    upstream.recovery = both
    await create(core, caller)
    await core.run(await claim())
  })

  test.each(['refused', 'not_sent'] as const)(
    'that was surely %s does not put off the look-up: "not found" counts from the send before it',
    async (kind) => {
      await pass(15)
      upstream.start = async () => ({ kind, error: hiccup })
      await step()
      await step()
      expect([upstream.sent.length, await states()]).toEqual([3, ['unknown']])
      await pass(10)
      await step()
      expect([upstream.sent.length, await states()]).toEqual([3, ['not_sent']])
    },
  )

  test('that is refused takes back itself only: one before it, whose answer never came, still counts', async () => {
    await age()
    const { id: purchase } = only(await purchases())
    await recordPurchaseFacts(core.database, [{ purchase, state: 'sending', reference: null }])
    upstream.start = async () => ({ kind: 'refused', error: hiccup })
    await step()
    await step()
    expect(await states()).toEqual(['unknown'])
    await pass(21)
    await step()
    expect(await states()).toEqual(['not_sent'])
  })

  test('that is refused to a holder who has lost the job leaves the time of the next one alone', async () => {
    const [sent, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    upstream.start = async () => {
      sent.resolve()
      await answer.promise
      return { kind: 'refused', error: hiccup }
    }
    const stale = core.run(await claimAgain())
    await sent.promise
    await age()
    await core.sql('update jobs set worker = null')
    upstream.find = async () => ({ kind: 'unreachable' })
    upstream.start = async () => ({ kind: 'unknown', error: hiccup })
    await step()
    answer.resolve()
    await stale
    upstream.find = async () => ({ kind: 'not_found' })
    await step()
    expect(await states()).toEqual(['unknown'])
  })
})

test('a handle that comes while the provider is asked counts more than its "not found"', async () => {
  upstream.recovery.lookup = true
  await create(core, caller)
  await core.run(await claim())
  await age()
  upstream.find = async (purchase) => {
    await recordPurchaseFacts(core.database, [{ purchase, state: 'accepted', reference: 'after all' }])
    return { kind: 'not_found' }
  }
  await step()
  expect(only(await purchases())).toMatchObject({ state: 'accepted', reference: 'after all' })
})

describe('after an older state was put back', () => {
  const purchaseAt = async (ordinal: number) =>
    deriveUuid('purchase', only(await core.sql<{ id: string }>('select id from tasks')).id, ordinal)
  const putBack = () => core.sql('update installation set epoch = now()')

  test.each([
    ['can only be asked', null],
    ['also knows keys', 86_400_000],
  ])(
    'a purchase that followed refused ones in the lost time is found, of an upstream that %s: nothing is sent',
    async (_what, resendMs) => {
      upstream.recovery = { restartable: false, resendMs, lookup: true, quarantineMs: 20_000 }
      await create(core, caller)
      await putBack()
      const bought = await purchaseAt(3)
      upstream.find = async (purchase) =>
        purchase === bought ? { kind: 'found', reference: 'bought', checkAfterMs: 0 } : { kind: 'not_found' }
      await core.run(await claim())
      for (let look = 0; look < 8 && (await task()).status < 3; look += 1) await step()
      expect([(await task()).status, upstream.sent]).toEqual([3, []])
      expect((await purchases()).map(({ state }) => state)).toEqual(['refused', 'refused', 'refused', 'finished'])
      // They count as the tries that they were: the task does not get more of them by the restore.
      expect(await core.sql('select retry_count from tasks')).toEqual([{ retry_count: 3 }])
      expect(await core.verify()).toEqual([])
    },
  )

  /** The task was accepted before; then somebody put back an older state, so long ago. */
  const putBackAgo = (since: string) =>
    core.sql(
      `with moved as (update tasks set created_at = created_at - interval '1 day')
        update installation set epoch = now() - $1::interval`,
      [since],
    )

  test('the quarantine counts from then, not anew for each task that waited: one that was not made is bought at its first look', async () => {
    upstream.recovery = { restartable: false, resendMs: null, lookup: true, quarantineMs: 20_000 }
    await create(core, caller)
    await putBackAgo('21 seconds')
    await core.run(await claim())
    await step()
    upstream.start = async () => ({ kind: 'finished', items: oneImage() })
    await step()
    expect([(await task()).status, upstream.sent]).toEqual([3, [await purchaseAt(1)]])
    expect(await core.verify()).toEqual([])
  })

  test('where nobody can tell, a task waits for an answer as long as the provider has from then, and no longer', async () => {
    await create(core, caller)
    await putBackAgo('61 minutes')
    await core.run(await claim())
    await step()
    expect([(await task()).status, await errorCode(), upstream.sent]).toEqual([4, 'upstream_outcome_unknown', []])
    expect(await core.verify()).toEqual([])
  })

  test.each<[what: string, start: FakeUpstream['start']]>([
    ['is refused for now', async () => ({ kind: 'refused', error: hiccup })],
    ['cannot be sent', async () => ({ kind: 'not_sent', error: hiccup })],
    ['comes too late in its lease', () => Promise.reject(new LeaseTooShort('too little is left'))],
  ])(
    'an upstream that only knows keys may have accepted this one in the lost time: a start that %s says nothing of that, and the next one has the same key',
    async (_what, start) => {
      upstream.recovery = { restartable: false, resendMs: 86_400_000, lookup: false, quarantineMs: 20_000 }
      await create(core, caller)
      await putBack()
      upstream.start = start
      await core.run(await claim())
      upstream.start = async () => ({ kind: 'started', reference: 'of the lost time', checkAfterMs: 0 })
      await step()
      expect(new Set(upstream.sent)).toEqual(new Set([await purchaseAt(0)]))
      expect(only(await purchases())).toMatchObject({ state: 'accepted', reference: 'of the lost time' })
      await step()
      expect((await task()).status).toBe(3)
      expect(await core.verify()).toEqual([])
    },
  )

  test('nothing is sent before it is certain of all of them that they were not made', async () => {
    upstream.recovery = { restartable: false, resendMs: 86_400_000, lookup: true, quarantineMs: 0 }
    await create(core, caller)
    await putBack()
    const first = await purchaseAt(0)
    upstream.find = async (purchase) => (purchase === first ? { kind: 'not_found' } : { kind: 'unreachable' })
    await core.run(await claim())
    await step()
    expect([upstream.sent, only(await purchases()).state]).toEqual([[], 'unknown'])
    upstream.find = async () => ({ kind: 'not_found' })
    upstream.start = async () => ({ kind: 'finished', items: oneImage() })
    await step()
    await step()
    expect([(await task()).status, upstream.sent]).toEqual([3, [await purchaseAt(1)]])
  })
})

test('a holder that lost its job cannot close the purchase that the next one is sending', async () => {
  await create(core, caller)
  const job = await claim()
  const answer = Promise.withResolvers<void>()
  upstream.start = async () => {
    await answer.promise
    return { kind: 'refused', error: hiccup }
  }
  const zombie = core.run(job)
  await expect.poll(() => upstream.sent.length).toBe(1)
  await core.sql('update jobs set worker = null')
  const next = await claimAgain()
  await recordPurchaseFacts(core.database, [
    { purchase: next.purchase ?? '', state: 'accepted', reference: 'accepted after all' },
  ])
  answer.resolve()
  await zombie
  expect(only(await purchases())).toMatchObject({ state: 'accepted', reference: 'accepted after all' })
})

test('an upstream that never gives a clear answer is given up at the deadline, released, and not asked again', async () => {
  upstream.recovery.resendMs = 86_400_000
  await create(core, caller)
  await core.run(await claim())
  await step()
  await passDeadline()
  await step()
  expect([(await task()).status, await errorCode()]).toEqual([4, 'upstream_outcome_unknown'])
  expect(await core.claimDue(await core.makeWorker())).toEqual([])
  expect(await core.verify()).toEqual([])
})

test('a reference is kept when an unknown comes along in the same batch, in either order', async () => {
  for (const reversed of [false, true]) {
    await create(core, caller)
    const job = await claim()
    const purchase = purchaseOf(job)
    await core.context.batches.begin.add(purchase)
    const facts = [
      { purchase: purchase.purchase, state: 'unknown', reference: null },
      { purchase: purchase.purchase, state: 'accepted', reference: 'the handle' },
    ] as const
    await recordPurchaseFacts(core.database, reversed ? facts.toReversed() : facts)
    const [row] = await core.sql<PurchaseRow>('select state, reference from purchases where id = $1', [
      purchase.purchase,
    ])
    expect(row).toMatchObject({ state: 'accepted', reference: 'the handle' })
  }
})

test('what comes after a task was given up at its deadline is recorded as delivered late and changes no money', async () => {
  await create(core, caller)
  upstream.start = async () => ({ kind: 'started', reference: 'slow', checkAfterMs: 0 })
  await core.run(await claim())
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  upstream.check = async () => {
    asked.resolve()
    await answer.promise
    return { kind: 'finished', items: oneImage() }
  }
  const slow = core.run(await claimAgain())
  await asked.promise
  await core.sql('update jobs set worker = null')
  await passDeadline()
  upstream.check = async () => ({ kind: 'pending', progress: 10, checkAfterMs: 1000 })
  await step()
  expect([(await task()).status, await errorCode()]).toEqual([4, 'provider_timeout'])
  answer.resolve()
  await slow
  expect(only(await purchases()).state).toBe('delivered_late')
  expect(await task()).toMatchObject({ status: 4, captured: 0, released: 10_000 })
  expect(await core.verify()).toEqual([])
})

test('a handle that comes after the task ended is kept for the books', async () => {
  await create(core, caller)
  const job = await claim()
  const answer = Promise.withResolvers<void>()
  upstream.start = async () => {
    await answer.promise
    return { kind: 'started', reference: 'too late', checkAfterMs: 0 }
  }
  const slow = core.run(job)
  await expect.poll(() => upstream.sent.length).toBe(1)
  await core.sql('update jobs set worker = null')
  await passDeadline()
  await step()
  expect(await errorCode()).toBe('upstream_outcome_unknown')
  answer.resolve()
  await slow
  expect(only(await purchases())).toMatchObject({ state: 'abandoned', reference: 'too late' })
  expect(await task()).toMatchObject({ status: 4, captured: 0, released: 10_000 })
  expect(await core.verify()).toEqual([])
})

test('restartable work that a crash cut off is run again under the same purchase, as often as it takes', async () => {
  upstream.recovery.restartable = true
  await create(core, caller)
  await core.context.batches.begin.add(purchaseOf(await claim(), { restartable: true }))
  for (let crash = 0; crash < 3; crash += 1) {
    await core.sql('update jobs set worker = null')
    const cut = AbortSignal.abort()
    await core.run(await claimAgain(), { signal: cut })
  }
  await core.sql('update jobs set worker = null')
  upstream.start = async () => ({ kind: 'finished', items: oneImage() })
  await step()
  expect((await task()).status).toBe(3)
  expect([upstream.sent.length, new Set(upstream.sent).size]).toEqual([4, 1])
  expect(only(await purchases()).state).toBe('finished')
  expect(await core.verify()).toEqual([])
})

test('a refused start may be bought again under another purchase, and both are in the books', async () => {
  upstream.start = async () => ({ kind: 'refused', error: hiccup })
  await create(core, caller)
  await core.run(await claim())
  upstream.start = async () => ({ kind: 'finished', items: oneImage() })
  await step()
  expect((await task()).status).toBe(3)
  expect((await purchases()).map((row) => [row.ordinal, row.state])).toEqual([
    [0, 'refused'],
    [1, 'finished'],
  ])
  expect(new Set(upstream.sent).size).toBe(2)
  expect(await core.verify()).toEqual([])
})

test('a callback that comes while the job is held makes the next check immediate, however far off it was', async () => {
  await create(core, caller)
  const job = await claim()
  const purchase = purchaseOf(job)
  await core.context.batches.begin.add(purchase)
  // Before the answer of the start, and twice.
  await hintPurchase(core.database, purchase.purchase)
  await hintPurchase(core.database, purchase.purchase)
  expect(await core.context.batches.park.add(parkOf(job, { delayMs: 3_600_000 }))).toBe('parked')
  const worker = await core.makeWorker()
  const again = only(await core.claimDue(worker))
  // Once is enough: the next look is at its own time again.
  await core.context.batches.park.add(parkOf(again, { delayMs: 3_600_000 }))
  expect(await core.claimDue(worker)).toEqual([])
  // And one that comes while nobody holds it.
  await hintPurchase(core.database, purchase.purchase)
  const last = only(await core.claimDue(worker))
  await settleTask(core.context, finishOf(last))
  await hintPurchase(core.database, purchase.purchase)
  expect(await core.claimDue(worker)).toEqual([])
  expect((await task()).status).toBe(3)
})

test('many callbacks, some before the start is answered, some after the end: one check decides, one capture', async () => {
  const medley = await startMedley()
  try {
    const scripts = [
      { delayMs: 50, callbacks: { count: 5, delayMs: 0 } },
      { delayMs: 0, callbacks: { count: 5, delayMs: 0 } },
      { delayMs: 20, callbacks: { count: 5, delayMs: 100 } },
      { delayMs: 20, callbacks: { count: 20, delayMs: 0 }, accept: { delayMs: 60 } },
    ]
    const bodies = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        medley.send('POST', '/v1/images/generations', {
          model: 'sim/image',
          prompt: 'a cat',
          model_options: { simulator: scripts[index % scripts.length] ?? {} },
        }),
      ),
    )
    const ids = bodies.map(({ body }) => String(body['task_id']))
    const ends = await Promise.all(ids.map((id) => medley.untilDone(id)))
    expect(ends.every((end) => end['status'] === 'succeeded')).toBe(true)
    const captures = await medley.database.query(
      'test-captures',
      `select task from movements where kind = 'capture'`,
      [],
    )
    expect(captures).toHaveLength(24)
    expect(await medley.verify()).toEqual([])
  } finally {
    await medley.stop()
  }
})

test('a start that could not even be put together is not sent: nothing uncertain, and no second task waits for it', async () => {
  await create(core, caller)
  const work = { capability: 'music.compose', lyricsArtifact: core.context.newId(), count: 1, seed: 1, script: null }
  await core.sql('update task_payloads set work = $1', [JSON.stringify(work)])
  await core.run(await claim())
  for (let retry = 0; retry < 3; retry += 1) await step()
  expect([(await task()).status, await errorCode()]).toEqual([4, 'internal_error'])
  expect(upstream.sent).toEqual([])
  expect((await purchases()).map((row) => row.state)).toEqual(['not_sent', 'not_sent', 'not_sent', 'failed'])
  expect(await core.verify()).toEqual([])
})

test('a task whose next check lies beyond its deadline is looked at once more at the deadline, and then ends', async () => {
  upstream.start = async () => ({ kind: 'started', reference: 'slow', checkAfterMs: 3_600_000 })
  const checks: string[] = []
  upstream.check = async (reference) => {
    checks.push(reference)
    return { kind: 'pending', progress: 50, checkAfterMs: 3_600_000 }
  }
  await create(core, caller)
  await core.run(await claim())
  await sweepJobs(core.context)
  const worker = await core.makeWorker()
  expect(await core.claimDue(worker)).toEqual([])
  await passDeadline()
  await sweepJobs(core.context)
  await core.run(only(await core.claimDue(worker)))
  expect(checks).toEqual(['slow'])
  expect([(await task()).status, await errorCode()]).toEqual([4, 'provider_timeout'])
  expect(await core.verify()).toEqual([])
})

test('what the last look at the deadline finds done is a success', async () => {
  upstream.start = async () => ({ kind: 'started', reference: 'just in time', checkAfterMs: 3_600_000 })
  await create(core, caller)
  await core.run(await claim())
  await passDeadline()
  await sweepJobs(core.context)
  await core.run(only(await core.claimDue(await core.makeWorker())))
  expect(await task()).toMatchObject({ status: 3, captured: 10_000, released: 0 })
})

test('accepted work at which nobody looks any more ends a minute after its deadline, released; held work is left alone', async () => {
  upstream.start = async () => ({ kind: 'started', reference: 'gone', checkAfterMs: 0 })
  await create(core, caller)
  await core.run(await claim())
  const longAgo = (column: string) => core.sql(`update jobs set ${column} = now() - interval '2 minutes'`)
  await longAgo('run_at')
  await sweepJobs(core.context)
  expect((await task()).status).toBe(2)
  await longAgo('deadline')
  // Somebody holds it: it is being looked at.
  const job = only(await core.claimDue(await core.makeWorker()))
  await sweepJobs(core.context)
  expect((await task()).status).toBe(2)
  await core.sql('update jobs set worker = null where id = $1', [job.job])
  await sweepJobs(core.context)
  expect(await task()).toMatchObject({ status: 4, captured: 0, released: 10_000 })
  expect(await errorCode()).toBe('upstream_outcome_unknown')
  expect(await core.verify()).toEqual([])
})

test('a job claimed in an answer that never came is given back by its worker, and the jobs it runs are not', async () => {
  await create(core, caller)
  await create(core, caller)
  const worker = await core.makeWorker()
  const [known, unknown] = await core.claimReady(worker, 2)
  if (known === undefined || unknown === undefined) throw new Error('two jobs were ready')
  await returnUnknownJobs(core.context, worker, [known.job])
  const held = await core.sql<{ id: number }>('select id from jobs where worker = $1', [worker])
  expect(held).toEqual([{ id: known.job }])
  expect(only(await core.claimDue(await core.makeWorker(), 5)).job).toBe(unknown.job)
})
