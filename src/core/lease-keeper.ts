import { registerWorker, removeWorker, renewLease } from '../store/workers.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Context } from './context.ts'

/** The worker's lease as its loop uses it, without knowing the store. */
export function makeLeaseKeeper(context: Context) {
  return {
    register: (worker: { id: Uuid; leaseMs: number; host: string; pid: number }) => registerWorker(context.sql, worker),
    renew: (worker: { id: Uuid; leaseMs: number }) => renewLease(context.sql, worker),
    remove: (id: Uuid) => removeWorker(context.sql, id),
  }
}
