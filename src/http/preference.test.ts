import { expect, test } from 'vitest'

import { parsePreference } from './preference.ts'

test.each([
  [undefined, null, false],
  ['', null, false],
  ['wait=30', 30, false],
  ['WAIT = "5" ; x=y', 5, false],
  ['respond-async, wait=10', 10, true],
  ['handling=lenient,respond-async', null, true],
  [['return=minimal', 'wait=7'], 7, false],
  ['wait=3600', 60, false],
  ['wait=0', 0, false],
  ['wait=1, wait=50', 1, false],
  ['wait=-1', null, false],
  ['wait=1.5', null, false],
  ['wait=ten', null, false],
  ['wait', null, false],
  ['wait=99999999999', 60, false],
  ['await=5', null, false],
])('Prefer: %j waits %j s', (header, waitSeconds, respondAsync) => {
  expect(parsePreference(header)).toEqual({ waitSeconds, respondAsync })
})
