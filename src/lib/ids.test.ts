import fc from 'fast-check'
import { expect, test } from 'vitest'

import { deriveUuid, leastUuidAt, makeUuidV7, parsePrefixedId, parseTaskId, timeOfUuidV7, toCrockford } from './ids.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

test('ids rise, also within a millisecond and when the clock steps back, and carry their time', () => {
  const times = [1000, 1000, 1000, 999, 5, 1001, 2000]
  let step = 0
  const next = makeUuidV7(() => times[Math.min(step++, times.length - 1)] ?? 0)
  const ids = Array.from({ length: 20_000 }, next)
  for (const [index, id] of ids.entries()) {
    expect(id).toMatch(UUID)
    if (index > 0) expect(id > (ids[index - 1] ?? '')).toBe(true)
  }
  expect(timeOfUuidV7(ids[0] ?? '')).toBe(1000)
  expect(timeOfUuidV7(ids[6] ?? '')).toBe(2000)
})

test('each dialect form of an id reads back as the same id, in either case', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      const text = toCrockford(uuid)
      expect(text).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
      for (const form of [`task_${text}`, `tsk_${text}`, `tsk_${text.toLowerCase()}`, uuid, uuid.toUpperCase()]) {
        expect(parseTaskId(form)).toBe(uuid)
      }
      expect(parsePrefixedId(`img_${text}`, ['art', 'img'])).toBe(uuid)
    }),
  )
})

test.each([
  '',
  'task_',
  'tsk_8ZZZZZZZZZZZZZZZZZZZZZZZZZ',
  'tsk_ILOU0000000000000000000000',
  'img_01KM0G9CG5C3C1QX8PA2P1RC9M',
  '\0',
  '0',
])('%j is no task id', (text) => {
  expect(parseTaskId(text)).toBeNull()
})

test('any text is an id or none, never an exception', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const id = parseTaskId(text)
      expect(id === null || UUID.test(id)).toBe(true)
    }),
  )
})

test('a derived id is the same for the same parts and another for others', () => {
  expect(deriveUuid('purchase', 'a', 1)).toBe(deriveUuid('purchase', 'a', 1))
  expect(deriveUuid('purchase', 'a', 1)).not.toBe(deriveUuid('purchase', 'a', 2))
  expect(deriveUuid('purchase', 'a', 1)).toMatch(UUID)
})

test('the least id of a millisecond is not above any id made in it, and above all made before', () => {
  const before = makeUuidV7(() => 999)()
  const within = makeUuidV7(() => 1000)()
  expect(leastUuidAt(1000) <= within).toBe(true)
  expect(before < leastUuidAt(1000)).toBe(true)
})
