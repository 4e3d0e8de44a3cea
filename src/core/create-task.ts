import { createHash, randomInt } from 'node:crypto'

import { GatewayError, invalidField } from '../domain/errors.ts'
import { NOT_DELIVERED } from '../domain/message.ts'
import { priceLines, totalOf, type PriceLine } from '../domain/pricing.ts'
import { DIALECT_NAMES, type CreateTask, type Task } from '../domain/task.ts'
import { deriveUuid, timeOfUuidV7, type Uuid } from '../lib/ids.ts'
import { findArtifacts } from '../store/artifacts.ts'
import type { CreateResult, NewTask } from '../store/create-tasks.ts'
import { toTask, type TaskExtras } from '../store/to-task.ts'
import type { Context } from './context.ts'
import { weightOf } from './make-batches.ts'
import { poolNameOf } from './pools.ts'

/** For whom a request speaks. */
export interface Caller {
  keyId: Uuid
  organisation: { id: Uuid; number: number }
  operator: boolean
}

/** What makes two creates the same one: the client's key within method and path, and a hash of the body. */
export interface Idempotency {
  method: string
  path: string
  key: string
  body: Buffer
}

export interface CreatedTask {
  /** As it was when created: queued, nothing done; the same for a replay as for the first answer. */
  task: Task
  replayed: boolean
}

/**
 * Accepts a task: priced, held, numbered and queued in one commit (DESIGN 3 "Create"). No provider is called. Refuses with
 * `insufficient_credits`, `idempotency_conflict` (RULINGS 66), `invalid_request` for an artifact that the organisation does
 * not have, `unavailable` when too many creates wait.
 */
export async function createTask(
  context: Context,
  caller: Caller,
  create: CreateTask,
  idempotency: Idempotency | null,
): Promise<CreatedTask> {
  await checkUses(context, caller, create)
  const model = context.catalogue.byKey(create.modelKey)
  const lines = priceLines(model.price, create.priceVariant, create.quantity)
  const member = toMember(context, caller, create, lines, idempotency)
  const result = await decide(context, member)
  switch (result.verdict) {
    case 'created':
      context.metrics.tasksCreated.inc({
        capability: create.work.capability,
        provider: model.routes[0]?.provider ?? '',
      })
      context.wakeUps.jobsReady()
      context.wakeUps.logGrown(caller.organisation.number)
      return { task: newTask(caller, create, lines, member), replayed: false }
    case 'replay':
      return { task: await readAsCreated(context, caller, result.task), replayed: true }
    case 'conflict':
      throw new GatewayError('idempotency_conflict')
    case 'poor':
      throw new GatewayError('insufficient_credits', { required: member.held, available: result.available ?? 0 })
    case 'retry':
    case 'busy':
      throw new GatewayError('unavailable', { retryAfterSeconds: 1 })
  }
}

async function checkUses(context: Context, caller: Caller, create: CreateTask): Promise<void> {
  if (create.uses.length === 0) return
  const ids = create.uses.map((use) => use.artifactId)
  const found = await findArtifacts(context.sql, caller.organisation.number, ids)
  for (const [index, use] of create.uses.entries()) {
    if (found[index]?.kind !== use.kind) throw invalidField(use.path, `names no ${use.kind} of yours`, 'not_found')
  }
}

/** Members above this travel apart, so that small ones never wait for their bytes. */
const LARGE_BYTES = 256 * 1024

/**
 * `busy` goes on in the waiting batch; `retry` asks again: each round decides at least the first member of every
 * organisation, so it ends (engine-review hole 2).
 */
async function decide(context: Context, member: NewTask): Promise<CreateResult> {
  const own = weightOf(member) > LARGE_BYTES ? context.batches.createLarge : context.batches.create
  let result = await own.add(member)
  while (result.verdict === 'retry' || result.verdict === 'busy') {
    const lane = result.verdict === 'busy' ? context.batches.createWaiting : own
    result = await lane.add(member)
  }
  return result
}

function toMember(
  context: Context,
  caller: Caller,
  create: CreateTask,
  lines: readonly PriceLine[],
  idempotency: Idempotency | null,
): NewTask {
  const model = context.catalogue.byKey(create.modelKey)
  const pool = context.pools.get(poolNameOf(model))
  if (pool === undefined) throw new Error(`There is no pool for ${create.modelKey}`)
  const work = create.work.seed === null ? { ...create.work, seed: randomInt(2 ** 32) } : create.work
  const extras: TaskExtras = {
    wire: create.wire,
    tags: create.tags,
    metadata: create.metadata,
    warnings: create.warnings,
  }
  return {
    id: context.newId(),
    organisation: caller.organisation.number,
    apiKey: caller.keyId,
    dialect: DIALECT_NAMES.indexOf(create.dialect),
    capability: create.work.capability,
    askedModel: create.askedModel,
    modelKey: create.modelKey,
    pool,
    priority: create.priority,
    priceLines: JSON.stringify(lines),
    held: totalOf(lines),
    callbackUrl: create.callback?.url ?? null,
    callbackSecret: create.callback?.secret ?? null,
    idempotency:
      idempotency === null
        ? null
        : {
            key: deriveUuid(idempotency.method, idempotency.path, idempotency.key),
            body: deriveUuid(createHash('sha256').update(idempotency.body).digest('hex')),
          },
    input: create.input,
    work: JSON.stringify(work),
    extras: JSON.stringify(extras),
  }
}

function newTask(caller: Caller, create: CreateTask, lines: PriceLine[], member: NewTask): Task {
  const createdAt = timeOfUuidV7(member.id)
  return asCreated({
    id: member.id,
    number: 0,
    organisation: caller.organisation,
    apiKeyId: caller.keyId,
    dialect: create.dialect,
    capability: create.work.capability,
    askedModel: create.askedModel,
    modelKey: create.modelKey,
    route: null,
    status: 'queued',
    staged: false,
    progress: 0,
    priority: create.priority,
    input: create.input,
    wire: create.wire,
    tags: create.tags,
    metadata: create.metadata,
    warnings: create.warnings,
    output: null,
    error: null,
    priceLines: lines,
    held: member.held,
    captured: 0,
    released: 0,
    refunded: 0,
    callback: create.callback,
    callbackDelivery: NOT_DELIVERED,
    retryCount: 0,
    createdAt,
    updatedAt: createdAt,
    startedAt: null,
    completedAt: null,
    statusChangedAt: createdAt,
    cancelRequestedAt: null,
    expiresAt: createdAt,
    version: 1,
  })
}

async function readAsCreated(context: Context, caller: Caller, id: Uuid | null): Promise<Task> {
  const row = id === null ? null : await context.batches.get.add(id)
  // The first create's partition may be gone; a key lives 24 hours and tasks for months, so this is a bug.
  if (row === null) throw new Error(`The replayed task ${id} does not exist`)
  const input = row.input ?? (await context.batches.input.add(row.id))
  return asCreated(toTask({ ...row, input }, caller.organisation))
}

/** Only what never changes, so that a replay is the first answer again (RULINGS 66). */
function asCreated(task: Task): Task {
  return {
    ...task,
    number: 0,
    route: null,
    status: 'queued',
    staged: false,
    progress: 0,
    output: null,
    error: null,
    captured: 0,
    released: 0,
    refunded: 0,
    callbackDelivery: NOT_DELIVERED,
    retryCount: 0,
    updatedAt: task.createdAt,
    startedAt: null,
    completedAt: null,
    statusChangedAt: task.createdAt,
    cancelRequestedAt: null,
    expiresAt: task.createdAt,
    version: 1,
  }
}
