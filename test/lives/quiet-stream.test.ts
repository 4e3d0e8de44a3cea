import { setImmediate as turn } from 'node:timers/promises'

import { afterEach, expect, test, vi } from 'vitest'

import type { Context } from '../../src/core/context.ts'
import { findStart, HEARTBEAT_MS, streamLog } from '../../src/core/stream-log.ts'
import { makeCore } from '../faults/make-core.ts'
import { create } from '../faults/new-task.ts'

afterEach(() => void vi.useRealTimers())

const TEN_HOURS_MS = 36_000_000

test('a stream of which nothing is to be told beats every 15 seconds for ten hours, and tells what comes then', async () => {
  const core = await makeCore()
  const caller = await core.makeOrganisation(1)
  let reads = 0
  let open = 0
  const sql: Context['sql'] = {
    async query(name, text, values) {
      reads += 1
      open += 1
      try {
        return await core.context.sql.query<never>(name, text, values)
      } finally {
        open -= 1
      }
    },
  }
  const context: Context = { ...core.context, sql }
  const from = await findStart(context, caller, null)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const stream = streamLog(context, caller, { from, kinds: null, gone: new AbortController().signal })
  for (let beat = 0; beat < TEN_HOURS_MS / HEARTBEAT_MS; beat += 1) {
    const before = reads
    const next = stream.next()
    // It has read, and waits.
    do await turn()
    while (reads === before || open > 0)
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS)
    expect((await next).value).toEqual({ kind: 'heartbeat' })
  }
  const next = stream.next()
  await turn()
  vi.useRealTimers()
  const task = await create(core, caller)
  const item = (await next).value
  expect(item).toMatchObject({ kind: 'event', event: { kind: 'task.queued', task: task.id } })
  await stream.return(undefined)
  await core.stop()
})
