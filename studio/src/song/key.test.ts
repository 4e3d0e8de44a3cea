import { expect, test } from 'vitest'

import { findKey } from './key.ts'

test.each([
  ['a ballad in D minor', 'D minor'],
  ['D minor', 'D minor'],
  ['f# major please', 'F# major'],
  ['in a minor', 'A minor'],
  ['B♭ major', 'Bb major'],
  ['E flat major waltz', 'Eb major'],
  ['key of C-sharp minor', 'C# minor'],
  ['techno in F#m at 128', 'F# minor'],
  ['key: G', 'G major'],
])('"%s" is in %s', (text, name) => {
  expect(findKey(text)?.name).toBe(name)
})

test.each(['a minor setback', 'a major hit', 'I Am the one', 'in A big town', 'sad minor song', ''])(
  '"%s" names no key',
  (text) => {
    expect(findKey(text)).toBeNull()
  },
)
