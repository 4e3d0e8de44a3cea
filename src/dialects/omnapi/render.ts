import { entryOf, isStandIn, type CatalogueModel } from '../../domain/catalogue.ts'
import { creditsNumber } from '../../domain/credits.ts'
import type { RenderContext } from '../../domain/dialect.ts'
import { isPaidByResult, type PriceLine } from '../../domain/pricing.ts'
import { isTerminal, type Instant, type Task, type TaskStatus } from '../../domain/task.ts'
import { toCrockford } from '../../lib/ids.ts'
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import { renderOutput, renderResources } from './render-output.ts'

/** RULINGS 17. */
export const WIRE_STATUS = {
  queued: 'PENDING',
  starting: 'PENDING',
  running: 'PROCESSING',
  succeeded: 'COMPLETED',
  failed: 'FAILED',
  canceled: 'CANCELLED',
} as const satisfies Record<TaskStatus, string>

/** RULINGS 23, 39: the price of a credit in US dollars. */
const UNIT_PRICE = 0.001
const CURRENCY = 'USD'
/** RULINGS 39. */
const RETRIES_MAX = 3

/**
 * A task as `GET /api/v1/tasks/{id}` shows it: the seed's 42 keys, all of them, in its order (RULINGS 36 to 40). Any
 * dialect's task can be shown (RULINGS 19).
 */
export function renderTask(task: Task, context: RenderContext): JsonObject {
  const entry = entryOf(context.catalogue, task)
  return {
    id: taskId(task),
    userId: `usr_${toCrockford(task.organisation.id)}`,
    apiKeyId: task.apiKeyId === null ? null : `key_${toCrockford(task.apiKeyId)}`,
    accountId: task.route?.provider ?? null,
    status: WIRE_STATUS[task.status],
    progress: task.progress,
    priority: task.priority,
    inputParameters: parseInput(task.input),
    outputResults: renderOutput(task),
    resources: renderResources(task, context),
    creditsRequired: creditsNumber(task.held),
    creditsCharged: creditsCharged(task),
    unitPrice: UNIT_PRICE,
    currency: CURRENCY,
    refunded: isRefunded(task),
    // What the upstream calls the task is the purchase's, and no task is read with its purchases (RULINGS 37).
    externalTaskId: null,
    externalStatus: null,
    retryCount: task.retryCount,
    maxRetries: RETRIES_MAX,
    processingDuration: processingDuration(task),
    errorCode: task.error === null ? null : task.error.code.toUpperCase(),
    errorMessage: task.error?.message ?? null,
    createdAt: timeText(task.createdAt),
    updatedAt: timeText(task.updatedAt),
    expiresAt: timeText(task.expiresAt),
    processingStartedAt: timeOrNull(task.startedAt),
    processingCompletedAt: timeOrNull(task.completedAt),
    lastPollAt: null,
    nextPollAt: null,
    scheduledAt: null,
    enqueuedAt: timeText(task.createdAt),
    lastStatusChange: timeText(lastStatusChange(task)),
    webhookUrl: task.callback?.url ?? null,
    needsEnqueue: false,
    tags: task.tags,
    metadata: task.metadata,
    statusStabilityCount: 0,
    session: [],
    providerRefs: renderRefs(task, entry),
    provider: renderProvider(entry),
    model: renderModel(entry),
    feature: renderFeature(entry, task),
  }
}

/**
 * The create's answer (omnapi.md 6.2, RULINGS 41). But for the status, which is `queued` where it is also the replay's, it is
 * made only from what never changes.
 */
export function renderCreated(task: Task, status: TaskStatus): JsonObject {
  const id = taskId(task)
  const credits = creditsNumber(task.held)
  return {
    taskId: id,
    status: WIRE_STATUS[status],
    creditsReserved: credits,
    estimatedCompletionTime: null,
    id,
    creditsRequired: credits,
    createdAt: timeText(task.createdAt),
  }
}

/** A synchronous create whose task goes on (omnapi.md 6.3); `pollUrl` is a path there too. */
export function renderUnfinished(task: Task): JsonObject {
  const id = taskId(task)
  return { taskId: id, status: WIRE_STATUS.running, pollUrl: `/api/v1/tasks/${id}` }
}

function taskId(task: Task): string {
  return `task_${toCrockford(task.id)}`
}

function parseInput(text: string): JsonValue {
  const input: JsonValue = JSON.parse(text)
  return input
}

/** 0 until terminal (RULINGS 39), then what stayed with us: a refund after the capture is no charge. */
function creditsCharged(task: Task): number {
  return isTerminal(task.status) ? creditsNumber(task.captured - task.refunded) : 0
}

/** Whether reserved credits came back after FAILED, CANCELLED or a partial delivery (RULINGS 39, omnapi.md 5.4). */
function isRefunded(task: Task): boolean {
  switch (task.status) {
    case 'queued':
    case 'starting':
    case 'running':
      return false
    case 'failed':
    case 'canceled':
      return true
    case 'succeeded':
      // Results that are paid one by one did not all come; credits of another price that come back are settlement, not refund.
      return task.refunded > 0 || (task.released > 0 && task.priceLines.some(isPaidOneByOne))
  }
}

function isPaidOneByOne({ unit, isMost }: PriceLine): boolean {
  return isPaidByResult(unit) && !isMost
}

function processingDuration({ startedAt, completedAt }: Task): number | null {
  if (startedAt === null || completedAt === null) return null
  return Math.max(0, Math.trunc(completedAt) - Math.trunc(startedAt))
}

/** `starting` is a change that OmnAPI's words do not show. */
function lastStatusChange(task: Task): Instant {
  return WIRE_STATUS[task.status] === 'PENDING' ? task.createdAt : task.statusChangedAt
}

/** RULINGS 37; a stand-in is said here (RULINGS 25). */
function renderRefs({ route }: Task, entry: CatalogueModel): JsonObject | null {
  if (route === null) return null
  const refs = { route: route.provider, model: route.model }
  return isStandIn(entry) && route.provider === 'studio' ? { ...refs, standIn: true } : refs
}

function renderProvider({ vendor: { id, name, code, description } }: CatalogueModel): JsonObject {
  return { id, name, code, description, enabled: true }
}

function renderModel({ id, name, code, version, description, servable }: CatalogueModel): JsonObject {
  return { id, name, code, version, description, priceMultiplier: 1, enabled: servable }
}

/** `basePrice` is the price of one unit (RULINGS 38), as it was frozen at create. */
function renderFeature(entry: CatalogueModel, task: Task): JsonObject {
  const { id, name, code, description } = entry.feature
  const each = task.priceLines[0]?.each ?? entry.price.each
  return { id, name, code, description, basePrice: creditsNumber(each), enabled: true }
}

/** RULINGS 14: UTC in milliseconds; the fraction below is cut. */
function timeText(instant: Instant): string {
  return new Date(instant).toISOString()
}

function timeOrNull(instant: Instant | null): string | null {
  return instant === null ? null : timeText(instant)
}
