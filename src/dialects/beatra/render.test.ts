import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { parseCredits } from '../../domain/credits.ts'
import { DIALECT_NAMES, TASK_ERROR_CODES, TASK_STATUSES, type Task } from '../../domain/task.ts'
import { CAPABILITIES } from '../../domain/work.ts'
import type { JsonValue } from '../../lib/json.ts'
import { BLOCKS, renderCreated, renderList, renderTask } from './render.ts'
import { inStatus, renderContext, sampleItem, SAMPLES } from './sample-tasks.ts'

const EVERY = Object.entries(SAMPLES).flatMap(([name, { task, items }]) =>
  TASK_STATUSES.map((status) => ({ name, status, task: inStatus(task, status, items) })),
)

/** The seed page's keys in its order, with the JSON types that a value may have. */
const SEED: Readonly<Record<string, readonly string[]>> = {
  object: ['string'],
  task_id: ['string'],
  status: ['string'],
  capability: ['string'],
  model: ['string'],
  resolved_model: ['string', 'null'],
  metadata: ['object'],
  input: ['object'],
  progress: ['object'],
  output: ['object', 'null'],
  warnings: ['array'],
  error: ['object', 'null'],
  usage: ['object'],
  billing: ['object'],
  callback: ['object', 'null'],
  created_at: ['string'],
  started_at: ['string', 'null'],
  completed_at: ['string', 'null'],
  cancel_requested_at: ['string', 'null'],
  links: ['object'],
}

/** The seed's inner objects, likewise. */
const SEED_INNER: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  progress: { percent: ['number'], stage: ['string'], message: ['string'] },
  error: { code: ['string'], message: ['string'], retryable: ['boolean'] },
  usage: {
    input_tokens: ['number'],
    output_tokens: ['number'],
    cache_read_tokens: ['number'],
    cache_creation_tokens: ['number'],
    reasoning_tokens: ['number'],
    image_count: ['number'],
    image_pixels: ['number'],
    video_seconds: ['number'],
    audio_seconds: ['number'],
    characters: ['number'],
    lines: ['array'],
    credits: ['string'],
    credits_usd_reference: ['string'],
  },
  billing: {
    charged_credits: ['string'],
    refunded_credits: ['string'],
    charged_credits_usd_reference: ['string'],
    refunded_credits_usd_reference: ['string'],
    currency: ['string'],
  },
  callback: {
    url: ['string'],
    status: ['string'],
    attempt_count: ['number'],
    delivered_at: ['string', 'null'],
    last_error: ['string', 'null'],
  },
  links: { self: ['string'], cancel: ['string', 'null'] },
}

const SEED_LINE: Readonly<Record<string, readonly string[]>> = {
  meter: ['string'],
  quantity: ['string'],
  unit: ['string'],
  billed_amount_credits: ['string'],
  billed_amount_credits_usd_reference: ['string'],
}

