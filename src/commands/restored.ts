import { readCopyFacts, stampEpoch } from '../store/copy-tables.ts'
import { withDatabase } from './with-database.ts'

/** `medley restored`: says that a copy of the data folder or a backup of the database was put back. Before the first start. */
export async function stampRestored(): Promise<number> {
  const { stamp, facts } = await withDatabase((database) =>
    database.withSession(async (session) => ({
      facts: await readCopyFacts(session),
      stamp: await stampEpoch(session),
    })),
  )
  process.stdout.write(`${renderEpoch(stamp.epoch, stamp.open_tasks)}\n`)
  if (facts.workers > 0) {
    const who = facts.workers === 1 ? 'A worker is' : `${facts.workers} workers are`
    process.stdout.write(
      `${who} at work already: what was started between its start and now was not looked up. Next time say \`medley restored\` before the first start.\n`,
    )
  }
  return 0
}

/** What an epoch means, for the person who has just put an older state back. */
export function renderEpoch(epoch: number, openTasks: number): string {
  const tasks = openTasks === 1 ? '1 open task' : `${openTasks} open tasks`
  return [
    `the epoch is now ${new Date(epoch).toISOString()}: what was accepted, bought and paid for after the copy was made is not known here.`,
    `${tasks} may have been bought meanwhile: each is looked up or sent again under its old key where its provider knows keys,`,
    'and is never blindly bought where it does not. Credits and keys are as they were when the copy was made.',
  ].join('\n')
}
