import fc from 'fast-check'
import { expect, test } from 'vitest'

import { findForbidden, findTooDeep, scanJson } from './json-scan.ts'

const scan = (text: string, max = 1_000_000) => scanJson(Buffer.from(text), max)

/** The same measures by the slow and simple way: over the parsed value. */
function measure(value: unknown): { structure: number; depth: number } {
  if (typeof value !== 'object' || value === null) return { structure: 0, depth: 0 }
  const inner = Object.values(value).map(measure)
  return {
    structure: 2 + Math.max(0, inner.length - 1) + inner.reduce((sum, item) => sum + item.structure, 0),
    depth: 1 + Math.max(0, ...inner.map((item) => item.depth)),
  }
}

test('brackets, commas and depth are those of the parsed value, whatever its strings hold', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ stringUnit: fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', 'a', 'ä', '\n') }),
      (value) => {
        const { structure, depth } = scan(JSON.stringify(value))
        expect({ structure, depth }).toEqual(measure(value))
      },
    ),
  )
})

test('long strings end at their own quote, with escapes anywhere in them', () => {
  const unit = fc.constantFrom('a'.repeat(127), 'b'.repeat(128), 'c'.repeat(129), '"', '\\', ',', '[', 'x')
  fc.assert(
    fc.property(fc.array(fc.array(unit, { maxLength: 8 }), { maxLength: 6 }), (parts) => {
      const value = parts.map((part) => part.join(''))
      expect(scan(JSON.stringify(value)).structure).toBe(2 + Math.max(0, value.length - 1))
    }),
  )
})

test('a text with U+0000, half a pair or a key __proto__ is never missed, as escape or plain', () => {
  const escaped = (text: string) =>
    `"${[...text].map((character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join('')}"`
  expect(scan(escaped('\0')).suspicious).toBe(true)
  for (const half of ['\uD800', '\uDBFF', '\uDC00', '\uDFFF']) expect(scan(JSON.stringify(half)).suspicious).toBe(true)
  expect(scan(String.raw`"\uDBFF"`).suspicious).toBe(true)
  expect(scan(String.raw`{"\u005f_proto_\u005F":1}`).suspicious).toBe(true)
  expect(scan(String.raw`"${'a'.repeat(1000)}\u0000"`).suspicious).toBe(true)
})

test.each([String.raw`"\\u0000"`, String.raw`"\n\t\"\/\u0001\u00e4\ud7ff\u0040 u0000"`, '{"a":[1,2.5,true,null]}'])(
  '%s needs no second look',
  (text) => {
    expect(scan(text).suspicious).toBe(false)
  },
)

test('counting stops once there is too much', () => {
  expect(scan('['.repeat(1000), 10).structure).toBe(11)
})

test.each(['"', '"\\', '"\\u', '"\\u00', ']]]', ''])('broken text %j is measured without harm', (text) => {
  expect(scan(text)).toMatchObject({ depth: 0, suspicious: false })
})

test('what is forbidden is found in keys and values, with the path to it', () => {
  expect(findForbidden({ a: [{ b: 'x' }, { c: 'a\0b' }] })).toEqual({ path: ['a', 1, 'c'], what: 'nul' })
  expect(findForbidden({ a: { '\uD800': 1 } })).toEqual({ path: ['a'], what: 'surrogate' })
  expect(findForbidden(JSON.parse('{"a":{"__proto__":1}}'))).toEqual({ path: ['a'], what: 'proto' })
  expect(findForbidden({ emoji: '😀', list: [1, null, true] })).toBeNull()
})

test('the place of too deep a value is found, and the deepest allowed is not one', () => {
  expect(findTooDeep({ a: 1, b: { c: [] } }, 2)).toEqual(['b', 'c'])
  expect(findTooDeep({ a: 1, b: { c: [1] } }, 3)).toBeNull()
})
