import { expect, test } from 'vitest'

import { lrcOf } from './lrc-of.ts'

const word = (text: string, startSeconds: number, endSeconds = startSeconds + 0.4) => ({
  text,
  startSeconds,
  endSeconds,
})

test('a line ends where one breathes, and each word has its time', () => {
  const words = [word('Lights', 1.5), word('on', 2), word('water', 2.456), word('gone', 66.999)]
  expect(lrcOf(words, { title: 'Lights [live]', durationSeconds: 75 })).toBe(
    [
      '[ti:Lights  live ]',
      '[length:01:15.00]',
      '[00:01.50] <00:01.50> Lights <00:02.00> on <00:02.46> water <00:02.86>',
      '[01:07.00] <01:07.00> gone <01:07.40>',
      '',
    ].join('\n'),
  )
})

test('without a breath a line ends when it is full', () => {
  const words = Array.from({ length: 25 }, (_, index) => word(`la${index}`, index * 0.5, index * 0.5 + 0.5))
  const lines = lrcOf(words, { title: '', durationSeconds: 20 }).split('\n').slice(2, -1)
  expect(lines.map((line) => line.split('> ').length - 1)).toEqual([10, 10, 5])
})
