/** Where time comes from. Injected, so that tests can advance it. */
export interface Clock {
  /** Epoch milliseconds of this machine. */
  now(): number
  /** Milliseconds that never step back: for leases and timeouts. */
  monotonic(): number
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
