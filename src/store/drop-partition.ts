import type { OldPartition } from './installation.ts'

/** One connection of its own, outside of any transaction: what `detach … concurrently` needs. */
export interface Executor {
  execute(text: string): Promise<unknown>
}

/**
 * Drops a partition without ever making an insert wait: detached concurrently first, since a plain drop would queue behind
 * every reader and hold up every writer meanwhile (engine-review hole 23). Names come from the catalogue of the database.
 */
export async function dropPartition(executor: Executor, { parent, name }: OldPartition): Promise<void> {
  const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`
  await executor.execute(`alter table ${quote(parent)} detach partition ${quote(name)} concurrently`)
  await executor.execute(`drop table ${quote(name)}`)
}
