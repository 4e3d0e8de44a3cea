import type { Books } from './books.ts'

/**
 * Hurries on what only waits for time, in ways that time or a callback could: retries are looked at now, and a purchase of
 * which nobody can ever tell whether it was made (the upstream neither knows keys nor can be asked, or a cancel forbids the
 * resend) has its deadline now instead of in an hour.
 */
export async function hurry({ rows }: Books): Promise<void> {
  await rows(`update jobs j set deadline = now() from purchases p, task_payloads w, tasks t
    where p.task = j.task and w.task = j.task and t.id = j.task and j.phase = 2 and j.worker is null and j.deadline > now()
      and p.state in ('sending', 'unknown') and p.sent_at < now() - interval '5 s' and not p.restartable
      and not coalesce((w.work::json->'script'->'accept'->>'lookup')::boolean, true)
      and (t.cancel_requested_at is not null or not coalesce((w.work::json->'script'->'accept'->>'idempotent')::boolean, true))`)
  await rows(`update jobs set run_at = now() where phase = 2 and worker is null and run_at > now() + interval '1 s'`)
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
