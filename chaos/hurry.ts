import type { Books } from './books.ts'

/**
 * Hurries on what only waits for time, in ways that time or a callback could: retries are looked at now, and a purchase of
 * which nobody will ever tell whether it was made has its deadline now instead of in an hour. That is so where the upstream
 * cannot be asked, and either does not know keys, or a cancel forbids the resend, or each resend is refused for now (which
 * says nothing of the first send). Messages that failed are tried again now, and not in minutes or hours.
 */
export async function hurry({ rows }: Books): Promise<void> {
  await rows(`with uncertain as materialized (
      select j.id as job, p.sent_at, t.cancel_requested_at is not null as is_canceling,
        w.work::json->'script' as script
      from jobs j join tasks t on t.id = j.task join task_payloads w on w.task = j.task
      join purchases p on p.task = j.task and p.state in ('sending', 'unknown') and not p.restartable
      where j.phase = 2 and j.worker is null and j.deadline > now()),
    read as (
      select job, sent_at, is_canceling, (script->'accept'->>'lookup')::boolean as has_lookup,
        (script->'accept'->>'idempotent')::boolean as knows_keys,
        script->>'failAt' = 'start' and (script->'error'->>'retryable')::boolean as refuses_for_now
      from uncertain)
    update jobs j set deadline = now() from read r where j.id = r.job and not r.has_lookup
      and (not r.knows_keys or r.is_canceling or r.refuses_for_now) and r.sent_at < now() - interval '5 s'`)
  await rows(`update jobs set run_at = now() where phase = 2 and worker is null and run_at > now() + interval '1 s'`)
  await rows(`update deliveries set run_at = now() where worker is null and run_at > now() + interval '6 s'`)
}

/** As if so much time had passed that every delivery is due, and no receiver is left alone any more. */
export async function hurryDeliveries({ rows }: Books): Promise<void> {
  await rows('update deliveries set run_at = now() where worker is null and run_at > now()')
  await rows(
    'update delivery_lanes set blocked_until = now(), paused_until = null where blocked_until > now() or paused_until > now()',
  )
}

/** What has not ended yet, each in a line, after hurrying it on. */
export async function listOpen(books: Books): Promise<string[]> {
  await hurry(books)
  const open = await books.rows<{ text: string }>(
    `select format('task %s status %s purchase %s attempt %s takeovers %s worker %s model %s', t.id, t.status, p.state,
        j.attempt, j.takeovers, j.worker, t.asked_model) as text
      from tasks t left join jobs j on j.task = t.id
      left join purchases p on p.task = t.id and p.state not in ('refused', 'not_sent')
      where t.status < 3`,
  )
  return open.map(({ text }) => text)
}
