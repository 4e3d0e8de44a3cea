import type { DialectName } from '../domain/task.ts'
import { DIALECT_NAMES } from '../domain/task.ts'
import { GatewayError, invalidField } from '../domain/errors.ts'
import { TERMINAL_KINDS, type MessageKind } from '../domain/message.ts'
import type { Uuid } from '../lib/ids.ts'
import {
  changeEndpoint as change,
  createEndpoint as create,
  deleteEndpoint as remove,
  findEndpoint,
  listEndpoints as list,
  type EndpointChange,
  type EndpointRow,
} from '../store/endpoints.ts'
import { moveDeliveries } from '../store/deliveries.ts'
import { readDefaultSecrets, rotateSecret, type SecretRow } from '../store/webhook-secrets.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'

export type { EndpointRow, SecretRow }

/** What looks at one event of an organisation looks at all its endpoints. */
const ENDPOINTS_MAX = 50
/** Each signs every message, and receivers take headers of a few kilobytes. */
const SECRETS_MAX = 5

export interface NewEndpoint {
  url: string
  description: string
  events: readonly MessageKind[]
  /** Null = our own form. */
  dialect: DialectName | null
  enabled: boolean
}

/** Makes an endpoint; its secret is told here and never again. Refuses the 51st, and events that the form has no words for. */
export async function createEndpoint(
  context: Context,
  caller: Caller,
  endpoint: NewEndpoint,
): Promise<{ endpoint: EndpointRow; secret: string }> {
  checkEvents(endpoint.dialect, endpoint.events)
  const id = context.newId()
  const dialect = endpoint.dialect === null ? null : DIALECT_NAMES.indexOf(endpoint.dialect)
  const organisation = caller.organisation.number
  const secret = await create(context.sql, { ...endpoint, id, organisation, dialect }, ENDPOINTS_MAX)
  if (secret === null)
    throw invalidField([], `would be one more than the ${ENDPOINTS_MAX} endpoints there may be`, 'range')
  return { endpoint: await readEndpoint(context, caller, id), secret }
}

export function listEndpoints(context: Context, caller: Caller): Promise<EndpointRow[]> {
  return list(context.sql, caller.organisation.number)
}

/** `null` = an id that cannot be one. Refuses what the organisation does not have as `not_found`. */
export async function readEndpoint(context: Context, caller: Caller, id: Uuid | null): Promise<EndpointRow> {
  const endpoint = id === null ? null : await findEndpoint(context.sql, caller.organisation.number, id)
  if (endpoint === null) throw noEndpoint()
  return endpoint
}

/** Takes effect for every task that ends, and every attempt that is made, from now on: what waits goes to the new URL. */
export async function changeEndpoint(
  context: Context,
  caller: Caller,
  id: Uuid | null,
  changes: EndpointChange & { events: readonly MessageKind[] | null },
): Promise<EndpointRow> {
  const { id: known, dialect } = await readEndpoint(context, caller, id)
  checkEvents(dialect === null ? null : (DIALECT_NAMES[dialect] ?? null), changes.events ?? [])
  const lane = await change(context.sql, caller.organisation.number, known, changes)
  if (lane === null) throw noEndpoint()
  if (lane.was !== lane.isNow) {
    // Not in that transaction: they may be very many, and it holds the account.
    await moveDeliveries(context.background, { endpoint: known, from: lane.was, to: lane.isNow })
    context.wakeUps.messagesRaised()
  }
  return await readEndpoint(context, caller, known)
}

/** Its messages stay in the log; what is still to be sent is given up. */
export async function deleteEndpoint(context: Context, caller: Caller, id: Uuid | null): Promise<void> {
  if (id === null || !(await remove(context.sql, caller.organisation.number, id))) throw noEndpoint()
}

/** A new secret, told here and never again; the four before it hold for `overlapMs` more, so that receivers can change over. */
export async function rotateEndpointSecret(
  context: Context,
  caller: Caller,
  id: Uuid | null,
  overlapMs: number,
): Promise<SecretRow[]> {
  const endpoint = await readEndpoint(context, caller, id)
  return await rotateSecret(context.sql, {
    organisation: caller.organisation.number,
    endpoint: endpoint.id,
    overlapMs,
    most: SECRETS_MAX,
  })
}

/** What messages to URLs of tasks are signed with, the newest first. */
export function defaultSecrets(context: Context, caller: Caller): Promise<SecretRow[]> {
  return readDefaultSecrets(context.sql, caller.organisation.number)
}

export function rotateDefaultSecret(context: Context, caller: Caller, overlapMs: number): Promise<SecretRow[]> {
  const organisation = caller.organisation.number
  return rotateSecret(context.sql, { organisation, endpoint: null, overlapMs, most: SECRETS_MAX })
}

/** The three APIs know ends only (RULINGS 64). */
function checkEvents(dialect: DialectName | null, events: readonly MessageKind[]): void {
  if (dialect === null || events.every((kind) => TERMINAL_KINDS.includes(kind))) return
  throw invalidField(['events'], `must be of ${TERMINAL_KINDS.join(', ')} in the form of ${dialect}`, 'enum')
}

function noEndpoint(): GatewayError {
  return new GatewayError('not_found', { message: 'No endpoint has this id.' })
}
