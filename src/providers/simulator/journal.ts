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

/**
 * The simulator's memory and the proof of what was bought: one JSON line a start, written before the start is answered, so it
 * survives our own crashes (RULINGS 29). Several processes append to one file; each reads on where it stopped.
 */
export function openJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'a+')
  const first = new Map<Uuid, JournalLine>()
  let readTo = 0

  function readOn(): void {
    const size = fstatSync(file).size
    if (size <= readTo) return
    const bytes = Buffer.alloc(size - readTo)
    const read = readSync(file, bytes, 0, bytes.length, readTo)
    // A line that is being written by another process is read next time.
    const end = bytes.subarray(0, read).lastIndexOf(0x0a) + 1
    for (const text of bytes.toString('utf8', 0, end).split('\n')) {
      if (text === '') continue
      const line: JournalLine = JSON.parse(text)
      if (!first.has(line.clientReference)) first.set(line.clientReference, line)
    }
    readTo += end
  }

  return {
    find(clientReference) {
      const known = first.get(clientReference)
      if (known !== undefined) return known
      readOn()
      return first.get(clientReference) ?? null
    },
    append(line) {
      // O_APPEND and one write: lines of several processes never mix.
      writeSync(file, `${JSON.stringify(line)}\n`)
      if (!first.has(line.clientReference)) first.set(line.clientReference, line)
    },
    close: () => closeSync(file),
  }
}
