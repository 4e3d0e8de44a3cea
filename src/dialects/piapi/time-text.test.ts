import fc from 'fast-check'
import { expect, test } from 'vitest'

import { timeText } from './time-text.ts'

test('what has not happened is the zero time', () => {
  expect(timeText(null)).toBe('0001-01-01T00:00:00Z')
})

test('microseconds are exact, also where rounding carries into the next second', () => {
  expect(timeText(Date.UTC(2026, 10, 21, 9, 30, 0, 7) + 0.089)).toBe('2026-11-21T09:30:00.007089Z')
  expect(timeText(Date.UTC(2026, 10, 21, 9, 30, 0, 999) + 0.9999)).toBe('2026-11-21T09:30:01.000000Z')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e15 }), (micros) => {
      const text = timeText(micros / 1000)
      expect(Date.parse(`${text.slice(0, 23)}Z`) * 1000 + Number(text.slice(23, 26))).toBe(micros)
    }),
  )
})
