import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import type { Clock } from '../lib/clock.ts'
import type { Uuid } from '../lib/ids.ts'
import { parseTimestamp } from '../store/column-types.ts'
import { ARTIFACT_LIST, type Manifest } from './export-manifest.ts'
import { readLines, writeHashed } from './write-hashed.ts'

interface Options {
  folder: string
  tables: Manifest['tables']
  artifacts: ArtifactStore
  clock: Clock
}

interface ArtifactFacts {
  id: Uuid
  size: number
  sha256: string
  expiresAt: number
}

/** Files copied at once: each waits for its own flush. */
const AT_ONCE = 8

/**
 * Copies the files of the exported rows that have not expired, checked against the sums in their rows. What is not there, or
 * is something else by now, is listed as lost and is no reason to have no export at all.
 */
export async function exportArtifacts(options: Options): Promise<NonNullable<Manifest['artifacts']>> {
  const { folder } = options
  const lost: Uuid[] = []
  let files = 0
  let bytes = 0
  async function* listed(): AsyncGenerator<Uint8Array> {
    for await (const group of inGroups(readArtifactFacts(options), AT_ONCE)) {
      const copied = await Promise.all(group.map((facts) => exportArtifact(options, facts)))
      for (const [index, facts] of group.entries()) {
        if (copied[index] !== true) {
          lost.push(facts.id)
          continue
        }
        files += 1
        bytes += facts.size
        yield Buffer.from(`${facts.sha256}  ${artifactPath(facts.id)}\n`)
      }
    }
  }
  const { sha256 } = await writeHashed(join(folder, ARTIFACT_LIST), listed())
  return { files, bytes, sha256, lost }
}

/** Where an artifact's file lies in an export. */
export function artifactPath(id: Uuid): string {
  return `artifacts/${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`
}

/** In the text form of COPY. */
const NULL_FIELD = String.raw`\N`

/** From the exported table itself, so that rows and files are of one moment. None of these columns holds an escape. */
async function* readArtifactFacts({ folder, tables, clock }: Options): AsyncGenerator<ArtifactFacts> {
  const table = tables.find(({ name }) => name === 'artifacts')
  if (table === undefined) return
  const at = (column: string): number => table.columns.indexOf(column)
  const [id, size, sha256, content, expiresAt] = [at('id'), at('size'), at('sha256'), at('content'), at('expires_at')]
  for await (const line of readLines(join(folder, table.file))) {
    const fields = line.split('\t')
    const facts = {
      id: fields[id] ?? '',
      size: Number(fields[size]),
      sha256: fields[sha256] ?? '',
      expiresAt: parseTimestamp(fields[expiresAt] ?? ''),
    }
    // A sweep may be removing it right now, and it may still be coming in. What has its bytes in the row has no file.
    if (facts.expiresAt > clock.now() && facts.sha256 !== '' && fields[content] === NULL_FIELD) yield facts
  }
}

async function exportArtifact({ folder, artifacts }: Options, facts: ArtifactFacts): Promise<boolean> {
  const path = join(folder, artifactPath(facts.id))
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    const written = await writeHashed(path, createReadStream(artifacts.pathOf(facts.id)))
    if (written.sha256 === facts.sha256) return true
  } catch (error) {
    // Only the source can be missing: our own folder has just been made.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  await rm(path, { force: true })
  return false
}

export async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const item of items) {
    group.push(item)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
