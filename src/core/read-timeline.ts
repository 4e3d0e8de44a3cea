import { entryOf, isStandIn } from '../domain/catalogue.ts'
import { canBeStopped } from '../domain/provider.ts'
import { isTerminal, type Instant, type Task } from '../domain/task.ts'
import {
  readPurchases,
  readTaskAttempts,
  readTaskMovements,
  type MovementRow,
  type PurchaseRow,
  type TaskAttemptRow,
} from '../store/read-history.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'
import { readTask } from './read-task.ts'
import { stepsOf } from './stream-task.ts'

/** What became of the wish to cancel: the outcome decides, and the refund follows it (RULINGS 21). */
export type CancelOutcome =
  /** It is not known yet whether the provider stops. */
  | 'requested'
  /** Nothing had been bought, or the provider stopped: everything is released. */
  | 'confirmed'
  /** It had ended by then. */
  | 'too_late'
  /** The provider cannot be asked to stop this work. */
  | 'not_supported'

/** Who was to do the work, and why. */
export interface ChosenRoute {
  /** As the client wrote it. */
  askedModel: string
  /** `model`: the client named it. `auto`: it left the choice to us, which took the first that serves here. */
  reason: 'model' | 'auto'
  /** The catalogue's code of the model that was meant. */
  model: string
  provider: string
  /** The provider's own name for what it runs. */
  providerModel: string
  /** The studio plays a model of somebody else's (RULINGS 25). */
  isStandIn: boolean
}

/** What was done to make a result, where the provider says so. */
export interface ToldResult {
  /** From 1, among the task's main results. */
  number: number
  changes: string[]
}

/** One entry of a task's history. */
export type TimelineEntry =
  | { kind: 'task'; at: Instant; type: string }
  | { kind: 'route'; at: Instant; route: ChosenRoute }
  | { kind: 'purchase'; at: Instant; purchase: PurchaseRow; state: string }
  | { kind: 'movement'; at: Instant; movement: MovementRow }
  | { kind: 'cancel'; at: Instant; outcome: CancelOutcome }
  | { kind: 'result'; at: Instant; result: ToldResult }
  | { kind: 'delivery'; at: Instant; attempt: TaskAttemptRow }

/** More tries than a task gets without many replays. */
const ATTEMPTS_MAX = 200

/** All that is known of one task, on one line of time. */
export async function readTimeline(context: Context, caller: Caller, wireId: string): Promise<TimelineEntry[]> {
  const task = await readTask(context, caller, wireId)
  const [purchases, movements, attempts] = await Promise.all([
    readPurchases(context.background, task.id),
    readTaskMovements(context.background, task.id),
    readTaskAttempts(context.background, task.id, ATTEMPTS_MAX),
  ])
  const entries: TimelineEntry[] = [
    ...stepsOf(task).map(({ kind: type, at }) => ({ kind: 'task', at, type }) as const),
    ...routeEntries(context, task, purchases),
    ...purchases.flatMap(purchaseEntries),
    ...movements.map((movement) => ({ kind: 'movement', at: movement.at, movement }) as const),
    ...cancelEntries(context, task, purchases.at(-1)),
    ...resultEntries(task),
    ...attempts.map((attempt) => ({ kind: 'delivery', at: attempt.at, attempt }) as const),
  ]
  return entries.toSorted((one, other) => one.at - other.at)
}

/** With the first purchase, and with each that went elsewhere than the one before it. */
function routeEntries({ catalogue }: Context, task: Task, purchases: readonly PurchaseRow[]): TimelineEntry[] {
  const entry = entryOf(catalogue, task)
  const chosen = purchases.filter(({ provider, model }, index) => {
    const before = purchases[index - 1]
    return provider !== before?.provider || model !== before.model
  })
  return chosen.map(({ sent_at: at, provider, model: providerModel }) => {
    const { askedModel } = task
    const reason = askedModel === 'auto' ? 'auto' : 'model'
    const standsIn = isStandIn(entry) && provider === 'studio'
    const route = { askedModel, reason, model: entry.code, provider, providerModel, isStandIn: standsIn } as const
    return { kind: 'route', at, route }
  })
}

function resultEntries({ output, completedAt }: Task): TimelineEntry[] {
  if (output === null || completedAt === null) return []
  const mains = output.items.filter(({ role }) => role === 'main')
  return mains.flatMap(({ changes }, index) =>
    changes === null ? [] : [{ kind: 'result', at: completedAt, result: { number: index + 1, changes } } as const],
  )
}

function purchaseEntries(purchase: PurchaseRow): TimelineEntry[] {
  const sent = { kind: 'purchase', at: purchase.sent_at, purchase, state: 'sending' } as const
  if (purchase.state === 'sending') return [sent]
  return [sent, { kind: 'purchase', at: purchase.updated_at, purchase, state: purchase.state }]
}

function cancelEntries(context: Context, task: Task, last: PurchaseRow | undefined): TimelineEntry[] {
  const { cancelRequestedAt: at } = task
  if (at === null) return []
  const asked = { kind: 'cancel', at, outcome: 'requested' } as const
  const outcome = outcomeOf(context, task, last)
  if (outcome === 'requested') return [asked]
  return [asked, { kind: 'cancel', at: outcome === 'not_supported' ? at : (task.completedAt ?? at), outcome }]
}

function outcomeOf(context: Context, task: Task, last: PurchaseRow | undefined): CancelOutcome {
  if (task.status === 'canceled') return 'confirmed'
  const provider = last === undefined ? undefined : context.providers.get(last.provider)
  const isBought = provider !== undefined && last?.restartable === false
  if (isBought && !canBeStopped(provider, last.reference)) return 'not_supported'
  return isTerminal(task.status) ? 'too_late' : 'requested'
}
