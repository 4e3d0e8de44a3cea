import type { Provider, ProviderContext } from '../domain/provider.ts'
import type { Work } from '../domain/work.ts'
import type { ClaimedJob } from '../store/claim-jobs.ts'
import type { Context } from './context.ts'

/** One attempt at one job: what is claimed, what it is about, and the holder's leash. */
export interface Attempt {
  job: ClaimedJob
  work: Work
  provider: Provider
  /** The provider's own name for the model. */
  providerModel: string
  provide: ProviderContext
}

/** Its deadline, as it was when the job was claimed, has passed by database time. */
export function isLate(context: Context, { job }: Pick<Attempt, 'job'>): boolean {
  return context.databaseNow() >= job.deadline
}

/** So long a provider may take to answer an abort; then its call counts as broken off, and what came of it is found out as after a crash. */
export const ABORT_GRACE_MS = 10_000
