import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Context } from '../../src/core/context.ts'
import { makePrices, type Prices } from '../../src/core/prices.ts'
import { listPriceVersions, setPrices } from '../../src/core/set-prices.ts'
import { parseCatalogue } from '../../src/domain/catalogue.ts'
import catalogueFile from '../../catalogue/models.json' with { type: 'json' }
import type { JsonValue } from '../../src/lib/json.ts'
import { makeLog } from '../../src/lib/log.ts'
import { at, startMedley, until, type TestMedley } from '../helpers/start-medley.ts'

const catalogue = parseCatalogue(catalogueFile, new Set(['studio', 'simulator']))
const log = makeLog('silent')

let medley: TestMedley
let other: string
afterAll(() => medley.stop())
beforeAll(async () => {
  medley = await startMedley()
  other = (await medley.also('api')) ?? ''
})

/** An operator's door as the gateway's processes have it, on the same database. */
function operator(): { context: Pick<Context, 'sql' | 'catalogue' | 'prices' | 'wakeUps'>; prices: Prices } {
  const sql = medley.database
  const prices = makePrices(sql, { catalogue, path: '/none', now: Date.now, log, onChange: () => {} })
  const wakeUps = { pricesChanged: () => void medley.database.query('n', `select pg_notify('medley', 'x p')`, []) }
  return { context: { sql, catalogue, prices, wakeUps: wakeUps as Context['wakeUps'] }, prices }
}

const set = (prices: JsonValue) => setPrices(operator().context, 'somebody', 'a test', prices)

async function quoteAt(url: string, body: JsonValue = { prompt: 'a cat' }) {
  const response = await fetch(`${url}/v1/quotes`, {
    method: 'POST',
    headers: { 'x-api-key': 'medley-test-key-0123456789', 'content-type': 'application/json' },
    body: JSON.stringify({ dialect: 'beatra', path: '/v1/images/generations', body }),
  })
  const answer: unknown = await response.json()
  return answer as { credits: string; price_version: number; lines: JsonValue }
}

/** Once both processes say it. */
const untilBoth = (version: number) =>
  until(async () => {
    const quotes = await Promise.all([quoteAt(medley.url), quoteAt(other)])
    return quotes.every((quote) => quote.price_version === version) ? quotes : null
  })

test('prices that an operator sets hold in every process within moments, by model, quality and multiplier', async () => {
  const version = await set({
    multiplier: '1.5',
    models: {
      'studio-image-1': { credits: '10.0001', qualities: { hd: { multiplier: '4' } } },
      'minimax-music-2.6': { multiplier: '2' },
    },
  })
  const [here, there] = await untilBoth(version)
  expect([here?.credits, there?.credits]).toEqual(['15.0002', '15.0002'])
  expect((await quoteAt(other, { prompt: 'a cat', quality: 'hd' })).credits).toBe('60.0006')
  const { body: music } = await medley.send('POST', '/v1/quotes', {
    dialect: 'beatra',
    path: '/v1/music/text-to-music',
    body: { prompt: 'jazz', model: 'minimax-music-2.6' },
  })
  expect(music['credits']).toBe('150.0000')
})

test('a task keeps the prices that it was made under: what is set meanwhile changes neither its hold nor its charge', async () => {
  const before = await set({ models: { 'studio-image-1': { credits: '7' } } })
  await untilBoth(before)
  const { body: created } = await medley.send('POST', '/v1/images/generations', { prompt: 'a cat', n: 2 })
  await untilBoth(await set({ models: { 'studio-image-1': { credits: '90000' } } }))
  const task = await medley.untilDone(String(created['task_id']))
  expect(at(task, 'usage', 'credits')).toBe('14.0000')
  const { body: statement } = await medley.send('GET', `/v1/tasks/${created['task_id']}/statement`)
  expect(statement).toMatchObject({ price_version: before, held: '14.0000', charged: '14.0000', returned: '0.0000' })
  expect(await medley.verify()).toEqual([])
})

test('pictures can be priced by the megapixel, speech by the character, tokens by the million', async () => {
  const version = await set({
    models: {
      'studio-image-1': { unit: 'megapixel', credits: '40', qualities: { hd: { credits: '100' } } },
      'sim/chat': { unit: 'token', per: 1_000_000, credits: '150' },
      'sim/speech': { unit: 'character', credits: '0.02' },
    },
  })
  const [quote] = await untilBoth(version)
  expect(quote).toMatchObject({ credits: '41.9431', lines: [{ meter: 'image_megapixels', quantity: '1.048576' }] })
  const simulated = async (model: string, feature: string, prompt: string) => {
    const body = { model, feature, inputParameters: { prompt } }
    const answer = await medley.send('POST', '/v1/quotes', { dialect: 'omnapi', path: '/api/v1/tasks', body })
    return answer.body
  }
  expect(await simulated('sim/chat', 'complete-chat', 'x'.repeat(1000))).toMatchObject({
    credits: '0.1500',
    lines: [{ meter: 'input_tokens', quantity: '1000', per: 1_000_000 }],
  })
  expect(await simulated('sim/speech', 'generate-speech', '🧀'.repeat(7))).toMatchObject({ credits: '0.1400' })
})

