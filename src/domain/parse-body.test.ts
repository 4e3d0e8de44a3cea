import { Type } from 'typebox'
import { expect, test } from 'vitest'

import { GatewayError } from './errors.ts'
import { makeParser } from './parse-body.ts'

const parse = makeParser(
  Type.Object(
    {
      text: Type.String({ minLength: 2 }),
      note: Type.Optional(Type.String({ minLength: 1 })),
      size: Type.Optional(Type.Integer({ minimum: 1 })),
      mode: Type.Object({ kind: Type.Union([Type.Literal('x'), Type.Literal('y')]) }, { additionalProperties: false }),
    },
    { additionalProperties: false },
  ),
)

function issuesOf(value: unknown) {
  try {
    parse(value)
  } catch (error) {
    if (error instanceof GatewayError) return error.details.issues
  }
  return []
}

test('a valid body comes back as it is', () => {
  const body = { text: 'ab', mode: { kind: 'x' } }
  expect(parse(body)).toBe(body)
})

test.each([
  ['a missing field', { mode: { kind: 'x' } }, { path: ['text'], type: 'missing' }],
  ['a wrong type, never coerced', { text: 'ab', size: '4', mode: { kind: 'x' } }, { path: ['size'], type: 'type' }],
  ['a value out of range', { text: 'ab', size: 0, mode: { kind: 'x' } }, { path: ['size'], type: 'range' }],
  ['an unknown field', { text: 'ab', extra: 1, mode: { kind: 'x' } }, { path: ['extra'], type: 'unknown_field' }],
  [
    'an unknown field inside',
    { text: 'ab', mode: { kind: 'x', more: 1 } },
    { path: ['mode', 'more'], type: 'unknown_field' },
  ],
  [
    'a choice, with what may be chosen',
    { text: 'ab', mode: { kind: 'z' } },
    { path: ['mode', 'kind'], type: 'enum', message: 'must be one of "x", "y"' },
  ],
  [
    'an empty text, as that',
    { text: '', note: '', mode: { kind: 'x' } },
    { path: ['note'], message: 'must not be empty' },
  ],
  ['a body that is no object', [], { path: [] }],
])('%s is named by its path', (_name, body, issue) => {
  expect(issuesOf(body)).toContainEqual(expect.objectContaining(issue))
})
