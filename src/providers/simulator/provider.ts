import { setTimeout as delay } from 'node:timers/promises'

import { fetch } from 'undici'

import type {
  CheckOutcome,
  FindOutcome,
  Provider,
  ProviderContext,
  ProviderError,
  StartOutcome,
  StartRequest,
} from '../../domain/provider.ts'
import type { SimulatorScript } from '../../domain/simulator-script.ts'
import { parseScript } from '../../domain/simulator-script.ts'
import type { Work } from '../../domain/work.ts'
import type { Clock } from '../../lib/clock.ts'
import { openJournal, type Journal, type JournalLine } from './journal.ts'
import { simulateItems, toOrder, type Order } from './simulated-items.ts'

/** What a reference holds: all that a check needs, so the simulator keeps no state of its own but the journal. */
interface Reference {
  clientReference: string
  acceptedAt: number
  script: SimulatorScript
  order: Order
}

export interface SimulatorOptions {
  /** `<data>/simulator/starts.jsonl`. */
  journalPath: string
  clock: Clock
}

const DAY_MS = 86_400_000
/** Longer than a start can be in flight besides its scripted delay: what is left of a lease after the margin. */
const QUARANTINE_MARGIN_MS = 20_000
const CHECK_MS_MAX = 1000

/** Scripted work for tests and integrators (RULINGS 29): delays, failures at each step, late and double answers. */
export function makeSimulatorProvider(options: SimulatorOptions): Provider {
  const journal = openJournal(options.journalPath)
  const canceled = new Set<string>()
  return {
    name: 'simulator',
    concurrency: 1000,
    synchronous: false,
    deadlineMs: 60 * 60_000,
    recoveryOf(work) {
      const { accept } = scriptOf(work)
      return {
        restartable: false,
        resendMs: accept.idempotent ? DAY_MS : null,
        lookup: accept.lookup,
        quarantineMs: accept.delayMs + QUARANTINE_MARGIN_MS,
      }
    },
    start: (request, context) => start(options.clock, journal, request, context),
    check: async (reference) => check(options.clock, canceled, JSON.parse(reference)),
    async cancel(reference) {
      const { clientReference, script }: Reference = JSON.parse(reference)
      if (script.cancel !== 'ignored') canceled.add(clientReference)
    },
    isCancelable(reference) {
      const { script }: Reference = JSON.parse(reference)
      return script.cancel !== 'not_supported'
    },
    async findByClientReference(clientReference): Promise<FindOutcome> {
      const line = journal.find(clientReference)
      return line === null
        ? { kind: 'not_found' }
        : {
            kind: 'found',
            reference: line.reference,
            checkAfterMs: nextLookMs(options.clock, JSON.parse(line.reference)),
          }
    },
    close: async () => journal.close(),
  }
}

function scriptOf(work: Work): SimulatorScript {
  return work.script ?? parseScript(undefined, [])
}

async function start(
  clock: Clock,
  journal: Journal,
  request: StartRequest,
  context: ProviderContext,
): Promise<StartOutcome> {
  const script = scriptOf(request.work)
  if (script.failAt === 'start') return { kind: 'refused', error: scriptedError(script) }
  context.assertLease()
  // From here on the request is on its way: an abort of ours ends our waiting, not the acceptance.
  const accepting = after(script.accept.delayMs, () => accept(clock, journal, request, script))
  const { reference, isNew } = await orAborted(accepting, context.signal)
  // Only the start that was accepted meets the error: who asks again with the same key gets the work.
  if (script.errorAfterAccept && isNew) {
    return { kind: 'unknown', error: { fault: 'provider', retryable: true, message: 'The simulator answered 500.' } }
  }
  if (isDoneAtOnce(script)) return { kind: 'finished', items: deliver(reference) }
  callBack(request.callbackUrl, reference)
  return { kind: 'started', reference: JSON.stringify(reference), checkAfterMs: nextLookMs(clock, reference) }
}

