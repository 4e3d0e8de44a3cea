import { expect, test } from 'vitest'

import { eventIdOf, parseEventId } from './event.ts'

test('the id of an event says where it stands, and sorts as its log does', () => {
  const places = [
    { organisation: 1, day: 20_779, seq: 1 },
    { organisation: 1, day: 20_779, seq: 4_294_967_296 },
    { organisation: 1, day: 20_780, seq: 4_294_967_297 },
    { organisation: 1, day: 20_780, seq: Number.MAX_SAFE_INTEGER },
    { organisation: 2_147_483_647, day: 20_780, seq: 2 },
  ]
  const ids = places.map(eventIdOf)
  expect(ids.map(parseEventId)).toEqual(places)
  expect(ids.toSorted()).toEqual(ids)
})

test.each(['', '17', 'evt_', 'evt_7ZZZZZZZZZZZZZZZZZZZZZZZZZ', 'tsk_00000M5700000G000000000001', 'evt_0'])(
  '%j is no id of an event',
  (text) => {
    expect(parseEventId(text)).toBeNull()
  },
)
