import { readFile } from 'node:fs/promises'

import { sniffMediaType } from '../artifacts/sniff-media-type.ts'
import { A_FILE, inputKindOf, MEDIA_BYTES_MAX, mediaKindOf, type MediaKind } from '../domain/media.ts'
import { MediaRefused, type Media } from '../domain/provider.ts'
import { companionOf, type ItemRole, type MediaInput, type TaskOutput, type Work } from '../domain/work.ts'
import type { Uuid } from '../lib/ids.ts'
import { OutgoingError } from '../outgoing/outgoing-error.ts'
import { findArtifacts, findArtifactByToken, readContent, type ArtifactRow } from '../store/artifacts.ts'
import type { Context } from './context.ts'

const FETCH_MS = 60_000
const REDIRECTS = 5
/** What storage servers say of files whose type they were not told. */
const UNTOLD_TYPES = ['application/octet-stream', 'binary/octet-stream', 'application/mp4', 'application/ogg']

/**
 * Reads the files that one start of a task names: artifacts of its organisation from where they lie, results of anybody's under
 * our own URL too (whoever has that URL may read it), all others by the guarded client. Each is had once however often it is
 * asked for. `organisation` is the task's. Throws MediaRefused, or the signal's reason.
 */
export function makeMediaReader(
  context: Context,
  { work, organisation, signal }: { work: Work; organisation: number; signal: AbortSignal },
): (input: MediaInput) => Promise<Media> {
  const kind = inputKindOf(work.capability)
  const known = new Map<string, Promise<Media>>()

  async function read(input: MediaInput): Promise<Media> {
    if (kind === null) throw new Error(`${work.capability} is done without files`)
    if (input.kind === 'artifact') {
      const [artifact = null] = await findArtifacts(context.sql, organisation, [input.artifact])
      return await readArtifact(context, artifact, kind)
    }
    const token = ownTokenOf(input.url, context.render.publicUrl)
    if (token !== null) return await readArtifact(context, await findArtifactByToken(context.sql, token), kind)
    return { bytes: await fetchMedia(context, input.url, kind, signal), companion: async () => null }
  }

  return (input) => {
    const key = JSON.stringify(input)
    const reading = known.get(key) ?? read(input).catch(asUnavailable)
    known.set(key, reading)
    return reading
  }

  /** Our own fault is told from what a provider makes of what it has read: nothing has been sent yet. */
  function asUnavailable(error: unknown): never {
    if (error instanceof MediaRefused || signal.aborted) throw error
    throw new MediaUnavailable('a file of ours cannot be read', { cause: error })
  }
}

/** A file that must be there cannot be read. */
export class MediaUnavailable extends Error {}

/** The token in the URL of a file of ours; null = it is none. */
export function ownTokenOf(url: string, publicUrl: string): string | null {
  const base = `${publicUrl}/files/`
  if (!url.startsWith(base)) return null
  return /^([\w-]{1,200})\.[a-z0-9]{1,10}$/.exec(url.slice(base.length))?.[1] ?? null
}

async function readArtifact(context: Context, artifact: ArtifactRow | null, kind: MediaKind): Promise<Media> {
  if (artifact === null) throw new MediaRefused('A file that the request names is not kept any more.')
  if (artifact.kind !== kind) throw new MediaRefused(`A file that the request names must be ${A_FILE[kind]}.`)
  const bytes = await readBytes(context, artifact.id)
  const { task } = artifact
  return {
    bytes,
    companion: async (role) => (task === null ? null : await readCompanion(context, task, artifact.id, role)),
  }
}

async function readBytes(context: Context, id: Uuid): Promise<Uint8Array> {
  return (await readContent(context.sql, id)) ?? (await readFile(context.artifacts.pathOf(id)))
}

async function readCompanion(context: Context, task: Uuid, of: Uuid, role: ItemRole): Promise<Uint8Array | null> {
  const row = await context.batches.get.add(task)
  const output: TaskOutput | null = row === null || row.output === null ? null : JSON.parse(row.output)
  const items = output?.items ?? []
  const item = items.find(({ artifactId }) => artifactId === of)
  const companion = item === undefined ? null : companionOf(items, item, role)
  return companion === null ? null : await readBytes(context, companion.artifactId)
}

async function fetchMedia(context: Context, url: string, kind: MediaKind, signal: AbortSignal): Promise<Uint8Array> {
  const { body, status } = await request(context, url, kind, signal)
  if (status !== 200) {
    const mayPass = status === 429 || status >= 500
    throw new MediaRefused(`A file that the request points at cannot be had: its server answers ${status}.`, {
      mayPass,
    })
  }
  if (mediaKindOf(sniffMediaType(body, '').mediaType) !== kind) {
    throw new MediaRefused(`What the request points at must be ${A_FILE[kind]}.`)
  }
  return body
}

async function request(context: Context, url: string, kind: MediaKind, signal: AbortSignal) {
  try {
    return await context.outgoing.request({
      url,
      method: 'GET',
      headers: { accept: `${kind}/*` },
      body: null,
      timeoutMs: FETCH_MS,
      maxBytes: MEDIA_BYTES_MAX[kind],
      redirects: REDIRECTS,
      mediaTypes: [`${kind}/`, ...UNTOLD_TYPES],
      signal,
    })
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof OutgoingError)) throw error
    throw new MediaRefused(`A file that the request points at cannot be had: ${error.message}`, {
      mayPass: PASSING.has(error.kind),
      cause: error,
    })
  }
}

const PASSING: ReadonlySet<string> = new Set(['timeout', 'connection', 'no_name_server'])
