import type { Sql } from '../../lib/sql.ts'
import { findUncertainPurchases, readWorkers } from '../../store/doctor-figures.ts'
import { readQueue } from '../../store/queue-figures.ts'
import { count, ok, span, warn, type Finding } from './finding.ts'

const SLOW_SECONDS = 300

/** What waits, what is uncertain, and what time has overtaken. Without a worker waiting is no fault of the queue's. */
export async function checkQueue(sql: Sql): Promise<Finding[]> {
  const queue = await readQueue(sql)
  const { alive } = await readWorkers(sql)
  const waiting = `${queue.ready} ready, ${queue.staged} staged, ${queue.running} running`
  const oldest = queue.ready === 0 ? '' : `; the oldest ready one waits for ${span(queue.oldest_ready_seconds)}`
  const findings: Finding[] = [
    alive > 0 && queue.oldest_ready_seconds > SLOW_SECONDS
      ? warn(
          'queue',
          waiting + oldest,
          'more workers or a higher limit of the pool; /metrics says which provider is slow',
        )
      : ok('queue', waiting + oldest),
  ]
  if (alive > 0 && queue.late > 0) {
    findings.push(
      warn(
        'deadlines',
        `${count(queue.late, 'task')} past the deadline`,
        "see the workers' log: the sweep should end them",
      ),
    )
  }
  if (queue.fragile > 0) {
    findings.push(
      warn(
        'takeovers',
        `${count(queue.fragile, 'task')} taken over five times or more`,
        "its work may be what kills workers: see their log for the task's id; at 20 it is failed",
      ),
    )
  }
  return [...findings, ...(await checkPurchases(sql))]
}

async function checkPurchases(sql: Sql): Promise<Finding[]> {
  const uncertain = await findUncertainPurchases(sql)
  const [first] = uncertain
  if (first === undefined) return [ok('purchases', 'none is uncertain')]
  const named = uncertain.map(
    (one) => `${one.purchase} of task ${one.task} at ${one.provider} for ${span(one.age_seconds)}`,
  )
  return [
    warn(
      'purchases',
      `${first.total} uncertain: ${named.join('; ')}`,
      "each is looked up or fails at its task's deadline, with its credits released; the provider knows it by the purchase's id",
    ),
  ]
}
