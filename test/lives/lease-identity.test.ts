import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { LeaseTooShort } from '../../src/domain/provider.ts'
import { runWorker, type Worker } from '../../src/worker/run-worker.ts'
import { hiccup, makeFakeUpstream } from '../faults/fake-upstream.ts'
import { makeCore, type Core } from '../faults/make-core.ts'
import { create } from '../faults/new-task.ts'

let core: Core
let worker: Worker
const upstream = makeFakeUpstream()
beforeEach(async () => {
  // The beats of the lease come when the test says so.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  core = await makeCore(upstream.provider)
})
afterEach(async () => {
  await worker.stop(0)
  vi.useRealTimers()
  await core.stop()
})

const identities = async () => (await core.sql<{ id: string }>('select id from workers')).map(({ id }) => id)

test('a start whose job was claimed under an identity that is lost sends nothing, however fresh the next lease is', async () => {
  const [asked, goOn, answer] = [
    Promise.withResolvers<void>(),
    Promise.withResolvers<void>(),
    Promise.withResolvers<unknown>(),
  ]
  upstream.start = async (_request, context) => {
    asked.resolve()
    await goOn.promise
    try {
      context.assertLease()
      answer.resolve('sent')
    } catch (error) {
      answer.resolve(error)
    }
    return { kind: 'unknown', error: hiccup }
  }
  await create(core, await core.makeOrganisation(10))
  worker = await runWorker(core.context)
  await asked.promise
  const before = await identities()
  expect(before).toHaveLength(1)

  // Others took it for dead. It notices with one beat, and takes a new identity with the next.
  await core.sql('delete from workers')
  await expect
    .poll(
      async () => {
        await vi.advanceTimersByTimeAsync(5000)
        return await identities()
      },
      { interval: 20 },
    )
    .toHaveLength(1)
  expect(await identities()).not.toEqual(before)
  goOn.resolve()
  expect(await answer.promise).toBeInstanceOf(LeaseTooShort)
})
