import type {
  CheckOutcome,
  FindOutcome,
  Provider,
  ProviderContext,
  Recovery,
  StartOutcome,
  StartRequest,
} from '../../src/domain/provider.ts'
import { simulateItems } from '../../src/providers/simulator/simulated-items.ts'

/** What an upstream without memory of keys or references can do to us: each step is decided by the test. */
export interface FakeUpstream {
  provider: Provider
  /** Client references in the order in which they came in. */
  sent: string[]
  recovery: Recovery
  start(request: StartRequest, context: ProviderContext): Promise<StartOutcome>
  check(reference: string): Promise<CheckOutcome>
  find(clientReference: string): Promise<FindOutcome>
}

export const hiccup = { fault: 'provider', retryable: true, message: 'The upstream hiccuped.' } as const

export function makeFakeUpstream(): FakeUpstream {
  const upstream: FakeUpstream = {
    sent: [],
    recovery: { restartable: false, resendMs: null, lookup: false, quarantineMs: 20_000 },
    start: async () => ({ kind: 'unknown', error: hiccup }),
    check: async () => ({ kind: 'finished', items: oneImage() }),
    find: async () => ({ kind: 'not_found' }),
    provider: {
      name: 'simulator',
      concurrency: 100,
      synchronous: false,
      deadlineMs: 3_600_000,
      recoveryOf: () => upstream.recovery,
      start(request, context) {
        upstream.sent.push(request.clientReference)
        return upstream.start(request, context)
      },
      check: (reference) => upstream.check(reference),
      findByClientReference: (clientReference) => upstream.find(clientReference),
    },
  }
  return upstream
}

export function oneImage() {
  const order = { capability: 'image.generate', count: 1, seed: 1, width: 8, height: 8, durationSeconds: 1 } as const
  return simulateItems(order, 1)
}
