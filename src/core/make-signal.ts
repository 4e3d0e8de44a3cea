/** One who waits and others who wake it; what comes while it does not wait is remembered, once. */
export interface Signal {
  wake(): void
  /** Resolves when woken since the last call, when the time is over or when the signal aborts; whether it was woken. */
  next(withinMs: number, signal: AbortSignal): Promise<boolean>
}

export function makeSignal(): Signal {
  let isWoken = false
  let resume = (): void => {}
  return {
    wake() {
      isWoken = true
      resume()
    },
    async next(withinMs, signal) {
      if (!isWoken && !signal.aborted && withinMs > 0) {
        const { promise, resolve } = Promise.withResolvers<void>()
        resume = resolve
        const timer = setTimeout(resolve, withinMs)
        signal.addEventListener('abort', resume)
        await promise
        clearTimeout(timer)
        signal.removeEventListener('abort', resume)
      }
      const wasWoken = isWoken
      isWoken = false
      return wasWoken
    },
  }
}
