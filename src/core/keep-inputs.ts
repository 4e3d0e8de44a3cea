import { describeFile } from '../artifacts/describe-file.ts'
import { GatewayError } from '../domain/errors.ts'
import { BROUGHT_BYTES_MAX, mediaKindOf, type InputFile } from '../domain/media.ts'
import { deriveUuid } from '../lib/ids.ts'
import { insertInput, prolongInputs, sizeOfInputs } from '../store/inputs.ts'
import type { Context } from './context.ts'
import type { Caller } from './create-task.ts'
import { newToken, SMALL_BYTES } from './keep-items.ts'

const DAY_MS = 86_400_000
/** A file whose task was refused after all goes within a day. */
const UNUSED_MS = DAY_MS
/** Longer than any task may wait for its start (`make-batches.ts`), however soon results lapse. */
const USED_DAYS_MIN = 8

/**
 * What a file in a request is. The same bytes of the same organisation have the same id for a day: requests that are sent
 * again do not pile up files, and none outlives what its last task needs.
 */
export function identifyInput(context: Context, caller: Caller, bytes: Uint8Array): InputFile {
  const { sha256, mediaType, extension } = describeFile(bytes, '')
  const day = Math.floor(context.databaseNow() / DAY_MS)
  const id = deriveUuid('input', caller.organisation.id, sha256, day)
  return { id, kind: mediaKindOf(mediaType), mediaType, extension, sha256, bytes }
}

/** Before the task is created; `useInputs` follows when it was. Row first: a crash leaves nothing that no sweep finds. */
export async function keepInputs(context: Context, caller: Caller, files: readonly InputFile[]): Promise<void> {
  if (files.length === 0) return
  await assertRoom(context, caller)
  for (const { id, kind, mediaType, extension, sha256, bytes } of files) {
    if (kind === null) throw new Error('a dialect let a file in that is nothing')
    const isSmall = bytes.byteLength <= SMALL_BYTES
    const content = isSmall ? bytes : null
    const organisation = caller.organisation.number
    const facts = { kind, extension, mediaType, size: bytes.byteLength, sha256, content }
    await insertInput(context.sql, { id, organisation, token: newToken(), ...facts }, UNUSED_MS)
    if (!isSmall) await context.artifacts.save(id, bytes)
  }
}

/** Their task exists: they are kept until it has ended. */
export async function useInputs(context: Context, files: readonly InputFile[]): Promise<void> {
  if (files.length === 0) return
  const ids = files.map((file) => file.id)
  await prolongInputs(context.sql, ids, Math.max(context.artifactDays, USED_DAYS_MIN) * DAY_MS)
}

/** Refuses with `forbidden` once the organisation's files fill its room, those that are coming in included. */
export async function assertRoom(context: Context, caller: Caller): Promise<void> {
  if ((await sizeOfInputs(context.sql, caller.organisation.number)) < BROUGHT_BYTES_MAX) return
  const room = `${BROUGHT_BYTES_MAX / 1_000_000_000} GB`
  const message = `The files that you have brought fill ${room}: no more come in until the oldest lapse.`
  throw new GatewayError('forbidden', { message })
}
