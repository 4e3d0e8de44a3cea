import { expect, test } from 'vitest'

import { lrcOf } from './lrc-of.ts'

const word = (text: string, startSeconds: number, isLineEnd = false) => ({
  text,
  startSeconds,
  endSeconds: startSeconds + 0.4,
  isLineEnd,
})

test('a line ends where the sung one does, and each word has its time', () => {
  const words = [word('Lights', 1.5), word('on', 2), word('water', 2.456, true), word('gone', 66.999, true)]
  expect(lrcOf(words, { title: 'Lights [live]', durationSeconds: 75 })).toBe(
    [
      '[ti:Lights  live ]',
      '[length:01:15.00]',
      '[00:01.50] <00:01.50> Lights <00:02.00> on <00:02.46> water <00:02.86>',
      '[00:02.86]',
      '[01:07.00] <01:07.00> gone <01:07.40>',
      '[01:07.40]',
      '',
    ].join('\n'),
  )
})

test('a pause within a line does not end it, and no pause between two lines does not join them', () => {
  const words = [word('wait', 1), word('here', 4, true), word('now', 4.4, true)]
  const lines = lrcOf(words, { title: '', durationSeconds: 20 }).split('\n').slice(2, -1)
  expect(lines).toEqual([
    '[00:01.00] <00:01.00> wait <00:04.00> here <00:04.40>',
    '[00:04.40] <00:04.40> now <00:04.80>',
    '[00:04.80]',
  ])
})

test('a line that is followed by a long pause is taken off the screen at its end', () => {
  const words = [word('gone', 1, true), word('soon', 3.9, true), word('back', 9, true)]
  const lines = lrcOf(words, { title: '', durationSeconds: 20 }).split('\n').slice(2, -1)
  expect(lines).toEqual([
    '[00:01.00] <00:01.00> gone <00:01.40>',
    '[00:03.90] <00:03.90> soon <00:04.30>',
    '[00:04.30]',
    '[00:09.00] <00:09.00> back <00:09.40>',
    '[00:09.40]',
  ])
})
