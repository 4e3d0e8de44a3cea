import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import { sha256Of } from '../artifacts/describe-file.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { StartupError } from '../lib/startup-error.ts'
import type { CopySession } from '../store/copy-session.ts'
import {
  analyzeTables,
  beginFilling,
  copyInText,
  deleteRows,
  freeHeldWork,
  hasRows,
  listPartitions,
  listTables,
  makePartition,
  setSequence,
  stampEpoch,
} from '../store/copy-tables.ts'
import { readAppliedMigrations } from '../store/migration-state.ts'
import { artifactPath, inGroups } from './export-artifacts.ts'
import { ARTIFACT_LIST, readManifest, type Manifest } from './export-manifest.ts'
import { verifyBooks, type Discrepancy } from './verify-books.ts'
import { hashFile, readLines } from './write-hashed.ts'

export interface ImportOptions {
  folder: string
  artifacts: ArtifactStore
}

export interface ImportReport {
  manifest: Manifest
  epoch: number
  openTasks: number
  discrepancies: Discrepancy[]
  /** Tables of the export that are not Medley's. */
  skipped: string[]
}

/** The one row that a migration makes; the exported one takes its place. */
const FOUNDED_BY_MIGRATION = 'installation'
const AT_ONCE = 8

/**
 * Fills an empty, migrated database from an export. Every sum is checked before anything is written; rows, sequences and the
 * epoch are one transaction, which commits after the last file is in place: an import that is cut off leaves the database as
 * empty as it was (and files, which the next one overwrites). A gateway that starts meanwhile waits and gives up.
 */
export async function importInstallation(session: CopySession, options: ImportOptions): Promise<ImportReport> {
  const manifest = await readManifest(options.folder)
  assertFits(manifest, await readAppliedMigrations(session))
  await checkSums(options.folder, manifest)
  await beginFilling(session).catch((error: unknown) => {
    throw new StartupError('Somebody else is at work in this database: stop it, and import again.', { cause: error })
  })
  const own = new Set((await listTables(session)).map(({ name }) => name))
  const tables = manifest.tables.filter(({ name }) => own.has(name))
  await assertEmpty(session, tables)
  await makeMissingPartitions(session, manifest)
  await deleteRows(session, FOUNDED_BY_MIGRATION)
  for (const table of tables) await importTable(session, options.folder, table)
  for (const sequence of manifest.sequences) await setSequence(session, sequence)
  await freeHeldWork(session)
  const { epoch, open_tasks: openTasks } = await stampEpoch(session)
  if (manifest.artifacts !== null) await importArtifacts(options)
  await session.execute('commit')
  await analyzeTables(session)
  const skipped = manifest.tables.filter(({ name }) => !own.has(name)).map(({ name }) => name)
  return { manifest, epoch, openTasks, discrepancies: await verifyBooks(asSql(session)), skipped }
}

/**
 * The export's migrations are the beginning of ours. Those that came since only add (RULINGS 71): a row of before them is
 * one that an old process could still write after them, so their columns' defaults are right for it.
 */
function assertFits(manifest: Manifest, applied: readonly { number: number; name: string; hash: string }[]): void {
  for (const exported of manifest.migrations) {
    const own = applied.find(({ number }) => number === exported.number)
    if (own?.hash === exported.hash) continue
    throw new StartupError(
      own === undefined
        ? `The export was made by a newer Medley (${manifest.release}): its migration ${exported.name} is not known here. Import it with that one.`
        : `The export was made by a Medley (${manifest.release}) whose migration ${exported.name} is not the one known here. Import it with that one.`,
    )
  }
}

async function checkSums(folder: string, manifest: Manifest): Promise<void> {
  const faults: string[] = []
  for (const { file, bytes, sha256 } of manifest.tables) {
    const found = await hashFile(join(folder, file))
    if (found?.sha256 !== sha256 || found.bytes !== bytes) faults.push(file)
  }
  if (manifest.artifacts !== null) {
    const list = await hashFile(join(folder, ARTIFACT_LIST))
    if (list?.sha256 !== manifest.artifacts.sha256) faults.push(ARTIFACT_LIST)
    else faults.push(...(await findWrongArtifacts(folder)))
  }
  if (faults.length === 0) return
  const names = faults.slice(0, 5).join(', ') + (faults.length > 5 ? ` and ${faults.length - 5} more` : '')
  throw new StartupError(
    `The export ${folder} is damaged: ${names} ${faults.length === 1 ? 'is' : 'are'} missing or not what the export wrote. Nothing was imported.`,
  )
}

async function findWrongArtifacts(folder: string): Promise<string[]> {
  const wrong: string[] = []
  for await (const group of inGroups(readArtifactList(folder), AT_ONCE)) {
    const found = await Promise.all(group.map(({ id }) => hashFile(join(folder, artifactPath(id)))))
    wrong.push(...group.flatMap(({ id, sha256 }, index) => (found[index]?.sha256 === sha256 ? [] : [artifactPath(id)])))
  }
  return wrong
}

async function* readArtifactList(folder: string): AsyncGenerator<{ id: Uuid; sha256: string }> {
  for await (const line of readLines(join(folder, ARTIFACT_LIST))) {
    const match = /^([0-9a-f]{64}) {2}artifacts\/[0-9a-f]{2}\/[0-9a-f]{2}\/([0-9a-f-]{36})$/.exec(line)
    if (match === null) throw new StartupError(`${join(folder, ARTIFACT_LIST)} has a line that cannot be read.`)
    yield { sha256: match[1] ?? '', id: match[2] ?? '' }
  }
}

async function assertEmpty(session: CopySession, tables: Manifest['tables']): Promise<void> {
  for (const { name } of tables) {
    if (name === FOUNDED_BY_MIGRATION || !(await hasRows(session, name))) continue
    throw new StartupError(
      `This database is in use (its table ${name} has rows); an import wants an empty one: a new MEDLEY_DATA folder, or a new database in DATABASE_URL. Nothing was imported.`,
    )
  }
}

async function makeMissingPartitions(session: CopySession, manifest: Manifest): Promise<void> {
  const there = new Set((await listPartitions(session)).map(({ name }) => name))
  for (const partition of manifest.partitions) {
    if (!there.has(partition.name)) await makePartition(session, partition)
  }
}

async function importTable(session: CopySession, folder: string, table: Manifest['tables'][number]): Promise<void> {
  const source = createReadStream(join(folder, table.file), { highWaterMark: 262_144 })
  const rows = await session.copyIn(copyInText(table), source)
  if (rows !== table.rows) throw new Error(`${table.file} has ${rows} rows, and should have ${table.rows}`)
}

async function importArtifacts({ folder, artifacts }: ImportOptions): Promise<void> {
  for await (const group of inGroups(readArtifactList(folder), AT_ONCE)) {
    await Promise.all(
      group.map(async ({ id, sha256 }) => {
        const bytes = await readFile(join(folder, artifactPath(id)))
        if (sha256Of(bytes) !== sha256) throw new Error(`${artifactPath(id)} changed while it was imported`)
        await artifacts.save(id, bytes)
      }),
    )
  }
}

/** The check of the books over a connection without time limits: nobody else is in this database yet. */
function asSql(session: CopySession): Sql {
  return { query: (_name, text, values) => session.execute(text, values) }
}
