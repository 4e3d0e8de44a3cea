import type { Uuid } from '../src/lib/ids.ts'
import type { Report } from './report.ts'
import type { Draft } from './requests.ts'

/** A task that was acknowledged to a client, and what else was said of it. */
export interface Promised {
  id: Uuid
  draft: Draft
  /** Epoch ms of the answer. */
  at: number
  /** The first end that a client was told of; it must stay. */
  end: { status: string; at: number } | null
}

/** What clients were told, kept outside of everything that is killed. */
export interface Promises {
  drafted(draft: Draft): void
  draftOf(marker: string): Draft | null
  /** A create was answered 2xx. */
  acknowledged(draft: Draft, id: Uuid): void
  ended(id: Uuid, status: string): void
  /** A cancel is about to be sent: from now on the task may be canceled, whatever comes back. */
  cancelAsked(id: Uuid): void
  wasCancelAsked(id: Uuid): boolean
  all(): readonly Promised[]
  of(id: Uuid): Promised | null
  /** Tasks acknowledged, and ends told, after this moment are lost with the database that knew them. Answers how many tasks. */
  forgetAfter(at: number): number
}

export function makePromises(report: Report): Promises {
  const drafts = new Map<string, Draft>()
  const byMarker = new Map<string, Uuid>()
  const tasks = new Map<Uuid, Promised>()
  const canceled = new Set<Uuid>()
  let list: Promised[] = []
  return {
    drafted: (draft) => void drafts.set(draft.marker, draft),
    draftOf: (marker) => drafts.get(marker) ?? null,
    acknowledged(draft, id) {
      const before = byMarker.get(draft.marker)
      if (before !== undefined) {
        if (before !== id) report.find('discrepancy', `one key was answered with two tasks: ${before} and ${id}`)
        return
      }
      byMarker.set(draft.marker, id)
      const promised = { id, draft, at: Date.now(), end: null }
      tasks.set(id, promised)
      list.push(promised)
      report.count('tasks acknowledged')
    },
    ended(id, status) {
      const promised = tasks.get(id)
      if (promised === undefined) return
      promised.end ??= { status, at: Date.now() }
      if (promised.end.status !== status) {
        report.find('discrepancy', `task ${id} was told as ${promised.end.status} and later as ${status}`)
      }
    },
    cancelAsked: (id) => void canceled.add(id),
    wasCancelAsked: (id) => canceled.has(id),
    all: () => list,
    of: (id) => tasks.get(id) ?? null,
    forgetAfter(at) {
      const lost = list.filter((promised) => promised.at > at)
      list = list.filter((promised) => promised.at <= at)
      for (const { id, draft } of lost) {
        tasks.delete(id)
        byMarker.delete(draft.marker)
      }
      for (const promised of list) {
        if (promised.end !== null && promised.end.at > at) promised.end = null
      }
      return lost.length
    },
  }
}
