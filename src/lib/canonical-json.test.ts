import fc from 'fast-check'
import { expect, test } from 'vitest'

import { canonicalJson } from './canonical-json.ts'

test('the order of keys makes no difference, at any depth, and everything else does', () => {
  const one = canonicalJson({ b: [{ y: 1, x: null }, 'é'], 10: true, 9: 0.5, a: {} })
  expect(one).toBe('{"9":0.5,"10":true,"a":{},"b":[{"x":null,"y":1},"é"]}')
  expect(canonicalJson({ a: {}, 9: 0.5, 10: true, b: [{ x: null, y: 1 }, 'é'] })).toBe(one)
  expect(canonicalJson({ a: {}, 9: 0.5, 10: true, b: ['é', { x: null, y: 1 }] })).not.toBe(one)
})

test('the text is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.parse(canonicalJson(JSON.parse(text)))).toEqual(JSON.parse(text))
    }),
  )
})
