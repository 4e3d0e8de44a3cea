import fc from 'fast-check'
import { expect, test } from 'vitest'

import { parseTimestamp } from './column-types.ts'

test('a time is read to the microsecond, whatever zeros PostgreSQL leaves out and in whatever zone it writes', () => {
  const micros = fc.integer({ min: 0, max: 999_999 })
  fc.assert(
    fc.property(fc.integer({ min: -2_000_000_000, max: 7_000_000_000 }), micros, (seconds, micros) => {
      const [day, time] = new Date(seconds * 1000).toISOString().slice(0, 19).split('T')
      const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`
      const instant = seconds * 1000 + micros / 1000
      expect(parseTimestamp(`${day} ${time}${fraction}+00`)).toBe(instant)
      expect(parseTimestamp(`${day} ${time}${fraction}+05:30`)).toBe(seconds * 1000 - 19_800_000 + micros / 1000)
    }),
  )
  expect([parseTimestamp('infinity'), parseTimestamp('-infinity')]).toEqual([Infinity, -Infinity])
})

test.each(['', '2026-11-21', '2026-11-21T20:51:00+00', '2026-11-21 20:51:00', '2026-11-21 20:51:0x+00'])(
  'what is no time of PostgreSQL is an error: %j',
  (text) => {
    expect(() => parseTimestamp(text)).toThrow(RangeError)
  },
)
