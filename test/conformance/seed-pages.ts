import { readFileSync } from 'node:fs'

import type { DialectName } from '../../src/domain/task.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/lib/json.ts'
import { at } from '../helpers/start-medley.ts'
import { matchPage, type PageRules } from './match-page.ts'

/** The examples of the three seed pages, as they stand there. */
function readPage(name: DialectName): JsonObject {
  const page: unknown = JSON.parse(readFileSync(new URL(`pages/${name}.json`, import.meta.url), 'utf8'))
  if (!isJsonObject(page)) throw new Error(`the page ${name} is no object`)
  return page
}

export const OMNAPI_PAGE = readPage('omnapi')
const BEATRA_PAGE = readPage('beatra')
const PIAPI_PAGE = readPage('piapi')

/** RULINGS 36 and 37: 42 keys, then extras; null where there is no value, and which those may be (omnapi.md 5.1). */
const OMNAPI_RULES: PageRules = {
  nulls: 'any',
  extras: (path) => path === '',
  nullable: new Set([
    'apiKeyId',
    'accountId',
    'externalTaskId',
    'externalStatus',
    'processingDuration',
    'errorCode',
    'errorMessage',
    'webhookUrl',
  ]),
}

/** RULINGS 46: all keys always; null only where no value can be. */
const BEATRA_RULES: PageRules = {
  nulls: 'null',
  extras: () => false,
  nullable: new Set([
    'resolved_model',
    'output',
    'error',
    'callback',
    'callback.delivered_at',
    'callback.last_error',
    'started_at',
    'completed_at',
    'cancel_requested_at',
    'links.cancel',
  ]),
}

/** RULINGS 56: nothing of the page is null but `blobStorage` and `token`. */
const PIAPI_RULES: PageRules = { nulls: 'null', extras: () => false, nullable: new Set() }

/** RULINGS 55 and contract section 5: the task object of all models but mmaudio's. */
const UNIFIED_PAGE: JsonObject = {
  task_id: 'string',
  model: 'string',
  task_type: 'string',
  status: 'string',
  config: { service_mode: '', webhook_config: { endpoint: '', secret: '' } },
  input: {},
  output: {},
  meta: {
    created_at: '2019-08-24T14:15:22Z',
    started_at: '2019-08-24T14:15:22Z',
    ended_at: '2019-08-24T14:15:22Z',
    usage: { type: 'string', frozen: 0, consume: 0 },
    is_using_private_pool: false,
  },
  detail: null,
  logs: [{}],
  error: { code: 0, raw_message: '', message: '', detail: null },
}
const UNIFIED_RULES: PageRules = { nulls: 'null', extras: () => false, nullable: new Set(['data.output']) }

const STATUS_WORDS: Readonly<Record<DialectName, readonly string[]>> = {
  omnapi: ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED'],
  beatra: ['queued', 'running', 'succeeded', 'failed', 'canceled'],
  piapi: ['staged', 'pending', 'processing', 'completed', 'failed'],
}

/** What of a Get Task answer is not as its seed page, and the rulings on it, have it. */
export function faultsOf(dialect: DialectName, answer: JsonValue): string[] {
  switch (dialect) {
    case 'omnapi':
      return [...matchPage(OMNAPI_PAGE, answer, OMNAPI_RULES), ...unknownStatus(dialect, at(answer, 'status'))]
    case 'beatra':
      return [...matchPage(BEATRA_PAGE, answer, BEATRA_RULES), ...unknownStatus(dialect, at(answer, 'status'))]
    case 'piapi': {
      const data = at(answer, 'data')
      const ownPage = at(data, 'model') === 'Qubico/mmaudio'
      const faults = ownPage ? mmaudioFaults(answer) : matchPage(wrapped(UNIFIED_PAGE), answer, UNIFIED_RULES)
      return [...faults, ...unknownStatus(dialect, at(data, 'status')), ...envelopeFaults(answer)]
    }
  }
}

function wrapped(data: JsonObject): JsonObject {
  return { code: 0, data, message: 'success' }
}

/** RULINGS 56: the unified object's keys, `input` as a string, then those of the page that it has not. */
function mmaudioFaults(answer: JsonValue): string[] {
  const seen = at(PIAPI_PAGE, 'data')
  if (!isJsonObject(seen)) return ['the page has no data']
  const { metadata = null, task = null, works = null } = seen
  const page = wrapped({ ...UNIFIED_PAGE, input: 'string', metadata, task, works })
  const faults = matchPage(page, answer, UNIFIED_RULES)
  const data = at(answer, 'data')
  // The page itself, without what RULINGS 55 puts between its keys.
  const own = isJsonObject(data) ? Object.fromEntries(Object.keys(seen).map((key) => [key, data[key] ?? null])) : null
  return [...faults, ...matchPage(seen, own, PIAPI_RULES, 'data')]
}

function envelopeFaults(answer: JsonValue): string[] {
  return at(answer, 'code') === 200 && at(answer, 'message') === 'success'
    ? []
    : ['code or message is not of a success']
}

function unknownStatus(dialect: DialectName, status: JsonValue | undefined): string[] {
  return STATUS_WORDS[dialect].some((word) => word === status) ? [] : [`${String(status)} is no status of ${dialect}`]
}