test('a version that begins later is in force from then on, unless a newer decision has taken its place', async () => {
  const soon = Date.now() + 3_600_000
  const scheduled = await set({
    starts_at: new Date(soon).toISOString(),
    models: { 'studio-image-1': { credits: '1' } },
  })
  const now = Date.now
  const clock = { now: now() }
  const prices = makePrices(medley.database, {
    catalogue,
    path: '/none',
    now: () => clock.now,
    log,
    onChange: () => {},
  })
  await prices.refresh()
  expect(prices.current().version).toBe(scheduled - 1)
  clock.now = soon + 1000
  expect(prices.current().version).toBe(scheduled)
  const newer = await set({ models: { 'studio-image-1': { credits: '2' } } })
  await prices.refresh()
  expect(prices.current().version).toBe(newer)
})

test.each([
  ['no object', [], '/'],
  ['a key that is unknown', { prices: {} }, '/prices'],
  ['a model that is unknown', { models: { none: { credits: '1' } } }, '/models/none'],
  ['a price of nothing', { models: { 'suno-5.5': { credits: '0' } } }, '/models/suno-5.5/credits'],
  ['a price of five decimals', { models: { 'suno-5.5': { credits: '1.00001' } } }, '/models/suno-5.5/credits'],
  ['a price as a number', { models: { 'suno-5.5': { credits: 1 } } }, '/models/suno-5.5/credits'],
  ['a price beyond all reason', { models: { 'suno-5.5': { credits: '999999999999' } } }, '/models/suno-5.5/credits'],
  ['a multiplier of nothing', { multiplier: '0' }, '/multiplier'],
  [
    'a quality that the model lacks',
    { models: { 'suno-5.5': { qualities: { hd: {} } } } },
    '/models/suno-5.5/qualities/hd',
  ],
  [
    'a unit that cannot be counted',
    { models: { 'suno-5.5': { unit: 'token', credits: '1' } } },
    '/models/suno-5.5/unit',
  ],
  ['a new unit at the old price', { models: { 'suno-5.5': { unit: 'second' } } }, '/models/suno-5.5/credits'],
  ['a start without a zone', { starts_at: '2026-12-01T00:00:00' }, '/starts_at'],
])('prices with %s are refused whole, naming the place', async (_what, prices, place) => {
  const versions = await listPriceVersions(operator().context)
  const refusal: unknown = await set({
    ...(Array.isArray(prices) ? {} : { models: {} }),
    ...prices,
    ...(Array.isArray(prices) ? { 0: 1 } : {}),
  }).catch((error: unknown) => error)
  expect(JSON.stringify(refusal)).toContain(place)
  expect(await listPriceVersions(operator().context)).toEqual(versions)
})

test('the price file is taken when it changes, once for all processes; one that is not valid changes nothing', async () => {
  const path = join(medley.dataDir, 'prices.json')
  const write = (text: string) => {
    writeFileSync(`${path}.new`, text)
    renameSync(`${path}.new`, path)
  }
  const versions = () => listPriceVersions(operator().context)
  const before = await versions()
  const text = JSON.stringify({ models: { 'studio-image-1': { credits: '33.3333' } } })
  write(text)
  const [quote] = await untilBoth(before.length + 2)
  expect(quote?.credits).toBe('33.3333')
  write('{"models": {"studio-image-1": {"credits": "0"}}}')
  write('{ no JSON')
  write(text)
  const looker = makePrices(medley.database, { catalogue, path, now: Date.now, log, onChange: () => {} })
  await looker.lookAtFile()
  write('{"models": {"studio-image-1": {"credits": "0"}}}')
  await looker.lookAtFile()
  expect(await versions()).toHaveLength(before.length + 1)
  expect((await versions()).at(-1)).toMatchObject({ source: 'file', actor: 'price file', reason: path })
  // Back to what is shipped, by another content.
  write('{}')
  const [shipped] = await untilBoth(before.length + 3)
  expect(shipped?.credits).toBe('50.0000')
})

test('a restart with the same file makes no version, so that what an operator set since stays', async () => {
  const path = join(medley.dataDir, 'prices.json')
  const version = await set({ models: { 'studio-image-1': { credits: '3' } } })
  const restarted = makePrices(medley.database, { catalogue, path, now: Date.now, log, onChange: () => {} })
  await restarted.lookAtFile()
  await restarted.refresh()
  expect(restarted.current().version).toBe(version)
})

test('a model whose price another release set in a way that is not known here is not sold, and all others are', async () => {
  const prices = '{"models": {"studio-image-1": {"unit": "gallon", "credits": "1"}}}'
  await medley.database.query(
    'test-other-release',
    `insert into price_versions (version, starts_at, prices, source, actor, reason)
      select max(version) + 1, now(), $1, 'operator', 'another release', 'a test' from price_versions`,
    [prices],
  )
  const lenient = '{"models": {"studio-image-1": {"qualities": {"uhd": {"credits": "1"}}}, "none": {"credits": "1"}}}'
  const looker = makePrices(medley.database, { catalogue, path: '/none', now: Date.now, log, onChange: () => {} })
  await looker.refresh()
  expect(() => looker.current().priceOf(catalogue.byKey('studio-image-1'))).toThrow('The price is not known here.')
  await medley.database.query(
    'test-other-release-again',
    `insert into price_versions (version, starts_at, prices, source, actor, reason)
      select max(version) + 1, now(), $1, 'operator', 'another release', 'a test' from price_versions`,
    [lenient],
  )
  await looker.refresh()
  expect(() => looker.current().priceOf(catalogue.byKey('studio-image-1'))).toThrow('The price is not known here.')
  expect(looker.current().priceOf(catalogue.byKey('suno-5.5')).each).toBe(800_000)
  await untilBoth(await set({}))
})
