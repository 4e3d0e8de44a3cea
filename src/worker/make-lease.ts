import { hostname } from 'node:os'

import { LeaseTooShort } from '../domain/provider.ts'
import type { Clock } from '../lib/clock.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Logger } from '../lib/log.ts'

export interface LeaseKeeper {
  register(worker: { id: Uuid; leaseMs: number; host: string; pid: number }): Promise<void>
  renew(worker: { id: Uuid; leaseMs: number }): Promise<boolean>
  remove(id: Uuid): Promise<void>
}

export interface Lease {
  /** The worker's id while the lease lasts; null after it was lost and before a new one was taken. */
  workerId(): Uuid | null
  /** Throws when too little is left for a start to be surely over before somebody else may look. */
  assertLeft(worker: Uuid): void
  stop(): Promise<void>
}

/** How long this process may be silent before others take over its jobs (DESIGN 3 "Leases"). */
const LEASE_MS = 15_000
const RENEW_MS = 5_000
/** A start's first byte is not written with less than this left: a process that wakes from a freeze must not buy. */
const START_MARGIN_MS = 5_000

/**
 * One lease for the whole process. The local end is measured on a monotonic clock from before the statement was sent, so it
 * never lies after the database's. When the lease is over, everything in flight is aborted by `onLost`, and a new identity is
 * taken: whatever the old one still decides is fenced off.
 */
export async function makeLease(options: {
  keeper: LeaseKeeper
  newId(): Uuid
  clock: Clock
  log: Logger
  onLost(): void
}): Promise<Lease> {
  const { keeper, clock, log } = options
  let id: Uuid | null = null
  let endsAt = 0

  async function take(): Promise<void> {
    const next = options.newId()
    const asked = clock.monotonic()
    await keeper.register({ id: next, leaseMs: LEASE_MS, host: hostname(), pid: process.pid })
    id = next
    endsAt = asked + LEASE_MS
  }
  function lose(): void {
    if (id === null) return
    log.warn({ worker: id }, 'lease lost: its jobs are left to others')
    id = null
    options.onLost()
  }
  async function renew(): Promise<void> {
    if (id === null) return await take()
    if (clock.monotonic() >= endsAt) lose()
    if (id === null) return await take()
    const asked = clock.monotonic()
    if (await keeper.renew({ id, leaseMs: LEASE_MS })) endsAt = asked + LEASE_MS
    else lose()
  }
  let isBeating = false
  function beat(): void {
    // One at a time: two that both take a new identity would leave the first one's jobs to nobody's care.
    if (isBeating) {
      if (clock.monotonic() >= endsAt) lose()
      return
    }
    isBeating = true
    renew()
      .catch((error: unknown) => {
        log.warn({ error }, 'lease could not be renewed')
        if (clock.monotonic() >= endsAt) lose()
      })
      .finally(() => {
        isBeating = false
      })
  }

  await take()
  const timer = setInterval(beat, RENEW_MS)
  return {
    workerId: () => (clock.monotonic() < endsAt ? id : null),
    assertLeft(worker) {
      // Under another identity by now, the job may be somebody else's, however much of the new lease is left.
      if (id === null || id !== worker || endsAt - clock.monotonic() < START_MARGIN_MS)
        throw new LeaseTooShort('too little of the lease is left')
    },
    async stop() {
      clearInterval(timer)
      const last = id
      id = null
      if (last === null) return
      // While the database is away it cannot be given back, and lapses.
      await keeper.remove(last).catch((error: unknown) => log.warn({ error, worker: last }, 'lease not given back'))
    },
  }
}
