import fc from 'fast-check'
import { expect, test } from 'vitest'

import { meterOf, priceLines, quantityOf, settledLines, totalOf, type Price } from './pricing.ts'
import type { Work } from './work.ts'

const price = fc.record<Price>({
  meter: fc.constant('image_count'),
  unit: fc.constantFrom('task', 'image', 'second', 'megapixel', 'character', 'token'),
  each: fc.integer({ min: 1, max: 1_000_000_000 }),
  per: fc.constantFrom(1, 3, 1000, 1_000_000),
  variants: fc.constant({ hd: 3_000_000 }),
})
const order = (quantity: number, results = quantity) => ({
  version: 1,
  variant: null,
  quantity,
  results,
  isMost: false,
})
const delivered = (count: number) => Array.from({ length: count }, () => ({ durationSeconds: 8 }))
const plain = { meter: 'x', per: 1, variants: {} }

test('a full success captures exactly the hold', () => {
  fc.assert(
    fc.property(price, fc.integer({ min: 1, max: 1000 }), (one, quantity) => {
      const lines = priceLines(one, order(quantity))
      expect(totalOf(settledLines(lines, delivered(quantity)))).toBe(totalOf(lines))
      expect(totalOf(settledLines(lines, delivered(quantity + 1)))).toBe(totalOf(lines))
    }),
  )
})

test('what is captured never falls below nothing nor rises above the hold, however much came back', () => {
  const quantity = fc.double({ min: 0.000001, max: 5000, noNaN: true })
  fc.assert(
    fc.property(
      price,
      quantity,
      fc.integer({ min: 1, max: 16 }),
      fc.integer({ min: 0, max: 32 }),
      (one, much, results, count) => {
        const lines = priceLines(one, order(much, results))
        const captured = totalOf(settledLines(lines, delivered(count)))
        expect(captured).toBeGreaterThanOrEqual(0)
        expect(captured).toBeLessThanOrEqual(totalOf(lines))
      },
    ),
  )
})

test('a line is its quantity times its price, exactly, and less than one unit more', () => {
  const micros = fc.integer({ min: 1, max: 5_000_000_000 })
  fc.assert(
    fc.property(price, micros, (one, quantity) => {
      const [line] = priceLines(one, order(quantity / 1_000_000, 1))
      const exact = BigInt(one.each) * BigInt(quantity)
      const unit = BigInt(one.per) * 1_000_000n
      const over = BigInt(line?.amount ?? 0) * unit - exact
      expect(over >= 0n && over < unit).toBe(true)
    }),
  )
})

test('three of four images pay for three; half of a song pays for the song', () => {
  const image: Price = { ...plain, unit: 'image', each: 500_000, variants: { hd: 3_000_000 } }
  expect(totalOf(settledLines(priceLines(image, order(4)), delivered(3)))).toBe(1_500_000)
  expect(totalOf(settledLines(priceLines(image, { ...order(2), variant: 'hd' }), delivered(1)))).toBe(3_000_000)
  const song: Price = { ...plain, unit: 'task', each: 800_000 }
  expect(totalOf(settledLines(priceLines(song, order(1, 2)), delivered(1)))).toBe(800_000)
})

test('a soundtrack of unknown length holds its most, and pays for the seconds that it has, begun ones whole', () => {
  const sound: Price = { ...plain, unit: 'second', each: 5000 }
  const lines = priceLines(sound, { ...order(30, 1), isMost: true })
  expect(totalOf(lines)).toBe(150_000)
  expect(totalOf(settledLines(lines, [{ durationSeconds: 4.2 }]))).toBe(25_000)
  expect(totalOf(settledLines(lines, [{ durationSeconds: 30 }]))).toBe(150_000)
  expect(totalOf(settledLines(lines, [{ durationSeconds: 31 }]))).toBe(150_000)
  expect(totalOf(settledLines(lines, [{ durationSeconds: null }]))).toBe(150_000)
})

test.each([
  // 5000 * 12.3 is 61500.00000000001 in doubles: a unit too much.
  ['12.3 seconds at 0.5', { unit: 'second', each: 5000 }, 12.3, 61_500],
  ['8.2 seconds at 0.0005', { unit: 'second', each: 5 }, 8.2, 41],
  ['1.5 seconds at 0.0003', { unit: 'second', each: 3 }, 1.5, 5],
  ['a single token at 0.15 a million', { unit: 'token', each: 1500, per: 1_000_000 }, 1, 1],
  ['667 tokens at 0.15 a million', { unit: 'token', each: 1500, per: 1_000_000 }, 667, 2],
  ['a million tokens at 0.15 a million', { unit: 'token', each: 1500, per: 1_000_000 }, 1_000_000, 1500],
  ['1.048576 megapixels at 40', { unit: 'megapixel', each: 400_000 }, 1.048576, 419_431],
  ['0.1 and 0.2 seconds at 10', { unit: 'second', each: 100_000 }, 0.1 + 0.2, 30_000],
] as const)('%s', (_what, one, quantity, amount) => {
  expect(totalOf(priceLines({ ...plain, ...one }, order(quantity)))).toBe(amount)
})

test('each unit is counted as its work says, every result of it, and never as nothing', () => {
  const image: Work = {
    capability: 'image.generate',
    prompt: 'käse 🧀',
    negativePrompt: '',
    width: 1024,
    height: 512,
    format: 'png',
    seed: 1,
    count: 3,
    script: null,
  }
  const chat: Work = { capability: 'chat.complete', prompt: 'käse', seed: 1, count: 1, script: null }
  expect(quantityOf('task', image, null)).toBe(1)
  expect(quantityOf('image', image, null)).toBe(3)
  expect(quantityOf('megapixel', image, null)).toBe(1.572864)
  expect(quantityOf('character', image, null)).toBe(6)
  expect(quantityOf('second', chat, 7)).toBe(7)
  expect(quantityOf('token', chat, null)).toBe(5)
  expect(quantityOf('token', { ...chat, prompt: '' }, null)).toBe(1)
  expect(meterOf('task', 'music.compose')).toBe('music_task')
})
