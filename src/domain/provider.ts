import type { Uuid } from '../lib/ids.ts'
import type { TaskErrorCode } from './task.ts'
import type { ItemRole, MediaInput, ProducedItem, Work } from './work.ts'

/** Whose fault a failure is; decided once, in the adapter. */
export type Fault = 'caller' | 'policy' | 'provider' | 'gateway'

/** A failure as a value. `message` is for the client: no bodies, keys or addresses of the provider. */
export interface ProviderError {
  fault: Fault
  /** The same request may succeed later. */
  retryable: boolean
  message: string
}

export interface StartRequest {
  work: Work
  /** The entry of the provider's own list of models. */
  model: string
  /** The purchase's id: goes upstream as our idempotency key, the same on every resend. */
  clientReference: Uuid
  /** Texts of artifacts that the work names (lyrics to sing), by artifact id. */
  texts: ReadonlyMap<Uuid, string>
  /**
   * The bytes of a file that the work names, and, where it is an artifact of ours, what came along with it. Throws MediaRefused.
   * Called before the first byte goes upstream.
   */
  readMedia(input: MediaInput): Promise<Media>
  /** Where the provider may call us back about this purchase; null = it cannot reach us. */
  callbackUrl: string | null
}

export interface Media {
  bytes: Uint8Array
  /** Another item of the task that an artifact of ours came from (the score of a song); null = there is none. */
  companion(role: ItemRole): Promise<Uint8Array | null>
}

/** What a request points at cannot be had, or is none of what it has to be: the caller's fault. The message is for the client. */
export class MediaRefused extends Error {
  override name = 'MediaRefused'
  /** The same file may be had later: whoever has it did not answer. */
  readonly mayPass: boolean

  constructor(message: string, { mayPass = false, cause }: { mayPass?: boolean; cause?: unknown } = {}) {
    super(message, { cause })
    this.mayPass = mayPass
  }
}

/** Thrown by `assertLease`, and only there: not a byte was sent. */
export class LeaseTooShort extends Error {}

export interface ProviderContext {
  /** Aborted when the task is canceled, the lease is lost or the process stops. */
  signal: AbortSignal
  /** Percent done, for work that runs inside `start`. */
  onProgress(percent: number): void
  /** Throws `LeaseTooShort` when too little of the lease is left; adapters call it right before the first byte goes upstream. */
  assertLease(): void
}

export type StartOutcome =
  /** Accepted; `reference` is opaque text that `check` gets back as it came. */
  | { kind: 'started'; reference: string; checkAfterMs: number }
  | { kind: 'finished'; items: ProducedItem[] }
  /** The provider answered that it will not do it, and charges nothing. */
  | { kind: 'refused'; error: ProviderError }
  /** Not one byte was written. */
  | { kind: 'not_sent'; error: ProviderError }
  /** Anything else: it may have been accepted. */
  | { kind: 'unknown'; error: ProviderError }

export type CheckOutcome =
  /** `unknownStatus` is a status that the adapter does not know: the task stays pending, the operator is told. */
  | { kind: 'pending'; progress: number | null; checkAfterMs: number; unknownStatus?: string }
  | { kind: 'finished'; items: ProducedItem[] }
  /** `charged` false = another try may buy it again. */
  | { kind: 'failed'; error: ProviderError; charged: boolean }
  /** Could not be asked right now. */
  | { kind: 'unreachable'; error: ProviderError }

export type FindOutcome =
  | { kind: 'found'; reference: string; checkAfterMs: number }
  | { kind: 'not_found' }
  | { kind: 'unreachable' }

/** What makes an unknown purchase certain again. */
export interface Recovery {
  /** Its work may be run again at any time (our own studio). */
  restartable: boolean
  /** How long the provider treats a resend with the same key as the same purchase, ms; null = it does not. */
  resendMs: number | null
  /** It can be asked for our client reference, and what it says is up to date. */
  lookup: boolean
  /** "Not found" counts only after this, ms: longer than any request may be in flight. */
  quarantineMs: number
}

/** Who does the work. An optional method is the capability flag. Adapters know no task, no store and no dialect. */
export interface Provider {
  name: string
  /** Work of each of its pools that this process does at once at most. */
  concurrency: number
  /** The work is done inside `start`: the task runs from then on. */
  synchronous: boolean
  /** Milliseconds from its start after which a task of this work has failed. */
  deadlineMs: number
  recoveryOf(work: Work): Recovery
  start(request: StartRequest, context: ProviderContext): Promise<StartOutcome>
  check?(reference: string, context: ProviderContext): Promise<CheckOutcome>
  /** Asks the provider to stop; the outcome shows in the next check. */
  cancel?(reference: string): Promise<void>
  /** Whether `cancel` is of any use for this work; absent = always. */
  isCancelable?(reference: string): boolean
  findByClientReference?(clientReference: Uuid): Promise<FindOutcome>
  close?(): Promise<void>
}

/** Whether the provider can be asked to stop; before it has given a reference, whether it ever can. */
export function canBeStopped(provider: Provider, reference: string | null): boolean {
  if (provider.cancel === undefined) return false
  return reference === null || (provider.isCancelable?.(reference) ?? true)
}

export function taskErrorCodeOf(error: ProviderError): TaskErrorCode {
  switch (error.fault) {
    case 'caller':
      return 'invalid_input'
    case 'policy':
      return 'content_rejected'
    case 'provider':
      return 'provider_error'
    case 'gateway':
      return 'internal_error'
  }
}
