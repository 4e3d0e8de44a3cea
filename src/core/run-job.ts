import type { ProviderContext } from '../domain/provider.ts'
import { FAULTS_MAX, TAKEOVERS_MAX } from '../domain/retry.ts'
import type { Work } from '../domain/work.ts'
import { isDatabaseAway } from '../lib/sql.ts'
import type { ClaimedJob } from '../store/claim-jobs.ts'
import type { Attempt } from './attempt.ts'
import { checkTask } from './check-task.ts'
import type { Context } from './context.ts'
import { failTask, finishCanceled } from './finish-task.ts'
import { recoverPurchase } from './recover-purchase.ts'
import { buyTask, runAgain } from './start-task.ts'

/**
 * The next step of a task, decided by what is known of its purchase; the table is engine-review section 2. Ends by settling
 * the task, by parking the job until its next look, or (aborted, fenced off) by leaving it to whoever holds it.
 */
export async function runJob(context: Context, job: ClaimedJob, provide: ProviderContext): Promise<void> {
  // What a provider has accepted is looked at until its deadline, however often an attempt of ours broke.
  const isAccepted = job.purchase_state === 'accepted'
  if (job.takeovers >= TAKEOVERS_MAX || (job.retry_count >= FAULTS_MAX && !isAccepted)) {
    const { task, takeovers, retry_count: retries } = job
    context.log.error({ task, takeovers, retries }, 'task given up: every attempt at it broke')
    const message = 'The task could not be worked on.'
    return await failTask(context, job, { code: 'internal_error', message, retryable: true }, 'abandoned')
  }
  const attempt = toAttempt(context, job, provide)
  if (job.purchase === null) {
    return job.cancel_requested ? await finishCanceled(context, job) : await buyTask(context, attempt)
  }
  if (job.purchase_restartable === true) {
    return job.cancel_requested ? await finishCanceled(context, job) : await runAgain(context, attempt, job.purchase)
  }
  if (job.purchase_state === 'accepted' && job.purchase_reference !== null) {
    return await checkTask(context, attempt, job.purchase_reference)
  }
  return await recoverPurchase(context, attempt, job.purchase)
}

/** Another release's process knows the model or provider; this one gives the job back (RULINGS 71). */
class UnknownModel extends Error {}

/** Whether an exception of an attempt is the task's or our own fault, and not an outage or another release's business. */
export function isFault(error: unknown): boolean {
  return !(error instanceof UnknownModel) && !isDatabaseAway(error)
}

function toAttempt(context: Context, job: ClaimedJob, provide: ProviderContext): Attempt {
  const route = context.catalogue.find(job.model_key)?.routes[0]
  // What was bought stays with whom it was bought from, whatever the catalogue says by now.
  const name = job.purchase_provider ?? route?.provider ?? ''
  const provider = context.providers.get(name)
  if (provider === undefined) throw new UnknownModel(`Nobody here is the provider ${name} of ${job.model_key}`)
  const work: Work = JSON.parse(job.work)
  return { job, work, provider, providerModel: job.purchase_model ?? route?.model ?? '', provide }
}
