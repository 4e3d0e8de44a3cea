import { expect, test } from 'vitest'

import { sharedBuffersMb } from './server-settings.ts'

const GIB = 2 ** 30

test('the server takes a quarter of the memory, from 128 MB to a gigabyte', () => {
  expect([0.25 * GIB, 1 * GIB, 2 * GIB, 4 * GIB, 64 * GIB].map(sharedBuffersMb)).toEqual([128, 256, 512, 1024, 1024])
})
