import { setTimeout as delay } from 'node:timers/promises'
import { Client, escapeIdentifier, type ClientConfig } from 'pg'

export type Listener = { close(): Promise<void> }

export type ListenPlan = {
  config: ClientConfig
  channel: string
  onNotify: (payload: string) => void
  onListening: () => void
  onLoss: (error: unknown) => void
}

const pauseMsMin = 100
const pauseMsMax = 5000
/** A network that just falls silent closes nothing; only a question without an answer shows it. */
const pingMs = 30_000
const ping = { text: 'select 1', query_timeout: 10_000 }

/** Listens on a connection of its own and keeps doing so; `listening` resolves when it does for the first time. */
export function startListening(plan: ListenPlan): Listener & { listening: Promise<void> } {
  const closing = new AbortController()
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>()
  const onListening = (): void => {
    resolve()
    plan.onListening()
  }
  const done = keepListening({ ...plan, onListening }, closing.signal)
  void done.then(() => reject(new Error('closed before it listened')))
  listening.catch(() => {})
  const close = (): Promise<void> => {
    closing.abort()
    return done
  }
  return { listening, close }
}

async function keepListening(plan: ListenPlan, closing: AbortSignal): Promise<void> {
  let pauseMs = pauseMsMin
  while (!closing.aborted) {
    try {
      await listenOnce({ ...plan, onListening: () => ((pauseMs = pauseMsMin), plan.onListening()) }, closing)
    } catch (error) {
      if (!closing.aborted) plan.onLoss(error)
    }
    await delay(pauseMs, undefined, { signal: closing }).catch(() => {})
    pauseMs = Math.min(pauseMsMax, pauseMs * 2)
  }
}

/** Ends when closed, throws when the connection is lost. */
async function listenOnce(plan: ListenPlan, closing: AbortSignal): Promise<void> {
  const client = new Client(plan.config)
  let timer: NodeJS.Timeout | undefined
  try {
    const lost = new Promise<never>((_, reject) => {
      client.on('error', reject)
      client.on('end', () => reject(new Error('the connection was closed')))
      timer = setInterval(() => {
        client.query(ping).catch(reject)
      }, pingMs)
    })
    // Whoever loses the race below has no other listener.
    lost.catch(() => {})
    client.on('notification', ({ payload }) => plan.onNotify(payload ?? ''))
    await client.connect()
    await Promise.race([lost, client.query(`listen ${escapeIdentifier(plan.channel)}`)])
    plan.onListening()
    await Promise.race([lost, aborted(closing)])
  } finally {
    clearInterval(timer)
    // A dead network would let the farewell wait for its answer.
    await Promise.race([client.end().catch(() => {}), delay(500, undefined, { ref: false })])
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
