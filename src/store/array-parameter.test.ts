import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { makeTestDatabase, type TestDatabase } from '../../test/helpers/test-database.ts'
import { arrayOf } from './array-parameter.ts'

let testDatabase: TestDatabase
beforeAll(async () => {
  testDatabase = await makeTestDatabase()
})
afterAll(() => testDatabase.drop())

const orNull = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<(Value | null)[]> =>
  fc.array(fc.option(values), { maxLength: 20 })

/** Anything but what PostgreSQL cannot hold in a text. */
const storable = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '').toWellFormed())

test('an array parameter arrives as the values it was made of, nulls and the empty array included', async () => {
  await fc.assert(
    fc.asyncProperty(
      orNull(fc.integer({ min: -32_768, max: 32_767 })),
      orNull(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
      orNull(fc.maxSafeInteger()),
      orNull(fc.boolean()),
      orNull(fc.double({ noNaN: true })),
      orNull(storable),
      orNull(fc.uuid()),
      async (int2, int4, int8, bool, float8, text, uuid) => {
        const [row] = await testDatabase.database.query(
          'array-parameters',
          `select $1::smallint[] as int2, $2::int[] as int4, $3::bigint[] as int8, $4::boolean[] as bool,
            $5::double precision[] as float8, $6::text[] as text, $7::uuid[]::text[] as uuid`,
          [
            arrayOf.int2(int2),
            arrayOf.int4(int4),
            arrayOf.int8(int8),
            arrayOf.bool(bool),
            arrayOf.float8(float8),
            arrayOf.text(text),
            arrayOf.uuid(uuid),
          ],
        )
        expect(row).toEqual({ int2, int4, int8, bool, float8, text, uuid })
      },
    ),
    { numRuns: 50 },
  )
})

test('a value that does not fit its type is refused before anything is sent', () => {
  expect(() => arrayOf.int2([32_768])).toThrow(RangeError)
  expect(() => arrayOf.int4([2 ** 31])).toThrow(RangeError)
  for (const encode of [arrayOf.int2, arrayOf.int4, arrayOf.int8]) {
    for (const value of [0.5, Number.NaN]) expect(() => encode([value])).toThrow(RangeError)
  }
  for (const text of ['no-uuid', `${'0'.repeat(31)}x`, '0'.repeat(33)]) {
    expect(() => arrayOf.uuid([text])).toThrow(RangeError)
  }
})
