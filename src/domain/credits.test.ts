import fc from 'fast-check'
import { expect, test } from 'vitest'

import { creditsNumber, creditsText, parseCredits, usdReferenceText } from './credits.ts'

const units = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

test.each([
  [0, '0.0000', '0.0000'],
  [1, '0.0001', '0.0000'],
  [5000, '0.5000', '0.0005'],
  [800_000, '80.0000', '0.0800'],
  [Number.MAX_SAFE_INTEGER, '900719925474.0991', '900719925.4741'],
])('%i units are %s credits and %s USD', (amount, credits, usd) => {
  expect(creditsText(amount)).toBe(credits)
  expect(usdReferenceText(amount)).toBe(usd)
})

test('an amount written as credits reads back as the same amount', () => {
  fc.assert(
    fc.property(units, (amount) => {
      expect(parseCredits(creditsText(amount))).toBe(amount)
    }),
  )
})

test('an amount as a JSON number has at most four decimals and the same value', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), (amount) => {
      expect(Math.round(creditsNumber(amount) * 10_000)).toBe(amount)
      expect(JSON.stringify(creditsNumber(amount))).toMatch(/^\d+(\.\d{1,4})?$/)
    }),
  )
})

test.each(['', '-1', '1.23456', '1e3', '.5', '1.', ' 1', '0x1', '9999999999999'])(
  '%j is no amount of credits',
  (text) => {
    expect(parseCredits(text)).toBeNull()
  },
)

test.each([-1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1])('%d units are refused as a bug', (amount) => {
  expect(() => creditsText(amount)).toThrow('not an amount of credits')
})
