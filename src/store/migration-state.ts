import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartupError } from '../lib/startup-error.ts'
import type { Session } from './make-database.ts'

/** The database's history and this code's migrations do not fit together, or one of them failed. */
export class MigrationError extends StartupError {
  override name = 'MigrationError'
}

export interface KnownMigration {
  number: number
  name: string
  hash: string
}

/** One of this release's, with its SQL. */
export type OwnMigration = KnownMigration & { text: string }

const ownFolder = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** What this release brings, by number. Throws in a sentence when a file's name or number cannot be used. */
export async function readOwnMigrations(folder = ownFolder): Promise<OwnMigration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  const migrations = await Promise.all(names.map((name) => readMigration(folder, name)))
  for (const [index, migration] of migrations.entries()) {
    if (migration.number === migrations[index - 1]?.number) {
      throw new MigrationError(
        `Two migrations have the number of ${migration.name}: give one of them the next free number.`,
      )
    }
  }
  return migrations
}

async function readMigration(folder: string, name: string): Promise<OwnMigration> {
  const digits = /^(\d{6})-[a-z0-9-]+\.sql$/.exec(name)?.[1]
  if (digits === undefined) throw new MigrationError(`The migration ${name} is not named like 000001-what-it-does.sql.`)
  // A checkout on another system may have other line ends; that is no other migration.
  const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
  return { number: Number(digits), name, text, hash: createHash('sha256').update(text).digest('hex') }
}

/** What the database has had, by number; none where Medley never was. Changes nothing. */
export async function readAppliedMigrations(session: Session): Promise<KnownMigration[]> {
  const [row] = await session.execute<{ found: boolean }>(
    `select to_regclass('schema_migrations') is not null as found`,
  )
  if (row?.found !== true) return []
  return await session.execute<KnownMigration>('select number, name, hash from schema_migrations order by number')
}
