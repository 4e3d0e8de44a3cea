import { expect, test } from 'vitest'

import { promptDuration } from './prompt-duration.ts'

test.each([
  ['calm lo-fi, 30 seconds', 30],
  ['a 15-second jingle', 15],
  ['about 2 minutes of rain jazz', 120],
  ['Rock, 90 SEC', 90],
  ['80s synth pop', null],
  ['at 120 bpm', null],
  ['3 seconds', null],
  ['20 minutes', null],
  ['seconds of silence', null],
])('%j asks for %s seconds', (prompt, seconds) => {
  expect(promptDuration(prompt)).toBe(seconds)
})