const SEED_WARNING: Readonly<Record<string, readonly string[]>> = {
  code: ['string'],
  message: ['string'],
  field: ['string'],
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function expectShape(value: unknown, shape: Readonly<Record<string, readonly string[]>>): void {
  const entries = Object.entries(Object(value))
  expect(entries.map(([key]) => key)).toEqual(Object.keys(shape))
  for (const [key, item] of entries) expect(shape[key], key).toContain(typeOf(item))
}

function at(value: JsonValue | undefined, ...path: (string | number)[]): unknown {
  let current: unknown = value
  for (const key of path) current = Object(current)[key]
  return current
}

describe('a task in every status, made by every dialect', () => {
  test.each(Object.entries(SAMPLES))('%s is shown as its golden file says', async (name, { task, items }) => {
    const shown = Object.fromEntries(
      TASK_STATUSES.map((status) => [status, renderTask(inStatus(task, status, items), renderContext)]),
    )
    await expect(`${JSON.stringify(shown, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`)
  })

  test.each(EVERY)("$name, $status: every key of the seed, in its order, of the seed's type", ({ task }) => {
    const body = renderTask(task, renderContext)
    expectShape(body, SEED)
    for (const [key, shape] of Object.entries(SEED_INNER)) {
      if (body[key] !== null) expectShape(body[key], shape)
    }
    for (const line of [at(body, 'usage', 'lines')].flat()) expectShape(line, SEED_LINE)
    for (const warning of [at(body, 'warnings')].flat()) expectShape(warning, SEED_WARNING)
  })

  test.each(EVERY)('$name, $status: no secret of a callback is shown', ({ task }) => {
    expect(JSON.stringify(renderTask(task, renderContext))).not.toContain('hidden-secret')
  })
})

describe('the answer of a create', () => {
  test.each(Object.entries(SAMPLES))('%s: its replay has the same bytes at any later status', (_name, sample) => {
    const first = JSON.stringify(renderCreated(sample.task, renderContext))
    for (const status of TASK_STATUSES) {
      const later = inStatus(sample.task, status, sample.items)
      expect(JSON.stringify(renderCreated(later, renderContext))).toBe(first)
    }
  })

  test('is 202, queued, with the hold already charged and nothing refunded', () => {
    const { task, items } = SAMPLES['beatra-image'] ?? { task: null, items: [] }
    if (task === null) throw new Error('no sample')
    const { status, body } = renderCreated(inStatus(task, 'succeeded', items), renderContext)
    expect(status).toBe(202)
    expect(body).toMatchObject({
      status: 'queued',
      progress: { percent: 0, stage: 'queued' },
      billing: { charged_credits: '200.0000', refunded_credits: '0.0000' },
      usage: { credits: '0.0000', lines: [] },
      output: null,
      completed_at: null,
    })
  })
})

describe('money', () => {
  test('fewer pictures than asked: the rest came back and only the delivered are billed', () => {
    const body = renderTask(sampleIn('beatra-image', 'succeeded'), renderContext)
    expect(body['billing']).toMatchObject({ charged_credits: '200.0000', refunded_credits: '50.0000' })
    expect(body['usage']).toMatchObject({ image_count: 3, credits: '150.0000', credits_usd_reference: '0.1500' })
    expect(at(body, 'usage', 'lines', 0)).toMatchObject({ quantity: '3', billed_amount_credits: '150.0000' })
  })

  test.each(['failed', 'canceled'] as const)('a %s task gave everything back', (status) => {
    const body = renderTask(sampleIn('beatra-music', status), renderContext)
    expect(body['billing']).toMatchObject({ charged_credits: '80.0000', refunded_credits: '80.0000' })
    expect(body['usage']).toMatchObject({ credits: '0.0000', lines: [] })
  })

  test('a refund after success comes off the billed lines', () => {
    const task = { ...sampleIn('beatra-music', 'succeeded'), refunded: 300_000 }
    const body = renderTask(task, renderContext)
    expect(body['billing']).toMatchObject({ charged_credits: '80.0000', refunded_credits: '30.0000' })
    expect(body['usage']).toMatchObject({ credits: '50.0000', lines: [{ billed_amount_credits: '50.0000' }] })
  })
})

function sampleIn(name: string, status: Task['status']): Task {
  const sample = SAMPLES[name]
  if (sample === undefined) throw new Error(`no sample ${name}`)
  return inStatus(sample.task, status, sample.items)
}

describe('a list', () => {
  const tasks = EVERY.map((sample) => sample.task)
  const query = {
    statuses: null,
    capability: null,
    createdAfter: null,
    createdBefore: null,
    limit: 20,
    cursor: null,
    order: 'desc',
  } as const

  test.each([
    { expand: [], left: Object.keys(SEED).filter((key) => !BLOCKS.some((block) => block === key)) },
    {
      expand: ['usage', 'input'],
      left: Object.keys(SEED).filter((key) => !['output', 'billing', 'callback'].includes(key)),
    },
    { expand: BLOCKS, left: Object.keys(SEED) },
  ])('expanded by $expand shows the summary and those blocks only', ({ expand, left }) => {
    const { status, body } = renderList({ tasks, nextCursor: 'abc' }, { ...query, expand }, renderContext)
    expect(status).toBe(200)
    expect(body).toMatchObject({ object: 'list', next_cursor: 'abc', has_more: true })
    const data = [at(body, 'data')].flat()
    expect(data).toHaveLength(tasks.length)
    for (const item of data) expect(Object.keys(Object(item))).toEqual(left)
  })

  test('the last page says that there is no more', () => {
    const { body } = renderList({ tasks: [], nextCursor: null }, { ...query, expand: [] }, renderContext)
    expect(body).toEqual({ object: 'list', data: [], next_cursor: null, has_more: false })
  })
})

const anyItem = fc
  .record({
    kind: fc.constantFrom('image', 'audio', 'text', 'video'),
    place: fc.integer({ min: 0, max: 9 }),
    role: fc.constantFrom('main', 'cover'),
    durationSeconds: fc.option(fc.double({ min: 0, max: 600, noNaN: true })),
    lyrics: fc.option(fc.string()),
    tags: fc.option(fc.array(fc.string())),
  })
  .map(({ kind, place, ...facts }) => sampleItem(kind, place, facts))

const amount = fc.integer({ min: 0, max: 1_000_000_000_000 })

const flat = { version: 1, meter: 'music_task', quantity: 1, per: 1, results: 1, isMost: false }

/** Any task that the domain's types allow, whatever its capability was made with. */
const anyTask = fc
  .record({
    base: fc.constantFrom(...EVERY.map((sample) => sample.task)),
    dialect: fc.constantFrom(...DIALECT_NAMES),
    capability: fc.constantFrom(...CAPABILITIES),
    status: fc.constantFrom(...TASK_STATUSES),
    items: fc.option(fc.array(anyItem, { maxLength: 5 })),
    error: fc.option(
      fc.record({ code: fc.constantFrom(...TASK_ERROR_CODES), message: fc.string(), retryable: fc.boolean() }),
    ),
    input: fc.dictionary(fc.string(), fc.jsonValue()).map((input) => JSON.stringify(input)),
    metadata: fc.option(fc.dictionary(fc.string(), fc.jsonValue())),
    lines: fc.array(fc.record({ unit: fc.constantFrom('task', 'image', 'second', 'token'), each: amount }), {
      minLength: 1,
      maxLength: 3,
    }),
    captured: amount,
    released: amount,
    refundedShare: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ base, items, metadata, lines, refundedShare, ...facts }): Task => {
    const json: Task['metadata'] = metadata === null ? null : JSON.parse(JSON.stringify(metadata))
    return {
      ...base,
      ...facts,
      metadata: json,
      output: items === null ? null : { items },
      held: facts.captured + facts.released,
      refunded: Math.floor(facts.captured * refundedShare),
      priceLines: lines.map((line) => ({ ...flat, ...line, amount: line.each })),
    }
  })

test('any task can be shown, and its lines add up to the charge less what came back', () => {
  fc.assert(
    fc.property(anyTask, (task) => {
      const body = renderTask(task, renderContext)
      const { usage, billing } = body
      const lines = [at(usage, 'lines')].flat()
      const sum = lines.reduce((total: number, line) => total + units(Object(line).billed_amount_credits), 0)
      expect(sum).toBe(units(at(usage, 'credits')))
      if (task.status === 'succeeded') {
        expect(sum).toBe(units(at(billing, 'charged_credits')) - units(at(billing, 'refunded_credits')))
      }
      expect(JSON.parse(JSON.stringify(body))).toEqual(body)
      for (const value of Object.values(Object(body['metadata'])))
        expect(task.dialect === 'beatra' || typeof value === 'string').toBe(true)
    }),
  )
})

function units(text: unknown): number {
  return parseCredits(String(text)) ?? Number.NaN
}