/** The buy: journaled before it is answered. An idempotent upstream that knows the key gives the same work again. */
function accept(
  clock: Clock,
  journal: Journal,
  request: StartRequest,
  script: SimulatorScript,
): { reference: Reference; isNew: boolean } {
  const { clientReference } = request
  const makeLine = (): JournalLine => {
    const at = clock.now()
    const reference: Reference = { clientReference, acceptedAt: at, script, order: toOrder(request.work) }
    return { clientReference, at, reference: JSON.stringify(reference) }
  }
  if (script.accept.idempotent) {
    const { line, isNew } = journal.takeOnce(clientReference, makeLine)
    return { reference: JSON.parse(line.reference), isNew }
  }
  const line = makeLine()
  journal.append(line)
  return { reference: JSON.parse(line.reference), isNew: true }
}

async function after<T>(ms: number, act: () => T): Promise<T> {
  // Unreferenced: what an upstream still has to do never holds up our stop.
  if (ms > 0) await delay(ms, undefined, { ref: false })
  return act()
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    const breakOff = (): void => reject(new Error('the request was broken off'))
    // The event does not come again for a signal that was aborted before.
    if (signal.aborted) breakOff()
    else signal.addEventListener('abort', breakOff, { once: true })
  })
  // Whichever comes second is nobody's: it must not count as unhandled.
  work.catch(() => {})
  aborted.catch(() => {})
  return signal.aborted ? aborted : Promise.race([work, aborted])
}

function isDoneAtOnce(script: SimulatorScript): boolean {
  return script.delayMs === 0 && script.failAt === null && script.callbacks.count === 0 && !script.unknownStatus
}

function check(clock: Clock, canceled: Set<string>, reference: Reference): CheckOutcome {
  const { script } = reference
  // Told once, and forgotten: a gateway that lost the answer asks to cancel again before it checks.
  if (canceled.delete(reference.clientReference)) {
    const error = { fault: 'caller', retryable: false, message: 'The simulator was asked to stop.' } as const
    return { kind: 'failed', error, charged: false }
  }
  if (script.failAt === 'check') return { kind: 'failed', error: scriptedError(script), charged: false }
  const share = script.delayMs === 0 ? 1 : (clock.now() - reference.acceptedAt) / script.delayMs
  if (share < 1) {
    const step = Math.floor(share * (script.progress.length + 1)) - 1
    const pending = { kind: 'pending', progress: script.progress[step] ?? null } as const
    const checkAfterMs = nextLookMs(clock, reference)
    return script.unknownStatus
      ? { ...pending, checkAfterMs, unknownStatus: 'simulated_status' }
      : { ...pending, checkAfterMs }
  }
  if (script.failAt === 'finish') return { kind: 'failed', error: scriptedError(script), charged: false }
  return { kind: 'finished', items: deliver(reference) }
}

function deliver(reference: Reference) {
  const { script, order } = reference
  return simulateItems(order, Math.min(order.count, script.deliver ?? order.count))
}

/** At the next scripted step of progress or at the end, but at least once a second. */
function nextLookMs(clock: Clock, reference: Reference): number {
  const { script } = reference
  const left = reference.acceptedAt + script.delayMs - clock.now()
  const step = script.delayMs / (script.progress.length + 1)
  return Math.max(0, Math.min(left, Math.max(step, 10), CHECK_MS_MAX))
}

function scriptedError(script: SimulatorScript): ProviderError {
  return { ...script.error, message: `The simulator failed at ${script.failAt ?? 'no step'}, as its script says.` }
}

/** Only hints: lost when our process dies, and nobody minds. */
function callBack(url: string | null, reference: Reference): void {
  const { callbacks, delayMs } = reference.script
  if (url === null || callbacks.count === 0) return
  const send = async (): Promise<void> => {
    // One after another: thousands of tasks may be done at the same moment.
    for (let count = 0; count < callbacks.count; count += 1) {
      const request = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }
      await fetch(url, request)
        .then((response) => response.body?.cancel())
        .catch(() => {})
    }
  }
  setTimeout(() => void send(), delayMs + callbacks.delayMs).unref()
}
