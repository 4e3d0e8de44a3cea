import { ATTEMPT_TIMEOUT_MS, judgeAnswer, RESPONSE_BYTES_KEPT, type Answer } from '../domain/delivery.ts'
import { isDatabaseAway } from '../lib/sql.ts'
import { signWebhook, type SignedWebhook } from '../lib/webhook-signature.ts'
import { OutgoingError } from '../outgoing/outgoing-error.ts'
import type { ClaimedDelivery } from '../store/deliveries.ts'
import { disableEndpoint } from '../store/endpoints.ts'
import type { DeliveryAttempt } from '../store/record-attempts.ts'
import { readDefaultSecrets } from '../store/webhook-secrets.ts'
import type { Context } from './context.ts'
import { messageIdOf, prepareMessage, renderMessage, type PreparedMessage } from './render-message.ts'

/** How a process bounds what it sends. */
export interface SendingRoom {
  /** Cuts off what is under way: the process stops. */
  signal: AbortSignal
  /** Runs `send` when there is room for one more to its receiver, or for one more that is large; null = that took too long. */
  enter<Result>(
    message: { lane: number; organisation: number; isLarge: boolean },
    send: () => Promise<Result>,
  ): Promise<Result | null>
}

/** A message that cannot be made because the database is away is looked at again after this. */
const AGAIN_MS = 60_000

/**
 * One attempt: renders, signs, sends outside of any transaction, writes down what came of it. Sends at least once: what is not
 * written down any more (a crash, a stop) goes out again, under the same id. Throws only when nothing could be written.
 */
export async function deliverMessage(context: Context, delivery: ClaimedDelivery, room: SendingRoom): Promise<void> {
  const { url } = delivery
  if (url === null || !delivery.enabled) {
    await record(context, delivery, { outcome: 'dropped', error: 'endpoint_disabled' })
    return
  }
  let sent: Sent | null = null
  let delayMs = 0
  try {
    const prepared = await prepareMessage(context, delivery)
    const secrets = await secretsOf(context, delivery)
    const { lane, organisation } = delivery
    sent = await room.enter({ lane, organisation, isLarge: prepared.isLarge }, () =>
      send(context, delivery, { url, prepared, secrets, signal: room.signal }),
    )
  } catch (error) {
    // Nobody's fault but that of the moment.
    if (!isDatabaseAway(error)) return await recordUnmade(context, delivery, error)
    context.log.warn({ error, message: delivery.message }, 'message could not be made yet')
    delayMs = AGAIN_MS
  }
  if (sent === null) await record(context, delivery, { outcome: 'back', delayMs })
  else await judge(context, delivery, sent)
}

/** A message that cannot be made (a bug) is tried again as if it had not arrived, and says nothing about its receiver. */
async function recordUnmade(context: Context, delivery: ClaimedDelivery, error: unknown): Promise<void> {
  context.log.error({ error, message: delivery.message, task: delivery.task }, 'message could not be made')
  const at = context.databaseNow()
  const { kind, attempts } = delivery
  const judged = judgeAnswer(
    { kind: 'unreachable', fault: 'not_made' },
    { kind, attempts: attempts + 1, nowMs: at, jitter: Math.random() },
  )
  context.metrics.webhookAttempts.inc({ result: judged.kind })
  await record(context, delivery, {
    at,
    lane: null,
    endpoint: null,
    error: 'not_made',
    outcome: judged.kind,
    ...(judged.kind === 'later' ? { delayMs: judged.delayMs } : {}),
  })
}

interface Sent {
  answer: Answer
  /** When it was sent, epoch ms. */
  at: number
  durationMs: number
  response: string | null
}

