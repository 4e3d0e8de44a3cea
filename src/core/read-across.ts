import type { Uuid } from '../lib/ids.ts'
import {
  listMessagesAcross,
  listTasksAcross,
  type AcrossMessageRow,
  type AcrossQuery,
  type AcrossTaskRow,
} from '../store/across.ts'
import type { Context } from './context.ts'

export type { AcrossMessageRow, AcrossQuery, AcrossTaskRow }

/** A page of a list over all organisations. It may be short or empty and yet have more behind it: `next` says. */
export interface AcrossPage<Row> {
  rows: Row[]
  /** Where the next page begins; null = there is none. */
  next: Uuid | null
}

/** Tasks of all organisations or of one, the newest first. */
export async function readTasksAcross(
  context: Pick<Context, 'background'>,
  query: AcrossQuery,
): Promise<AcrossPage<AcrossTaskRow>> {
  return toPage(query, await listTasksAcross(context.background, { ...query, limit: query.limit + 1 }))
}

/** Messages to clients and how their delivery goes, the newest first. */
export async function readMessagesAcross(
  context: Pick<Context, 'background'>,
  query: AcrossQuery,
): Promise<AcrossPage<AcrossMessageRow>> {
  return toPage(query, await listMessagesAcross(context.background, { ...query, limit: query.limit + 1 }))
}

function toPage<Row extends { id: Uuid; status: number; is_edge: boolean }>(
  { status, limit }: AcrossQuery,
  found: readonly Row[],
): AcrossPage<Row> {
  const rows = found.filter((row) => status === null || row.status === status).slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : found.find((row) => row.is_edge)
  return { rows, next: last?.id ?? null }
}
