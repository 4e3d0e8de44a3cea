import { createHash, randomInt } from 'node:crypto'

import { GatewayError, invalidField } from '../domain/errors.ts'
import { NOT_DELIVERED } from '../domain/message.ts'
import type { CreditUnits } from '../domain/credits.ts'
import { DIALECT_NAMES, type CreateTask, type Task } from '../domain/task.ts'
import { deriveUuid, timeOfUuidV7, type Uuid } from '../lib/ids.ts'
import { findArtifacts } from '../store/artifacts.ts'
import { findReplay, type CreateResult, type NewTask } from '../store/create-tasks.ts'
import { toTask, type TaskExtras } from '../store/to-task.ts'
import type { Context } from './context.ts'
import { keepInputs, useInputs } from './keep-inputs.ts'
import { refusalOfLimit } from './limits.ts'
import { weightOf } from './make-batches.ts'
import { poolNameOf } from './pools.ts'
import { priceTask, type PricedTask } from './price-task.ts'

/** For whom a request speaks. */
export interface Caller {
  keyId: Uuid
  organisation: { id: Uuid; number: number }
  /** Models that it may name, by their key or code in the catalogue; null = all. */
  models: readonly string[] | null
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
 * not have, `max_credits_exceeded` for a price above `maxCredits`, `rate_limited` or `forbidden` for a limit of tasks or credits, `forbidden` for a model,
 * `unavailable` when too many creates wait.
 */
export async function createTask(
  context: Context,
  caller: Caller,
  create: CreateTask,
  idempotency: Idempotency | null,
  maxCredits: CreditUnits | null = null,
): Promise<CreatedTask> {
  await assertMayMake(context, caller, create)
  const priced = priceTask(context, create, context.prices.current())
  const { model } = priced
  const member = toMember(context, caller, create, priced, idempotency)
  const isTooDear = maxCredits !== null && priced.total > maxCredits
  await keepInputs(context, caller, create.files)
  const result = isTooDear ? await decideTooDear(context, member, maxCredits) : await decide(context, member)
  if (result.verdict === 'created' || result.verdict === 'replay') await useInputs(context, create.files)
  switch (result.verdict) {
    case 'created':
      context.metrics.tasksCreated.inc({
        capability: create.work.capability,
        provider: model.routes[0]?.provider ?? '',
      })
      context.wakeUps.jobsReady()
      context.wakeUps.logGrown(caller.organisation.number)
      return { task: newTask(caller, create, priced, member), replayed: false }
    case 'replay':
      return { task: await readAsCreated(context, caller, result.task), replayed: true }
    case 'conflict':
      throw new GatewayError('idempotency_conflict')
    case 'poor':
      throw new GatewayError('insufficient_credits', { required: member.held, available: result.available ?? 0 })
    case 'full':
    case 'capped':
      throw refusalOfLimit(result)
    case 'retry':
    case 'busy':
      throw new GatewayError('unavailable', { retryAfterSeconds: 1 })
  }
}

/** Refuses a model that the key may not name, and an artifact that the organisation does not have. */
export async function assertMayMake(context: Context, caller: Caller, create: CreateTask): Promise<void> {
  if (caller.models !== null) {
    const { key, code } = context.catalogue.byKey(create.modelKey)
    if (!caller.models.includes(key) && !caller.models.includes(code)) {
      throw new GatewayError('forbidden', { message: 'This key may not use this model.' })
    }
  }
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

/** Nothing new may be bought at this price; but what was bought under the same key before is answered all the same. */
async function decideTooDear(context: Context, member: NewTask, maxCredits: CreditUnits): Promise<CreateResult> {
  const { organisation, idempotency, held } = member
  const earlier = idempotency === null ? null : await findReplay(context.sql, organisation, idempotency.key)
  if (earlier === null) throw new GatewayError('max_credits_exceeded', { required: held, maxCredits })
  const verdict = earlier.body === idempotency?.body ? 'replay' : 'conflict'
  return { verdict, task: earlier.task, available: null, exceeded: null, wait_seconds: null }
}

function toMember(
  context: Context,
  caller: Caller,
  create: CreateTask,
  { model, lines, total }: PricedTask,
  idempotency: Idempotency | null,
): NewTask {
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
    held: total,
    callbackUrl: create.callback?.url ?? null,
    callbackSecret: create.callback?.secret ?? null,
    idempotency: idempotency === null ? null : derivedOf(idempotency),
    input: create.input,
    work: JSON.stringify(work),
    extras: JSON.stringify(extras),
    stages: context.dialects[create.dialect].stagesExcess ?? false,
  }
}

/** As it is stored. */
export function derivedOf({ method, path, key, body }: Idempotency): { key: Uuid; body: Uuid } {
  return {
    key: deriveUuid(method, path, key),
    body: deriveUuid(createHash('sha256').update(body).digest('hex')),
  }
}

function newTask(caller: Caller, create: CreateTask, { lines }: PricedTask, member: NewTask): Task {
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
