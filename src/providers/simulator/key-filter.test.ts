import { expect, test } from 'vitest'

import { deriveUuid } from '../../lib/ids.ts'
import { makeKeyFilter } from './key-filter.ts'

test('none of 100,000 ids is forgotten, and of as many others none is taken for one of them', () => {
  const filter = makeKeyFilter()
  const ids = (name: string) => Array.from({ length: 100_000 }, (_, index) => deriveUuid(name, index))
  for (const id of ids('known')) filter.add(id)
  expect(ids('known').filter((id) => !filter.mayHold(id))).toEqual([])
  expect(ids('strange').filter((id) => filter.mayHold(id))).toEqual([])
})
