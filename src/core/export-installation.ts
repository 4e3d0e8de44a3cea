import { existsSync } from 'node:fs'
import { mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'

import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import type { Clock } from '../lib/clock.ts'
import { StartupError } from '../lib/startup-error.ts'
import type { CopySession } from '../store/copy-session.ts'
import {
  beginSnapshot,
  copyOutText,
  listPartitions,
  listSequences,
  listTables,
  readCopyFacts,
  type CopyFacts,
  type TableShape,
} from '../store/copy-tables.ts'
import { readAppliedMigrations } from '../store/migration-state.ts'
import { exportArtifacts } from './export-artifacts.ts'
import { MANIFEST_FILE, type Manifest } from './export-manifest.ts'
import { writeHashed } from './write-hashed.ts'

export interface ExportOptions {
  /** New or empty. */
  folder: string
  /** Whose files go along; null = none do. */
  artifacts: ArtifactStore | null
  release: string
  clock: Clock
  /** Told what is known before the long part begins. */
  onStart(facts: CopyFacts): void
}

export interface ExportReport {
  manifest: Manifest
  /** How long the database kept old rows for us. */
  snapshotMs: number
}

/**
 * Writes everything that an installation knows into a folder: a file a table in PostgreSQL's own text form, the artifacts'
 * files, and at the very end the manifest with versions, counts and sums. All tables show one moment. The snapshot for it is
 * held while rows are copied, which slows the claims of a gateway at work (engine-review hole 21), and no longer: files are
 * copied after it, since they never change once their row is there.
 */
export async function exportInstallation(session: CopySession, options: ExportOptions): Promise<ExportReport> {
  const { folder, clock } = options
  await assertFree(folder)
  await beginSnapshot(session)
  const begun = clock.monotonic()
  const facts = await readCopyFacts(session)
  if (facts.organisations === 0) {
    throw new StartupError(
      'There is nothing to export: this database has no organisation. Is it the right one (MEDLEY_DATA, DATABASE_URL)?',
    )
  }
  options.onStart(facts)
  await makeFolders(folder)
  const migrations = await readAppliedMigrations(session)
  const shapes = inFillingOrder(await listTables(session))
  const tables: Manifest['tables'] = []
  for (const shape of shapes) tables.push(await exportTable(session, folder, shape))
  const partitions = await listPartitions(session)
  await session.execute('commit')
  const snapshotMs = clock.monotonic() - begun
  // After the rows: no row has a number that its sequence could give again.
  const sequences = await listSequences(session)
  const artifacts =
    options.artifacts === null ? null : await exportArtifacts({ folder, tables, artifacts: options.artifacts, clock })
  const manifest: Manifest = {
    format: 'medley-export',
    version: 1,
    release: options.release,
    postgres: facts.server_version,
    exported_at: facts.now,
    installation: facts.installation,
    migrations,
    tables,
    partitions,
    sequences,
    artifacts,
  }
  await writeManifest(folder, manifest)
  return { manifest, snapshotMs }
}

async function assertFree(folder: string): Promise<void> {
  if (!existsSync(folder) || (await readdir(folder)).length === 0) return
  throw new StartupError(`The folder ${folder} is not empty: an export wants one of its own.`)
}

/** Keys' hashes, prompts and signing secrets: nobody else on the machine has to look in. */
async function makeFolders(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await mkdir(join(folder, 'tables'), { mode: 0o700 })
}

/** Tables that others refer to come first. */
function inFillingOrder(shapes: readonly TableShape[]): TableShape[] {
  const ordered: TableShape[] = []
  const done = new Set<string>()
  let rest = [...shapes]
  while (rest.length > 0) {
    const free = rest.filter(({ needs }) => needs.every((name) => done.has(name)))
    if (free.length === 0) throw new Error(`the tables ${rest.map(({ name }) => name).join(', ')} refer to each other`)
    ordered.push(...free)
    for (const { name } of free) done.add(name)
    rest = rest.filter(({ name }) => !done.has(name))
  }
  return ordered
}

async function exportTable(
  session: CopySession,
  folder: string,
  { name, columns }: TableShape,
): Promise<Manifest['tables'][number]> {
  const file = `tables/${name}.copy`
  const { rows, result } = await session.copyOut(copyOutText({ name, columns }), (source) =>
    writeHashed(join(folder, file), source),
  )
  return { name, columns, file, rows, ...result }
}

async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, MANIFEST_FILE)
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  await writeHashed(`${path}.part`, asStream(text))
  await rename(`${path}.part`, path)
}

async function* asStream(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
