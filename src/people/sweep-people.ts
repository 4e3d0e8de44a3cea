import type { Sql } from '../lib/sql.ts'
import { clearOutbox } from '../store/outbox.ts'
import { dropStaleAuth } from '../store/people.ts'

/** Forgets what is over: sessions, links, counts of tries; and what stood in mails that went out long ago. */
export async function sweepPeople({ background }: { background: Sql }): Promise<void> {
  await dropStaleAuth(background)
  await clearOutbox(background)
}
