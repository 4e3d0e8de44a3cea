import fc from 'fast-check'
import { expect, test } from 'vitest'

import { GatewayError } from '../../domain/errors.ts'
import { parseList } from './parse-list.ts'
import { refusalOf } from './test-refusals.ts'

function parse(query: string) {
  return parseList(new URLSearchParams(query))
}

test('no query is the newest twenty as summaries, of all time', () => {
  expect(parse('')).toEqual({
    statuses: null,
    capability: null,
    createdAfter: null,
    createdBefore: null,
    limit: 20,
    cursor: null,
    order: 'desc',
    expand: [],
  })
})

test.each([
  ['status=queued', { statuses: ['queued', 'starting'] }],
  ['status=running', { statuses: ['running'] }],
  ['status=canceled', { statuses: ['canceled'] }],
  ['capability=text_to_image', { capability: 'image.generate' }],
  ['capability=reference_audio_to_music', { capability: 'music.modify' }],
  ['limit=1', { limit: 1 }],
  ['limit=100', { limit: 100 }],
  ['order=asc', { order: 'asc' }],
  ['cursor=abc', { cursor: 'abc' }],
  ['expand=usage,output', { expand: ['output', 'usage'] }],
  ['expand=%20usage,usage', { expand: ['usage'] }],
  ['expand=usage,all', { expand: ['input', 'output', 'usage', 'billing', 'callback'] }],
  ['created_after=2026-02-11T09:30:00Z', { createdAfter: Date.UTC(2026, 1, 11, 9, 30) }],
  ['created_after=2026-02-11T09:30:00.250125Z', { createdAfter: Date.UTC(2026, 1, 11, 9, 30) + 250.125 }],
  ['created_before=2026-02-11T09:30:00%2B02:00', { createdBefore: Date.UTC(2026, 1, 11, 7, 30) }],
  ['created_before=2026-02-11T09:30:00+02:00', { createdBefore: Date.UTC(2026, 1, 11, 7, 30) }],
  ['created_before=2026-02-11T09:30:00', { createdBefore: Date.UTC(2026, 1, 11, 9, 30) }],
  ['created_before=2026-02-11', { createdBefore: Date.UTC(2026, 1, 11) }],
  ['page=2', { limit: 20 }],
])('%s is read', (query, expected) => {
  expect(parse(query)).toMatchObject(expected)
})

test.each([
  ['limit', ['0', '101', '-1', '1.5', 'ten', '', '1e1', '%2B5']],
  ['order', ['DESC', 'newest', '']],
  ['expand', ['outputs', '', 'usage,', 'metadata']],
  ['status', ['pending', 'starting', 'cancelled', 'queued,running', '']],
  ['capability', ['image.generate', 'music', '']],
  ['cursor', ['']],
  ['created_after', ['yesterday', '1770802212', '2026-02-30T00:00:00Z', '2026-02-11T25:00:00Z', '']],
  ['created_before', ['2026-13-01', '2026-02-11T09:30:00%2B99:00']],
])('a bad %s is refused and named', (name, values) => {
  for (const value of values) {
    const refusal = refusalOf(() => parse(`${name}=${value}`))
    expect(refusal, value).toMatchObject({ status: 422, code: 'invalid_request', param: `/${name}` })
  }
})

test('a parameter given twice is refused, since either could be meant', () => {
  expect(refusalOf(() => parse('limit=5&limit=6'))).toMatchObject({ param: '/limit' })
})

test('all bad parameters are named at once', () => {
  const { errors } = refusalOf(() => parse('limit=0&order=x&expand=y'))
  expect(errors.map((error) => error.path)).toEqual(['/limit', '/order', '/expand'])
})

const parameter = fc.tuple(
  fc.constantFrom('status', 'capability', 'created_after', 'created_before', 'limit', 'cursor', 'order', 'expand'),
  fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/)),
)

test('any query is either read or refused, nothing else', () => {
  fc.assert(
    fc.property(fc.array(parameter), (pairs) => {
      try {
        const { createdAfter, limit } = parseList(new URLSearchParams(pairs))
        expect(createdAfter === null || Number.isFinite(createdAfter)).toBe(true)
        expect(limit).toBeGreaterThanOrEqual(1)
      } catch (error) {
        expect(error).toBeInstanceOf(GatewayError)
      }
    }),
    { numRuns: 500 },
  )
})
