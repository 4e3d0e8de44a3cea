import { setImmediate as turn } from 'node:timers/promises'

import { afterEach, expect, test, vi } from 'vitest'

import type { Context } from '../../src/core/context.ts'
import type { Follower } from '../../src/core/make-followers.ts'
import { findStart, HEARTBEAT_MS, streamLog } from '../../src/core/stream-log.ts'
import { streamTask } from '../../src/core/stream-task.ts'
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

test.each(['organisation', 'task'])(
  'the stream of a quiet %s beats every 15 seconds also while it is woken for what it does not tell',
  async (of) => {
    const core = await makeCore()
    const caller = await core.makeOrganisation(1)
    const task = await create(core, caller)
    let waits = 0
    let waited = 0
    const counted = <Kind extends Follower>(follower: Kind): Kind => ({
      ...follower,
      next(withinMs, signal) {
        waits += 1
        return follower.next(withinMs, signal)
      },
    })
    const { followedLogs, followedTasks } = core.context
    const context: Context = {
      ...core.context,
      followedLogs: { ...followedLogs, follow: (organisation) => counted(followedLogs.follow(organisation)) },
      followedTasks: { follow: (id, wants) => counted(followedTasks.follow(id, wants)) },
    }
    const gone = new AbortController().signal
    const from = await findStart(context, caller, null)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    const stream =
      of === 'task'
        ? streamTask(context, caller, { id: task.id, passed: 1, gone })
        : streamLog(context, caller, { from, kinds: ['task.failed'], gone })
    for (let beat = 0; beat < 3; beat += 1) {
      const since = performance.now()
      let isOver = false
      const next = stream.next().finally(() => (isOver = true))
      while (!isOver) {
        // It has read, and waits.
        while (!isOver && waits === waited) await turn()
        waited = waits
        context.wakeUps.taskMoved(caller.organisation.number, task.id, 50)
        await vi.advanceTimersByTimeAsync(1000)
        expect(performance.now() - since).toBeLessThan(HEARTBEAT_MS + 5000)
      }
      expect((await next).value).toEqual({ kind: 'heartbeat' })
    }
    vi.useRealTimers()
    await stream.return(undefined)
    await core.stop()
  },
)
