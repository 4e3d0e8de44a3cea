import { expect, test } from 'vitest'

import { makeSendingRoom, SENDING_MAX, WAITING_MS } from './make-sending-room.ts'

test('receivers that do not answer hold up what is large of their own organisation, and of nobody else', async () => {
  const room = makeSendingRoom({ monotonic: () => 0 }, new AbortController().signal)
  const entered: number[] = []
  const enter = (lane: number, organisation: number) =>
    void room.enter({ lane, organisation, isLarge: true }, () => {
      entered.push(lane)
      return new Promise(() => {})
    })
  for (const lane of [1, 2, 3, 4]) enter(lane, 1)
  enter(5, 2)
  expect(entered).toEqual([1, 2, 5])
})

test('who has waited too long behind a receiver that does not answer is not sent; who waited less, and other receivers, are', async () => {
  let now = 0
  const room = makeSendingRoom({ monotonic: () => now }, new AbortController().signal)
  const answers: (() => void)[] = []
  const silent = () => new Promise<string>((resolve) => answers.push(() => resolve('sent')))
  const enter = (lane: number) => room.enter({ lane, organisation: 1, isLarge: false }, silent)
  const first = Array.from({ length: SENDING_MAX }, () => enter(1))
  const early = Array.from({ length: 3 }, () => enter(1))
  now = WAITING_MS
  const late = enter(1)
  const other = enter(2)
  expect(answers.length).toBe(SENDING_MAX + 1)
  now += 1
  answers.splice(0).forEach((answer) => answer())
  expect(await Promise.all([...first, other])).toEqual([...first, other].map(() => 'sent'))
  expect(await Promise.all(early)).toEqual([null, null, null])
  expect(answers.length).toBe(1)
  answers.forEach((answer) => answer())
  expect(await late).toBe('sent')
})