/** Null = it was cut off by our own stop. */
async function send(
  context: Context,
  delivery: ClaimedDelivery,
  {
    url,
    prepared,
    secrets,
    signal,
  }: { url: string; prepared: PreparedMessage; secrets: string[]; signal: AbortSignal },
): Promise<Sent | null> {
  if (signal.aborted) return null
  const at = context.databaseNow()
  const request = await makeRequest(context, delivery, { prepared, secrets, at })
  const started = context.clock.monotonic()
  const sentAs = (answer: Answer, response: string | null): Sent => {
    return { answer, at, durationMs: Math.round(context.clock.monotonic() - started), response }
  }
  try {
    const { status, headers, body } = await context.outgoing.request({
      ...request,
      url,
      method: 'POST',
      timeoutMs: ATTEMPT_TIMEOUT_MS,
      maxBytes: RESPONSE_BYTES_KEPT,
      keep: 'beginning',
      redirects: 0,
      signal,
    })
    return sentAs({ kind: 'answered', status, retryAfter: headers['retry-after'] ?? null }, storable(body))
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error
    if (error.kind === 'aborted') return null
    const isHopeless = error.kind === 'bad_url' || error.kind === 'bad_request'
    return sentAs({ kind: isHopeless ? 'unsendable' : 'unreachable', fault: error.kind }, null)
  }
}

async function makeRequest(
  context: Context,
  delivery: ClaimedDelivery,
  { prepared, secrets, at }: { prepared: PreparedMessage; secrets: string[]; at: number },
): Promise<SignedWebhook> {
  const wire = await renderMessage(context, prepared, at)
  const signed = signWebhook(
    { id: messageIdOf(delivery.message), timestamp: Math.floor(at / 1000), body: JSON.stringify(wire.body) },
    { secrets, signingKey: context.signingKey },
  )
  const sequence = delivery.task === null ? {} : { 'webhook-sequence': String(delivery.sequence) }
  const own = { 'content-type': 'application/json', 'user-agent': 'Medley-Webhooks/1' }
  return { body: signed.body, headers: { ...own, ...signed.headers, ...sequence, ...wire.headers } }
}

/** An organisation's default secret is made at its first use. */
async function secretsOf(context: Context, delivery: ClaimedDelivery): Promise<string[]> {
  if (delivery.secrets.length > 0) return delivery.secrets
  return (await readDefaultSecrets(context.sql, delivery.organisation)).map((row) => row.secret)
}

async function judge(context: Context, delivery: ClaimedDelivery, sent: Sent): Promise<void> {
  const { answer, at, durationMs, response } = sent
  const judged = judgeAnswer(answer, {
    kind: delivery.kind,
    attempts: delivery.attempts + 1,
    nowMs: at + durationMs,
    jitter: Math.random(),
  })
  context.metrics.webhookAttempts.inc({ result: judged.kind })
  const isOverdue = await record(context, delivery, {
    at,
    durationMs,
    response,
    status: answer.kind === 'answered' ? answer.status : null,
    error: judged.kind === 'delivered' ? null : judged.error,
    outcome: judged.kind,
    ...(judged.kind === 'later' ? { delayMs: judged.delayMs, pauseMs: judged.pauseMs } : {}),
  })
  if (delivery.endpoint === null) return
  const isGone = judged.kind === 'failed' && judged.isGone
  if (!isGone && !isOverdue) return
  const { endpoint: id, organisation } = delivery
  if (await disableEndpoint(context.sql, { id, url: delivery.url ?? '', reason: isGone ? 'gone' : 'failing' })) {
    context.log.info({ endpoint: id, isGone }, 'endpoint switched off')
    context.wakeUps.messagesRaised()
    context.wakeUps.logGrown(organisation)
  }
}

function record(
  context: Context,
  delivery: ClaimedDelivery,
  facts: Pick<DeliveryAttempt, 'outcome'> & Partial<DeliveryAttempt>,
): Promise<boolean> {
  return context.batches.attempt.add({
    message: delivery.message,
    claim: delivery.claim,
    lane: delivery.lane,
    endpoint: delivery.endpoint,
    at: context.databaseNow(),
    durationMs: 0,
    status: null,
    error: null,
    response: null,
    url: delivery.url ?? '',
    delayMs: 0,
    pauseMs: 0,
    ...facts,
  })
}

const decoder = new TextDecoder()

/** As text that the database takes: bytes that are no UTF-8 become U+FFFD, and so does U+0000. */
function storable(body: Uint8Array): string {
  return decoder.decode(body).replaceAll('\0', '\uFFFD')
}
