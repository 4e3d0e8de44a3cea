import { deriveUuid, type Uuid } from '../src/lib/ids.ts'
import { isJsonObject } from '../src/lib/json.ts'
import type { Books } from './books.ts'
import type { Report } from './report.ts'
import { makeTail } from './tail.ts'

/** One start that the simulated upstream accepted: what we owe it for. */
interface Bought {
  reference: Uuid
  at: number
  failAt: string | null
  retryable: boolean
  lookup: boolean
  knowsKeys: boolean
  acceptMs: number
  /** It went out before a freeze and arrived after it, later than any request should be in flight. */
  isHeldBack: boolean
}

/** When a process was frozen, and with it its part of the simulated upstream; epoch ms. */
export interface Freeze {
  from: number
  to: number
}

/** The upstream's side of the story: its journal, which no violence and no restore touches. */
export interface Journal {
  /** Reads on, and checks what is new against the purchases that we know of. */
  inspect(books: Books): Promise<void>
  /** How often the upstream accepted something for this task. */
  countOf(task: Uuid): number
  /**
   * The database is about to be an older one: purchases made since are unknown to it. What it knows of their tasks still
   * gives their references (`know`), so that a second buy shows.
   */
  forgive(): void
  know(tasks: readonly Uuid[]): void
}

interface PurchaseRow {
  id: Uuid
  task: Uuid
  state: string
  sent_at: number
}

/** As of src/providers/simulator/provider.ts: how long after a send "not found" is not believed, besides the scripted delay. */
const QUARANTINE_MS = 20_000
/** Until a process that wakes has done what it was about to do. */
const WAKE_MS = 1000
/** Tries after the first when the upstream refuses for a passing reason (src/domain/retry.ts). */
const RETRIES_MAX = 3
/** Purchases that any task has at most, with room. */
const ORDINALS = 12

export function readJournal(path: string, report: Report, freezes: readonly Freeze[]): Journal {
  const seen = new Set<Uuid>()
  const ofTask = new Map<Uuid, Bought[]>()
  const taskOf = new Map<Uuid, Uuid>()
  let unplaced: Bought[] = []
  const forgiven = new Set<Uuid>()
  const read = makeTail(path)

  function place(bought: Bought, task: Uuid): void {
    const before = ofTask.get(task) ?? []
    ofTask.set(task, [...before, bought])
    const most = bought.failAt === null || !bought.retryable ? 1 : 1 + RETRIES_MAX
    if (bought.failAt === 'start') report.find('bought twice', `task ${task}: bought, though its start is refused`)
    if (before.length < most) return
    // The one case that is not promised (docs/guarantees.md).
    if ([...before, bought].some((one) => one.lookup && one.isHeldBack)) {
      report.count('bought twice by a request held back beyond the quarantine (not promised)')
    } else report.find('bought twice', `task ${task}: ${[...before, bought].map((one) => one.reference).join(', ')}`)
  }

  function readOn(): void {
    for (const bought of read().map(toBought)) {
      const isAgain = seen.has(bought.reference)
      // A later line under a key is somebody who was given the first one's work (src/providers/simulator/journal.ts).
      if (isAgain && bought.knowsKeys) continue
      if (isAgain) report.find('bought twice', `the same reference twice: ${bought.reference}`)
      else unplaced.push(bought)
      seen.add(bought.reference)
      report.count('starts accepted by the upstream')
    }
  }

  return {
    async inspect({ rows }) {
      readOn()
      const references = unplaced.map(({ reference }) => reference)
      const known = await rows<PurchaseRow>(
        'select id, task, state, sent_at from purchases where id = any($1::uuid[])',
        [references],
      )
      const byId = new Map(known.map((row) => [row.id, row]))
      const still: Bought[] = []
      for (const bought of unplaced) {
        const row = byId.get(bought.reference) ?? null
        const task = row?.task ?? taskOf.get(bought.reference)
        bought.isHeldBack = row !== null && freezes.some((freeze) => heldBackBy(freeze, bought, row.sent_at))
        if (task !== undefined) place(bought, task)
        else if (!forgiven.has(bought.reference)) {
          report.find('discrepancy', `bought without a purchase on record: ${bought.reference}`)
        } else still.push(bought)
      }
      unplaced = still
    },
    countOf: (task) => ofTask.get(task)?.length ?? 0,
    forgive() {
      readOn()
      for (const { reference } of unplaced) forgiven.add(reference)
    },
    know(tasks) {
      for (const task of tasks) {
        for (let ordinal = 0; ordinal < ORDINALS; ordinal += 1) taskOf.set(deriveUuid('purchase', task, ordinal), task)
      }
    },
  }
}

/** The simulator lives in the frozen process: what it was about to accept, it accepts when it wakes. */
function heldBackBy({ from, to }: Freeze, { at, acceptMs }: Bought, sentAt: number): boolean {
  const isAcross = sentAt < from + WAKE_MS && at >= to && at < to + acceptMs + WAKE_MS
  return isAcross && at - sentAt > acceptMs + QUARANTINE_MS
}

function toBought(text: string): Bought {
  const line = objectIn(text)
  const script = objectAt(objectIn(String(line['reference'])), 'script')
  const accept = objectAt(script, 'accept')
  return {
    reference: String(line['clientReference']),
    at: Number(line['at']),
    failAt: typeof script['failAt'] === 'string' ? script['failAt'] : null,
    retryable: objectAt(script, 'error')['retryable'] === true,
    lookup: accept['lookup'] === true,
    knowsKeys: accept['idempotent'] === true,
    acceptMs: Number(accept['delayMs'] ?? 0),
    isHeldBack: false,
  }
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text)
  return isJsonObject(value) ? value : {}
}

function objectAt(object: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = object[key]
  return isJsonObject(value) ? value : {}
}
