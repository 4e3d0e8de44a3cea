import fc from 'fast-check'
import { expect, test } from 'vitest'

import { DIALECT_NAMES, TASK_ERROR_CODES, TASK_STATUSES } from '../../domain/task.ts'
import type { JsonValue } from '../../lib/json.ts'
import { renderTask } from './render.ts'
import { assertSeedShape } from './test-seed.ts'
import { catalogue, makeItem, makeTask, renderContext } from './test-tasks.ts'

const json = fc.jsonValue().map((value): JsonValue => JSON.parse(JSON.stringify(value)))
const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const instant = fc.double({ min: 0, max: 4_102_444_800_000, noNaN: true })
const units = fc.nat({ max: 1_000_000_000 })
const anyItem = fc
  .record({
    kind: fc.constantFrom('image', 'audio', 'text', 'video'),
    role: fc.constantFrom('main', 'cover'),
    width: nullable(fc.nat()),
    lyrics: nullable(fc.string()),
    tags: nullable(fc.array(fc.string())),
    artifactId: fc.uuid(),
  })
  .map((facts) => makeItem(facts))
const anyTask = fc
  .record({
    entry: fc.constantFrom(...catalogue.models),
    id: fc.uuid(),
    dialect: fc.constantFrom(...DIALECT_NAMES),
    status: fc.constantFrom(...TASK_STATUSES),
    input: fc.dictionary(fc.string(), json).map((input) => JSON.stringify(input)),
    wire: fc.dictionary(fc.string(), json),
    apiKeyId: nullable(fc.uuid()),
    tags: nullable(fc.array(fc.string())),
    metadata: nullable(fc.dictionary(fc.string(), json)),
    output: nullable(fc.record({ items: fc.array(anyItem, { maxLength: 4 }) })),
    error: nullable(
      fc.record({ code: fc.constantFrom(...TASK_ERROR_CODES), message: fc.string(), retryable: fc.boolean() }),
    ),
    createdAt: instant,
    startedAt: nullable(instant),
    completedAt: nullable(instant),
    held: units,
  })
  .map(({ entry, ...facts }) =>
    makeTask({ modelKey: entry.key, capability: entry.capability, ...facts, captured: facts.held }),
  )

test('any task of any dialect can be shown, in the shape of the seed and as JSON', () => {
  fc.assert(
    fc.property(anyTask, (task) => {
      const wire = renderTask(task, renderContext)
      assertSeedShape(wire)
      expect(JSON.parse(JSON.stringify(wire))).toEqual(wire)
    }),
    { numRuns: 300 },
  )
})
