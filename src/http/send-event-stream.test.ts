import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { StreamItem } from '../core/stream-log.ts'
import { renderFrames } from './send-event-stream.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function* items(): AsyncGenerator<StreamItem> {
  yield { kind: 'heartbeat' }
  yield { kind: 'passed', id: 'evt_1' }
  yield {
    kind: 'event',
    id: '2',
    event: { place: null, kind: 'task.running', task: null, at: 0, data: { text: 'a\nb' } },
  }
}

test('a reader that takes nothing for half a minute is dropped, one that takes slowly is not', async () => {
  const drop = vi.fn<() => void>()
  const frames = renderFrames(items(), drop)
  for (let taken = 0; taken < 3; taken += 1) {
    await frames.next()
    await vi.advanceTimersByTimeAsync(29_000)
  }
  expect(drop).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(2000)
  expect(drop).toHaveBeenCalledTimes(1)
})

test('items are frames that an EventSource reads', async () => {
  const frames: string[] = []
  for await (const frame of renderFrames(items(), () => {})) frames.push(frame)
  const [retry, heartbeat, passed, event] = frames
  expect([retry, heartbeat, passed]).toEqual(['retry: 2000\n\n', ': \n\n', 'id: evt_1\n\n'])
  expect(event).toMatch(/^id: 2\nevent: task\.running\ndata: \{.*"data":\{"text":"a\\nb"\}\}\n\n$/)
  expect(vi.getTimerCount()).toBe(0)
})
