import { Refusal, type Studio } from '@medley/studio'

import type { Provider } from '../../domain/provider.ts'
import { produceItems } from './produce-items.ts'

/** Far more than the longest work takes, ten minutes of song with stems, on a slow machine that has others to do. */
const DEADLINE_MS = 30 * 60_000

/**
 * The built-in generators as a provider. Restartable: the same work gives the same bytes, so a start cut off by a crash is
 * simply run again (RULINGS 28).
 */
export function makeStudioProvider(studio: Studio, threads: number): Provider {
  return {
    name: 'studio',
    concurrency: threads,
    synchronous: true,
    deadlineMs: DEADLINE_MS,
    recoveryOf: () => ({ restartable: true, resendMs: null, lookup: false, quarantineMs: 0 }),
    async start(request, context) {
      try {
        return { kind: 'finished', items: await produceItems(studio, request, context) }
      } catch (error) {
        if (context.signal.aborted) return { kind: 'not_sent', error: aborted }
        if (!(error instanceof Refusal)) throw error
        return { kind: 'refused', error: { fault: 'caller', retryable: false, message: error.message } }
      }
    },
    close: () => studio.close(),
  }
}

const aborted = { fault: 'gateway', retryable: true, message: 'The work was stopped.' } as const
