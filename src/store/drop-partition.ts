import { escapeIdentifier } from 'pg'

import type { OldPartition } from './installation.ts'

/** One connection of its own, outside of any transaction: what `detach … concurrently` needs. */
export interface Executor {
  execute<Row>(text: string): Promise<Row[]>
}

/**
 * Drops a partition without ever making an insert wait: detached concurrently first, since a plain drop would queue behind
 * every reader and hold up every writer meanwhile (engine-review hole 23). Goes on where one that died had stopped.
 */
export async function dropPartition(executor: Executor, { parent, name, state }: OldPartition): Promise<void> {
  const [table, partition] = [escapeIdentifier(parent), escapeIdentifier(name)]
  if (state !== 'detached') {
    const how = state === 'detaching' ? 'finalize' : 'concurrently'
    await executor.execute(`alter table ${table} detach partition ${partition} ${how}`)
  }
  await executor.execute(`drop table if exists ${partition}`)
}
