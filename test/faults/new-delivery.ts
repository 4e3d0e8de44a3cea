import type { SendingRoom } from '../../src/core/deliver-message.ts'
import { createTask, type Caller } from '../../src/core/create-task.ts'
import { createEndpoint, type NewEndpoint } from '../../src/core/endpoints.ts'
import { settleTask } from '../../src/core/settle-task.ts'
import { MESSAGE_KINDS } from '../../src/domain/message.ts'
import type { Uuid } from '../../src/lib/ids.ts'
import type { Sql } from '../../src/lib/sql.ts'
import type { ClaimedJob } from '../../src/store/claim-jobs.ts'
import { claimDeliveries, type ClaimedDelivery } from '../../src/store/deliveries.ts'
import type { DeliveryAttempt } from '../../src/store/record-attempts.ts'
import type { Core } from './make-core.ts'
import { cancelOf, imageTask } from './new-task.ts'

/** Room for everybody. */
export const room: SendingRoom = { signal: new AbortController().signal, enter: (_message, send) => send() }

export async function endpointOf(
  core: Core,
  caller: Caller,
  url: string,
  more: Partial<NewEndpoint> = {},
): Promise<Uuid> {
  const wanted = { url, description: '', events: MESSAGE_KINDS, dialect: null, enabled: true, ...more }
  const { endpoint } = await createEndpoint(core.context, caller, wanted)
  return endpoint.id
}

/** A task of the caller's that has been claimed, with `url` as its own. */
export async function claimedTask(core: Core, caller: Caller, url: string | null = null): Promise<ClaimedJob> {
  const callback = url === null ? null : { url, secret: null }
  const { task } = await createTask(core.context, caller, { ...imageTask(), callback }, null)
  const worker = await core.makeWorker()
  const jobs = await core.claimReady(worker, 1000)
  const job = jobs.find((one) => one.task === task.id)
  if (job === undefined) throw new Error('the task was not claimed')
  return job
}

/** A task of the caller's that was canceled before anybody began it, with `url` as its own. */
export async function canceledTask(core: Core, caller: Caller, url: string | null = null): Promise<Uuid> {
  const callback = url === null ? null : { url, secret: null }
  const { task } = await createTask(core.context, caller, { ...imageTask(), callback }, null)
  await settleTask(core.context, cancelOf(task.id))
  return task.id
}

/** What one claim of a worker's takes, of all lanes. */
export async function claim(
  core: { database: Sql },
  worker: Uuid,
  more: { limit?: number; crowded?: readonly number[] } = {},
): Promise<ClaimedDelivery[]> {
  const most = { mostPerLane: 200, mostPerAilingLane: 16, lanesMax: 1000, crowded: [] }
  const { deliveries } = await claimDeliveries(core.database, { after: 0, limit: 200, worker, ...most, ...more })
  return deliveries
}

/** An attempt that arrived, unless said otherwise. */
export function attemptOf(delivery: ClaimedDelivery, more: Partial<DeliveryAttempt> = {}): DeliveryAttempt {
  return {
    message: delivery.message,
    claim: delivery.claim,
    lane: delivery.lane,
    endpoint: delivery.endpoint,
    at: Date.now(),
    durationMs: 5,
    status: 200,
    error: null,
    response: '',
    url: delivery.url ?? '',
    outcome: 'delivered',
    delayMs: 0,
    pauseMs: 0,
    ...more,
  }
}

/** An attempt that failed and is due again at once. */
export const failed = { outcome: 'later', status: 500, error: 'http_500', delayMs: 0 } as const

/** Nothing is to be sent and nobody wants to be told: so each test begins. */
export async function drainDeliveries(core: Core): Promise<void> {
  await core.sql('delete from deliveries')
  await core.sql('update messages set state = 1 where state = 0')
  await core.sql('delete from endpoints')
  await core.sql('update accounts set wanted_events = 0')
}
