import type { ProviderError } from './provider.ts'

/** Tries after the first one that a task gets when its provider refuses for a passing reason (OmnAPI's maxRetries). */
export const RETRIES_MAX = 3
/** Crashes of ours that one task may see: one that kills its process must not do it for ever (engine-review hole 25). */
export const TAKEOVERS_MAX = 20

/** Tries in all, ours that broke by an exception included, before a task is given up. */
export const FAULTS_MAX = 10

/** Whether a failure that costs nothing may be tried once more. */
export function mayRetry(error: ProviderError, retries: number): boolean {
  return error.retryable && retries < RETRIES_MAX
}

/** 5, 10, 20 s: long enough for a provider's hiccup, short enough for somebody who waits. `jitter` is 0 to 1. */
export function retryDelayMs(retries: number, jitter: number): number {
  return 5000 * 2 ** retries * (0.75 + jitter / 2)
}
