import { randomUUID } from 'node:crypto'
import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

import type { Uuid } from '../../lib/ids.ts'
import { makeKeyFilter } from './key-filter.ts'

/**
 * One accepted start: what was bought, by whom, when, and the handle it was given. Where the upstream knows keys, only the
 * first line of a client reference is one: a later line is a start that came at the same moment and was given the first's work.
 */
export interface JournalLine {
  clientReference: Uuid
  /** Epoch ms of this machine. */
  at: number
  reference: string
}

export interface Journal {
  /** The start accepted under this reference first; null = none. */
  find(clientReference: Uuid): JournalLine | null
  append(line: JournalLine): void
  /** The start accepted under this reference first, by whichever process; the line is made and written if there is none. */
  takeOnce(clientReference: Uuid, makeLine: () => JournalLine): { line: JournalLine; isNew: boolean }
  close(): void
}

interface WrittenLine extends JournalLine {
  /** Random, so that a line is told from one that says the same: two starts may come within one millisecond. */
  word: string
}

/** At least so many lines are kept at hand, and at most twice as many; older ones are looked for in the file. */
const RECENT = 10_000

/**
 * The simulator's memory and the proof of what was bought: one JSON line a start, written before the start is answered, so it
 * survives our own crashes (RULINGS 29). Several processes append to one file; each reads on where it stopped. Memory does
 * not grow with the file: of old lines a filter knows which references there are none of.
 */
export function openJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = openSync(path, 'a+', 0o600)
  const known = makeKeyFilter()
  let recent = new Map<Uuid, string>()
  let older: ReadonlyMap<Uuid, string> = recent
  let readTo = 0

  function remember({ clientReference, text }: Line): void {
    // The first line of a reference counts.
    if (known.mayHold(clientReference)) return
    known.add(clientReference)
    recent.set(clientReference, text)
    if (recent.size < RECENT) return
    older = recent
    recent = new Map()
  }
  function readOn(): void {
    for (const line of readLines(file, readTo)) {
      remember(line)
      readTo = line.end
    }
  }
  function find(clientReference: Uuid): WrittenLine | null {
    if (!known.mayHold(clientReference)) readOn()
    if (!known.mayHold(clientReference)) return null
    const text = recent.get(clientReference) ?? older.get(clientReference) ?? findInFile(file, clientReference)
    return text === null ? null : JSON.parse(text)
  }
  function append({ clientReference, at, reference }: JournalLine): string {
    const word = randomUUID()
    // O_APPEND and one write: lines of several processes never mix.
    writeSync(file, `${JSON.stringify({ clientReference, at, reference, word })}\n`)
    return word
  }

  return {
    find,
    append,
    takeOnce(clientReference, makeLine) {
      const before = find(clientReference)
      if (before !== null) return { line: before, isNew: false }
      const made = makeLine()
      const word = append(made)
      // Writing it down is what decides: a process that was frozen since it looked finds another's line before its own.
      const first = find(clientReference)
      return { line: first ?? made, isNew: first === null || first.word === word }
    },
    close: () => closeSync(file),
  }
}

function findInFile(file: number, wanted: Uuid): string | null {
  for (const { clientReference, text } of readLines(file, 0)) {
    if (clientReference === wanted) return text
  }
  return null
}

interface Line {
  clientReference: Uuid
  /** JSON of a `JournalLine`. */
  text: string
  /** Where it ends in the file. */
  end: number
}

const CHUNK_BYTES = 1024 * 1024
/** A line's reference is read by its place: a process that starts reads all that was ever written before it accepts anything. */
const REFERENCE_FROM = '{"clientReference":"'.length
const REFERENCE_TO = REFERENCE_FROM + 36

/** The whole lines from an offset on. One that is being written by another process is left out. */
function* readLines(file: number, from: number): Generator<Line> {
  const size = fstatSync(file).size
  let start = from
  let length = CHUNK_BYTES
  while (start < size) {
    const bytes = Buffer.alloc(Math.min(length, size - start))
    const read = readSync(file, bytes, 0, bytes.length, start)
    let at = 0
    for (let end = bytes.indexOf(0x0a); end !== -1 && end < read; end = bytes.indexOf(0x0a, at)) {
      const text = bytes.toString('utf8', at, end)
      at = end + 1
      yield { clientReference: text.slice(REFERENCE_FROM, REFERENCE_TO), text, end: start + at }
    }
    if (at === 0 && start + read >= size) return
    // A line longer than the chunk: read more at once.
    length = at === 0 ? length * 2 : CHUNK_BYTES
    start += at
  }
}
