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

/** Listens on a connection of its own and keeps doing so; resolves when it listens for the first time. */
export async function listen(plan: ListenPlan): Promise<Listener> {
  const closing = new AbortController()
  let first = (): void => {}
  const listening = new Promise<void>((resolve) => (first = resolve))
  const done = keepListening({ ...plan, onListening: () => (plan.onListening(), first()) }, closing.signal)
  await listening
  return {
    close: () => {
      closing.abort()
      return done
    },
  }
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
        client.query({ text: 'select 1', ...{ query_timeout: 10_000 } }).catch(reject)
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
    await Promise.race([client.end().catch(() => {}), delay(500)])
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
