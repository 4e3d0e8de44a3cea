// The seed page's Get Task example as data, for this folder's tests.
import { expect } from 'vitest'

import type { JsonObject, JsonValue } from '../../lib/json.ts'

/** The seed's keys in its order; where its sample shows a kind, that kind, and `| null` where omnapi.md 5.1 allows it. */
const SEED = {
  id: 'string',
  userId: 'string',
  apiKeyId: 'string | null',
  accountId: 'string | null',
  status: 'string',
  progress: 'number',
  priority: 'number',
  inputParameters: 'object',
  outputResults: 'object | null',
  resources: 'array',
  creditsRequired: 'number',
  creditsCharged: 'number',
  unitPrice: 'number',
  currency: 'string',
  refunded: 'boolean',
  externalTaskId: 'string | null',
  externalStatus: 'string | null',
  retryCount: 'number',
  maxRetries: 'number',
  processingDuration: 'number | null',
  errorCode: 'string | null',
  errorMessage: 'string | null',
  createdAt: 'string',
  updatedAt: 'string',
  expiresAt: 'string',
  processingStartedAt: 'string | null',
  processingCompletedAt: 'string | null',
  lastPollAt: 'string | null',
  nextPollAt: 'string | null',
  scheduledAt: 'string | null',
  enqueuedAt: 'string',
  lastStatusChange: 'string',
  webhookUrl: 'string | null',
  needsEnqueue: 'boolean',
  tags: 'array | null',
  metadata: 'object | null',
  statusStabilityCount: 'number',
  session: 'array',
  providerRefs: 'object | null',
  provider: 'object',
  model: 'object',
  feature: 'object',
}
const SEED_PARTS = {
  provider: { id: 'number', name: 'string', code: 'string', description: 'string', enabled: 'boolean' },
  model: {
    id: 'number',
    name: 'string',
    code: 'string',
    version: 'string',
    description: 'string',
    priceMultiplier: 'number',
    enabled: 'boolean',
  },
  feature: {
    id: 'number',
    name: 'string',
    code: 'string',
    description: 'string',
    basePrice: 'number',
    enabled: 'boolean',
  },
}

function kindOf(value: JsonValue | undefined): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** The 42 keys in order, each of an allowed kind, and the seed's three objects likewise. */
export function assertSeedShape(wire: JsonObject): void {
  expect(Object.keys(wire).slice(0, 42)).toEqual(Object.keys(SEED))
  for (const [key, kinds] of Object.entries(SEED)) expect(kinds.split(' | '), key).toContain(kindOf(wire[key]))
  for (const [part, keys] of Object.entries(SEED_PARTS)) {
    const kinds = Object.entries(wire[part] ?? {}).map(([key, value]) => [key, kindOf(value)])
    expect(kinds).toEqual(Object.entries(keys))
  }
}
