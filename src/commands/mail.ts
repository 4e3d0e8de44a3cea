import type { JsonObject } from '../lib/json.ts'
import { listEmailTasks } from '../store/outbox.ts'
import { withDatabase } from './with-database.ts'

/** `medley mail list`: the last mails with what stands in them, where no server carries them. */
export async function listMails(): Promise<number> {
  const mails = await withDatabase((database) => listEmailTasks(database, { before: null, status: null, limit: 20 }))
  for (const { to, subject, status, created_at: at, error_message: error, payload } of mails.toReversed()) {
    const facts = [new Date(at).toISOString(), status, error].filter((fact) => fact !== null)
    const { text }: JsonObject = JSON.parse(payload)
    process.stdout.write(
      `${facts.join('  ')}\nto ${to}: ${subject}\n\n${typeof text === 'string' ? text : '(cleared)'}\n`,
    )
  }
  return 0
}
