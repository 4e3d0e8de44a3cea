import { setTimeout as delay } from 'node:timers/promises'

/**
 * What `work` comes to. Once `signal` is aborted, before or meanwhile, it has `graceMs` to settle by itself; then this rejects with
 * the signal's reason, and whatever it comes to later is nobody's. So nobody waits for ever on somebody who does not listen.
 */
export async function withinGrace<T>(work: Promise<T>, signal: AbortSignal, graceMs: number): Promise<T> {
  const over = new AbortController()
  const givenUp = async (): Promise<never> => {
    await untilAborted(signal, over.signal)
    await delay(graceMs, undefined, { signal: over.signal })
    throw signal.reason
  }
  const end = givenUp()
  // Whichever comes second must not count as unhandled.
  end.catch(() => {})
  work.catch(() => {})
  try {
    return await Promise.race([work, end])
  } finally {
    over.abort()
  }
}

function untilAborted(signal: AbortSignal, over: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(), { once: true, signal: over })
    over.addEventListener('abort', () => reject(over.reason), { once: true })
  })
}
