import { endpointIdOf, messageIdOf } from '../core/render-message.ts'
import type { EndpointRow, SecretRow } from '../core/endpoints.ts'
import type { AttemptRow, MessageDetails, MessageRow } from '../core/messages.ts'
import { MESSAGE_STATES } from '../domain/message.ts'
import { DIALECT_NAMES } from '../domain/task.ts'
import { toCrockford } from '../lib/ids.ts'
import type { JsonObject } from '../lib/json.ts'

export function renderEndpoint(endpoint: EndpointRow): JsonObject {
  return {
    object: 'webhook_endpoint',
    id: endpointIdOf(endpoint.id),
    url: endpoint.url,
    description: endpoint.description,
    events: endpoint.events,
    dialect: endpoint.dialect === null ? null : (DIALECT_NAMES[endpoint.dialect] ?? null),
    enabled: endpoint.enabled,
    disabled_reason: endpoint.disabled_reason,
    failing_since: timeOrNull(endpoint.failing_since),
    created_at: timeText(endpoint.created_at),
    updated_at: timeText(endpoint.updated_at),
  }
}

export function renderSecrets(secrets: readonly SecretRow[]): JsonObject {
  const data = secrets.map((row) => ({
    secret: row.secret,
    created_at: timeText(row.created_at),
    expires_at: timeOrNull(row.expires_at),
  }))
  return { object: 'webhook_secret', data }
}

export function renderMessageSummary(message: MessageRow): JsonObject {
  return {
    object: 'webhook_message',
    id: messageIdOf(message.id),
    type: message.kind,
    status: MESSAGE_STATES[message.state] ?? 'pending',
    task_id: message.task === null ? null : `tsk_${toCrockford(message.task)}`,
    endpoint_id: message.endpoint === null ? null : endpointIdOf(message.endpoint),
    url: message.url,
    sequence: message.sequence,
    attempt_count: message.attempts,
    last_status: message.last_status,
    last_error: message.last_error,
    created_at: timeText(message.created_at),
    delivered_at: timeOrNull(message.delivered_at),
    next_attempt_at: timeOrNull(message.next_attempt_at),
  }
}

/** With each try, as far as it is still in the log, and what another one would send. */
export function renderMessageDetails({ message, attempts, body }: MessageDetails): JsonObject {
  return {
    ...renderMessageSummary(message),
    attempts: attempts.map((attempt) => renderAttempt(message, attempt)),
    body,
  }
}

/** Signatures and secrets are left out: who reads the log need not be who may sign. */
function renderAttempt(message: MessageRow, attempt: AttemptRow): JsonObject {
  const sequence = message.task === null ? {} : { 'webhook-sequence': String(message.sequence) }
  const headers = {
    'webhook-id': messageIdOf(message.id),
    'webhook-timestamp': String(Math.floor(attempt.at / 1000)),
    ...sequence,
  }
  return {
    object: 'webhook_attempt',
    at: new Date(attempt.at).toISOString(),
    duration_ms: attempt.duration_ms,
    status: attempt.status,
    error: attempt.error,
    request: { method: 'POST', url: attempt.url, headers },
    response_body: attempt.response,
  }
}

/** Whole seconds (RULINGS 14). */
function timeText(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}

function timeOrNull(instant: number | null): string | null {
  return instant === null ? null : timeText(instant)
}
