import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

import type { Uuid } from '../../lib/ids.ts'

/** One accepted start: what was bought, by whom, when, and the handle it was given. */
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
  close(): void
}

/** Lines kept at hand; older ones are found in the file. */
const RECENT_MAX = 10_000

/**
 * The simulator's memory and the proof of what was bought: one JSON line a start, written before the start is answered, so it
 * survives our own crashes (RULINGS 29). Several processes append to one file; each reads on where it stopped. What is kept
 * in memory of an old line is one number, so a million starts weigh little.
 */
export function openJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = openSync(path, 'a+', 0o600)
  const known = new Set<number>()
  const recent = new Map<Uuid, JournalLine>()
  let readTo = 0

  function remember(line: JournalLine): void {
    const print = printOf(line.clientReference)
    // The first line of a reference counts: a later one is a purchase that should not have been.
    if (known.has(print)) return
    known.add(print)
    recent.set(line.clientReference, line)
    const [oldest] = recent.keys()
    if (recent.size > RECENT_MAX && oldest !== undefined) recent.delete(oldest)
  }
  function readOn(): void {
    for (const line of readLines(file, readTo)) {
      remember(line.line)
      readTo = line.end
    }
  }

  return {
    find(clientReference) {
      if (!known.has(printOf(clientReference))) readOn()
      if (!known.has(printOf(clientReference))) return null
      return recent.get(clientReference) ?? findInFile(file, clientReference)
    },
    append(line) {
      // O_APPEND and one write: lines of several processes never mix.
      writeSync(file, `${JSON.stringify(line)}\n`)
      remember(line)
    },
    close: () => closeSync(file),
  }
}

/** 48 of an id's random bits: two ids of a million share them once in a hundred million runs, and then the file decides. */
function printOf(id: Uuid): number {
  return Number.parseInt(id.slice(-12), 16)
}

function findInFile(file: number, clientReference: Uuid): JournalLine | null {
  for (const { line } of readLines(file, 0)) {
    if (line.clientReference === clientReference) return line
  }
  return null
}

const CHUNK_BYTES = 1024 * 1024

/** The whole lines from an offset on, each with where it ends. One that is being written by another process is left out. */
function* readLines(file: number, from: number): Generator<{ line: JournalLine; end: number }> {
  const size = fstatSync(file).size
  let start = from
  let length = CHUNK_BYTES
  while (start < size) {
    const bytes = Buffer.alloc(Math.min(length, size - start))
    const read = readSync(file, bytes, 0, bytes.length, start)
    let at = 0
    for (let end = bytes.indexOf(0x0a); end !== -1 && end < read; end = bytes.indexOf(0x0a, at)) {
      const line: JournalLine = JSON.parse(bytes.toString('utf8', at, end))
      at = end + 1
      yield { line, end: start + at }
    }
    if (at === 0 && start + read >= size) return
    // A line longer than the chunk: read more at once.
    length = at === 0 ? length * 2 : CHUNK_BYTES
    start += at
  }
}
