import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Session } from './make-database.ts'

export interface KnownMigration {
  number: number
  name: string
  hash: string
}

const ownFolder = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** What this release brings, by number, hashed as `migrate` does. */
export async function readOwnMigrations(folder = ownFolder): Promise<KnownMigration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  return await Promise.all(
    names.map(async (name) => {
      const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
      return { number: Number(name.slice(0, 6)), name, hash: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/** What the database has had, by number; none where Medley never was. Changes nothing. */
export async function readAppliedMigrations(session: Session): Promise<KnownMigration[]> {
  const [row] = await session.execute<{ found: boolean }>(
    `select to_regclass('schema_migrations') is not null as found`,
  )
  if (row?.found !== true) return []
  return await session.execute<KnownMigration>('select number, name, hash from schema_migrations order by number')
}
