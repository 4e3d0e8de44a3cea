import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { TASK_ERROR_CODES, type Task } from '../../domain/task.ts'
import { CAPABILITIES } from '../../domain/work.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/json.ts'
import { BODIES } from './bodies.ts'
import { renderCreated, renderMessage, renderRead } from './render.ts'
import { dataOf, foreignTask, objectAt, renderContext, STATES, taskOf } from './test-tasks.ts'

const UNIFIED_KEYS = 'task_id model task_type status config input output meta detail logs error'.split(' ')

/** The path of every key at any depth. */
function keysIn(value: JsonValue): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => [key, ...keysIn(member).map((inner) => `${key}/${inner}`)])
}

const FAMILIES = Object.entries(BODIES).map(([name, body]) => ({ name, body }))

describe.each(FAMILIES)('$name', ({ name, body }) => {
  test('is rendered as the golden file has it, created and in every status', async () => {
    const created = renderCreated(taskOf(body, STATES[1] ?? fail()), renderContext).body
    const read = STATES.map((state) => [state.name, renderRead(taskOf(body, state), renderContext).body])
    const rendered = { created, ...Object.fromEntries(read) }
    await expect(`${JSON.stringify(rendered, null, 2)}\n`).toMatchFileSnapshot(`golden/${name.replace(' ', '-')}.json`)
  })

  test('has the keys of the task object, in order, in every status', () => {
    for (const state of STATES) {
      const keys = Object.keys(dataOf(renderRead(taskOf(body, state), renderContext)))
      expect(keys).toEqual(name === 'mmaudio' ? [...UNIFIED_KEYS, 'metadata', 'task', 'works'] : UNIFIED_KEYS)
    }
  })

  test('has the same keys in every status when only another release knows its model', () => {
    for (const state of STATES) {
      const task = taskOf(body, state)
      const keysOf = (shown: Task) => keysIn(renderRead(shown, renderContext).body)
      expect(keysOf({ ...task, modelKey: 'of-a-later-release' })).toEqual(keysOf(task))
    }
  })

  test('answers its create the same whatever has become of the task since', () => {
    const [first, ...others] = STATES.map((state) => renderCreated(taskOf(body, state), renderContext))
    for (const other of others) expect(other).toEqual(first)
    expect(dataOf(first ?? fail())).toMatchObject({ status: 'pending', output: null, logs: [], detail: null })
  })
})

describe.each(['omnapi', 'beatra'] as const)('a task made by %s', (dialect) => {
  test.each(CAPABILITIES)('is rendered as the golden file has it: %s', async (capability) => {
    const read = STATES.map((state) => [
      state.name,
      dataOf(renderRead(foreignTask(dialect, capability, state), renderContext)),
    ])
    // The two dialects' tasks differ in nothing that shows here, so one file holds for both.
    const file = `golden/foreign-${capability.replace('.', '-')}.json`
    await expect(`${JSON.stringify(Object.fromEntries(read), null, 2)}\n`).toMatchFileSnapshot(file)
  })

  test('shows its callback URL, never its secret or its wire facts', () => {
    for (const capability of CAPABILITIES) {
      for (const state of STATES) {
        const answer = JSON.stringify(renderRead(foreignTask(dialect, capability, state), renderContext))
        expect(answer).toContain('https://hooks.example.net/in')
        expect(answer).not.toContain('never shown')
        expect(answer).not.toContain('of another dialect')
      }
    }
  })
})

