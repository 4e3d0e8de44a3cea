import fc from 'fast-check'
import { expect, test } from 'vitest'

import { priceLines, settledLines, totalOf, type Price } from './pricing.ts'

const price = fc.record<Price>({
  meter: fc.constant('image_count'),
  unit: fc.constantFrom('task', 'image', 'second'),
  each: fc.integer({ min: 1, max: 1_000_000_000 }),
  variants: fc.constant({ hd: 3_000_000 }),
})

test('a full success captures exactly the hold', () => {
  fc.assert(
    fc.property(price, fc.integer({ min: 1, max: 1000 }), (one, quantity) => {
      const lines = priceLines(one, null, quantity)
      expect(totalOf(settledLines(lines, quantity))).toBe(totalOf(lines))
    }),
  )
})

test('what is captured never falls below nothing nor rises above the hold, however much came back', () => {
  fc.assert(
    fc.property(price, fc.integer({ min: 1, max: 16 }), fc.integer({ min: 0, max: 32 }), (one, quantity, delivered) => {
      const lines = priceLines(one, null, quantity)
      const captured = totalOf(settledLines(lines, delivered))
      expect(captured).toBeGreaterThanOrEqual(0)
      expect(captured).toBeLessThanOrEqual(totalOf(lines))
    }),
  )
})

test('three of four images pay for three; half of a song pays for the song', () => {
  const image: Price = { meter: 'image_count', unit: 'image', each: 500_000, variants: { hd: 3_000_000 } }
  expect(totalOf(settledLines(priceLines(image, null, 4), 3))).toBe(1_500_000)
  expect(totalOf(settledLines(priceLines(image, 'hd', 2), 1))).toBe(3_000_000)
  const song: Price = { meter: 'music_task', unit: 'task', each: 800_000, variants: {} }
  expect(totalOf(settledLines(priceLines(song, null, 1), 1))).toBe(800_000)
})

test('a fraction of a unit is rounded up, and half a second more costs no less', () => {
  const sound: Price = { meter: 'audio_seconds', unit: 'second', each: 3, variants: {} }
  expect(totalOf(priceLines(sound, null, 1.5))).toBe(5)
})
