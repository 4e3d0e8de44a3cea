import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { makeUuidV7 } from '../lib/ids.ts'
import { makeWakeUps } from './wake-ups.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const newId = makeUuidV7(() => 1_800_000_000_000)

test('what one process tells, another hears: each kind, once, in notifications that PostgreSQL takes', async () => {
  const payloads: string[] = []
  const sender = makeWakeUps(newId(), async (payload) => void payloads.push(payload))
  const receiver = makeWakeUps(newId(), async () => {})
  const heard: unknown[] = []
  receiver.onJobsReady(() => heard.push('jobs'))
  receiver.onMessages(() => heard.push('messages'))
  receiver.onStopWork((task) => heard.push(['stop', task]))
  receiver.onTaskEnded((task) => heard.push(['ended', task]))
  receiver.onTaskMoved((...hint) => heard.push(['moved', ...hint]))
  receiver.onLogGrown((organisation) => heard.push(['grown', organisation]))

  const tasks = Array.from({ length: 1000 }, newId)
  for (const task of tasks) sender.taskEnded(task)
  const [stopped = '', moved = ''] = tasks
  for (let time = 0; time < 3; time += 1) {
    sender.jobsReady()
    sender.messagesRaised()
    sender.stopWork(stopped)
    sender.logGrown(2_147_483_647)
    sender.taskMoved(7, moved, 10 * (time + 1))
  }
  await vi.advanceTimersByTimeAsync(200)
  expect(payloads.length).toBeLessThanOrEqual(5)
  expect(Math.max(...payloads.map((payload) => Buffer.byteLength(payload)))).toBeLessThan(8000)
  for (const payload of payloads) receiver.receive(payload)
  expect(heard).toEqual([
    ...tasks.map((task) => ['ended', task]),
    'jobs',
    'messages',
    ['stop', stopped],
    ['grown', 2_147_483_647],
    // The latest of it.
    ['moved', 7, moved, 30],
  ])
})

test('a process does not hear itself twice, nor what it does not know', async () => {
  const payloads: string[] = []
  const wakeUps = makeWakeUps(newId(), async (payload) => void payloads.push(payload))
  let heard = 0
  wakeUps.onLogGrown(() => (heard += 1))
  wakeUps.logGrown(1)
  await vi.advanceTimersByTimeAsync(10)
  for (const payload of payloads) wakeUps.receive(payload)
  expect(heard).toBe(1)
  wakeUps.receive('another ?x g1 zz')
  expect(heard).toBe(2)
})

test('progress alone is told at most ten times a second', async () => {
  const payloads: string[] = []
  const wakeUps = makeWakeUps(newId(), async (payload) => void payloads.push(payload))
  const task = newId()
  for (let ms = 0; ms < 1000; ms += 10) {
    wakeUps.taskMoved(1, task, ms / 10)
    await vi.advanceTimersByTimeAsync(10)
  }
  expect(payloads.length).toBeLessThanOrEqual(10)
})