/** The seed page's example as paths and types; `[]` = each element. Top-level `code` and `message` are checked apart. */
const TASK_INFO = {
  '.arguments': 'array',
  '.arguments[].name': 'string',
  '.arguments[].value': 'string',
  '.inputs': 'array',
  '.inputs[].inputType': 'string',
  '.inputs[].name': 'string',
  '.inputs[].url': 'string',
  '.inputs[].blobStorage': 'null',
  '.inputs[].token': 'null',
  '.type': 'string',
}
const taskInfoAt = (place: string) => Object.entries(TASK_INFO).map(([path, type]) => [`${place}${path}`, type])
const SEED: Readonly<Record<string, string>> = {
  task_id: 'string',
  input: 'string',
  status: 'string',
  metadata: 'object',
  'metadata.created_at': 'string',
  'metadata.started_at': 'string',
  'metadata.ended_at': 'string',
  'metadata.quota_frozen': 'integer',
  'metadata.quota_usage': 'integer',
  task: 'object',
  'task.id': 'integer',
  'task.userId': 'integer',
  'task.type': 'string',
  'task.status': 'integer',
  'task.taskInfo': 'object',
  ...Object.fromEntries(taskInfoAt('task.taskInfo')),
  'task.favored': 'boolean',
  'task.deleted': 'boolean',
  'task.createTime': 'integer',
  'task.updateTime': 'integer',
  works: 'array',
  'works[].workId': 'integer',
  'works[].workItemId': 'integer',
  'works[].taskId': 'integer',
  'works[].userId': 'integer',
  'works[].type': 'string',
  'works[].status': 'integer',
  'works[].contentType': 'string',
  'works[].resource': 'object',
  'works[].resource.resource': 'string',
  'works[].resource.resourceWithoutWatermark': 'string',
  'works[].resource.height': 'integer',
  'works[].resource.width': 'integer',
  'works[].resource.duration': 'integer',
  'works[].cover': 'object',
  'works[].cover.resource': 'string',
  'works[].cover.height': 'integer',
  'works[].cover.width': 'integer',
  'works[].cover.duration': 'integer',
  'works[].starNum': 'integer',
  'works[].reportNum': 'integer',
  'works[].createTime': 'integer',
  'works[].taskInfo': 'object',
  ...Object.fromEntries(taskInfoAt('works[].taskInfo')),
  'works[].selfAttitude': 'string',
  'works[].selfComment': 'object',
  'works[].selfComment.tags': 'array',
  'works[].selfComment.content': 'string',
  'works[].favored': 'boolean',
  'works[].publishStatus': 'string',
  'works[].deleted': 'boolean',
}

function fail(): never {
  throw new Error('there is none')
}

function typeOf(value: JsonValue | undefined): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}

/** All values that stand at a path of the table. */
function valuesAt(value: JsonValue | undefined, path: string): (JsonValue | undefined)[] {
  let values: (JsonValue | undefined)[] = [value]
  for (const step of path.split('.')) {
    const key = step.replace('[]', '')
    values = values.map((each) => (isJsonObject(each) ? each[key] : undefined))
    if (step.endsWith('[]')) values = values.flatMap((each) => (Array.isArray(each) ? each : [undefined]))
  }
  return values
}

function seedFaults(data: JsonObject): string[] {
  return Object.entries(SEED).flatMap(([path, type]) =>
    valuesAt(data, path)
      .filter((value) => typeOf(value) !== type)
      .map((value) => `${path} is ${typeOf(value)}, not ${type}`),
  )
}

describe("mmaudio's Get Task", () => {
  const body = BODIES['mmaudio'] ?? fail()

  test.each(STATES)("has every key of the seed page with the page's type while $name", (state) => {
    const own = dataOf(renderRead(taskOf(body, state), renderContext))
    expect(seedFaults(own)).toEqual([])
    expect(Array.isArray(own['works']) && own['works'].length).toBe(state.status === 'succeeded' ? 1 : 0)
    // A sound task made elsewhere has no film, and still the same keys.
    expect(seedFaults(dataOf(renderRead(foreignTask('beatra', 'sound.generate', state), renderContext)))).toEqual([])
  })

  test('has 18 members in a work, no more', () => {
    const data = dataOf(renderRead(taskOf(body, STATES[4] ?? fail()), renderContext))
    const [work] = valuesAt(data, 'works[]')
    expect(isJsonObject(work) && Object.keys(work)).toHaveLength(18)
  })

  test('gives the input as a JSON string that reads back to what the create showed', () => {
    const task = taskOf(body, STATES[1] ?? fail())
    const { input } = dataOf(renderRead(task, renderContext))
    expect(JSON.parse(typeof input === 'string' ? input : '')).toEqual(
      dataOf(renderCreated(task, renderContext))['input'],
    )
  })

  test('has no URL for a film that was sent as base64', () => {
    const input = { prompt: '', video: 'data:video/mp4;base64,AAAAIGZ0eXBpc29t' }
    const data = dataOf(renderRead(taskOf({ ...body, input }, STATES[1] ?? fail()), renderContext))
    expect(valuesAt(data, 'task.taskInfo.inputs[].url')).toEqual([''])
    expect(valuesAt(data, 'task.taskInfo.arguments[].name')).toEqual(['prompt', 'negative_prompt', 'steps', 'seed'])
  })
})

