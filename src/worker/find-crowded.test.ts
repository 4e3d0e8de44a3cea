import { expect, test } from 'vitest'

import { findCrowded } from './find-crowded.ts'

test('however many organisations take all they may, whoever comes next finds room', () => {
  const held: { organisation: number }[] = []
  for (let organisation = 1; organisation <= 9; organisation += 1) {
    while (!findCrowded(held, 1000).includes(organisation)) held.push({ organisation })
    if (organisation === 1) expect(held).toHaveLength(500)
  }
  expect(held.length).toBeLessThan(1000)
  expect(findCrowded(held, 1000)).not.toContain(10)
  expect(findCrowded([{ organisation: 1 }], 1000)).toEqual([])
})
