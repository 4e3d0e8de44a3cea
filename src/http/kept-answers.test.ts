import { expect, test } from 'vitest'

import { makeKeptAnswers, type KeptAnswer } from './kept-answers.ts'

function answerOf(length: number): KeptAnswer {
  return { etag: 'W/"1"', wire: { status: 200, text: 'x'.repeat(length) } }
}

test('an answer is kept when its task was asked for before, and then the newest one', () => {
  const answers = makeKeptAnswers()
  answers.keep('task_A', answerOf(1))
  expect(answers.of('task_A')).toBeUndefined()
  answers.keep('task_A', answerOf(2))
  expect(answers.of('task_A')).toEqual(answerOf(2))
  answers.keep('task_A', answerOf(3))
  expect(answers.of('task_A')).toEqual(answerOf(3))
  expect(answers.of('task_B')).toBeUndefined()
})

test('however many answers are offered, eight million characters are kept: the oldest goes, and none that is large comes', () => {
  const answers = makeKeptAnswers()
  const ids = Array.from({ length: 2000 }, (_, index) => `task_${index}`)
  for (const id of ids) {
    answers.keep(id, answerOf(10_000))
    answers.keep(id, answerOf(10_000))
  }
  const kept = ids.filter((id) => answers.of(id) !== undefined)
  expect(kept).toEqual(ids.slice(-838))
  answers.keep('task_1999', answerOf(16_385))
  expect(answers.of('task_1999')).toBeUndefined()
  // What it took is free again.
  answers.keep('task_1999', answerOf(10_000))
  expect(answers.of('task_1162')).toBeDefined()
})