test('the seeds that were used are shown with the results', () => {
  const outputOf = (name: string) =>
    objectAt(dataOf(renderRead(taskOf(BODIES[name] ?? fail(), STATES[4] ?? fail()), renderContext)), 'output')
  expect(outputOf('flux')).toMatchObject({ seed: 42, seeds: [42, 43] })
  expect(outputOf('mmaudio')).toMatchObject({ seed: 42 })
  expect(outputOf('udio music')).toMatchObject({ songs: [{ seed: 42 }, { seed: 43 }] })
  expect(outputOf('udio lyrics')).toMatchObject({ lyrics_pairs: [{ seed: 42 }, { seed: 43 }] })
})

describe('money', () => {
  const usageOf = (task: Task) => objectAt(objectAt(dataOf(renderRead(task, renderContext)), 'meta'), 'usage')

  test('of a partial result is what was captured', () => {
    const task = { ...taskOf(BODIES['flux'] ?? fail(), STATES[4] ?? fail()), captured: 20_000, released: 180_000 }
    expect(usageOf(task)).toEqual({ type: 'llm', frozen: 0, consume: 20_000 })
  })

  test('that was given back later does not show as consumed', () => {
    const task = { ...taskOf(BODIES['suno music'] ?? fail(), STATES[4] ?? fail()), refunded: 200_000 }
    expect(usageOf(task)).toEqual({ type: 'point', frozen: 0, consume: 0 })
  })
})

test.each([
  ['provider_error', 1100],
  ['internal_error', 1100],
  ['content_rejected', 1102],
  ['invalid_input', 1103],
  ['provider_timeout', 1104],
  ['upstream_outcome_unknown', 1105],
] as const)('a task that failed with %s carries the code %i', (code, number) => {
  const task: Task = {
    ...taskOf(BODIES['flux'] ?? fail(), STATES[5] ?? fail()),
    error: { code, message: 'said so', retryable: false },
  }
  expect(dataOf(renderRead(task, renderContext))['error']).toEqual({
    code: number,
    raw_message: '',
    message: 'said so',
    detail: null,
  })
})

test('a secret without an endpoint is echoed as sent', () => {
  const config = { webhook_config: { secret: 'idle' } }
  const task = taskOf({ ...BODIES['flux'], config }, STATES[1] ?? fail())
  expect(dataOf(renderRead(task, renderContext))['config']).toEqual({
    service_mode: '',
    webhook_config: { endpoint: '', secret: 'idle' },
  })
})

test('the secret of a request shows in the message to the URL that came with it, and in no other message', () => {
  const messageFor = (isForOwnUrl: boolean, webhookConfig: JsonObject): string => {
    const task = taskOf({ ...BODIES['flux'], config: { webhook_config: webhookConfig } }, STATES[4] ?? fail())
    const message = { id: task.id, task, attemptedAt: 0, isForOwnUrl }
    return JSON.stringify(renderMessage(message, renderContext))
  }
  const given = { endpoint: 'https://example.net/hook', secret: 'hush' }
  expect(messageFor(true, given)).toContain('hush')
  expect(messageFor(false, given)).not.toContain('hush')
  expect(messageFor(false, { secret: 'hush' })).not.toContain('hush')
})

test('any task of any dialect, capability and status can be rendered', () => {
  const anyTask = fc
    .record({
      dialect: fc.constantFrom('omnapi', 'beatra', 'piapi'),
      capability: fc.constantFrom(...CAPABILITIES),
      state: fc.constantFrom(...STATES),
      input: fc.dictionary(fc.string(), fc.jsonValue()),
      wire: fc.dictionary(fc.constantFrom('taskType', 'idleSecret', 'other'), fc.string()),
      askedModel: fc.constantFrom('music-s', 'music-u', 'Qubico/diffrhythm', 'Qubico/mmaudio', 'auto', 'sim/music'),
      createdAt: fc.double({ min: 0, max: 4e12, noNaN: true }),
      noItems: fc.boolean(),
      code: fc.constantFrom(...TASK_ERROR_CODES),
    })
    .map(({ dialect, capability, state, input, noItems, code, ...others }): Task => {
      const task = foreignTask('omnapi', capability, state)
      return {
        ...task,
        ...others,
        dialect,
        input: JSON.stringify(input),
        output: noItems && task.output !== null ? { items: [] } : task.output,
        error: task.error === null ? null : { ...task.error, code },
      }
    })
  fc.assert(
    fc.property(anyTask, (task) => {
      const response = renderRead(task, renderContext)
      expect(response.status).toBe(200)
      expect(JSON.parse(JSON.stringify(response.body))).toMatchObject({ code: 200, message: 'success' })
      expect(Object.keys(dataOf(response)).slice(0, UNIFIED_KEYS.length)).toEqual(UNIFIED_KEYS)
      renderCreated(task, renderContext)
    }),
  )
})
