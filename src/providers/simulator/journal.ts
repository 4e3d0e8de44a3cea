import { mkdirSync, openSync, readFileSync, statSync, writeSync, closeSync } from 'node:fs'
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
    if (statSync(path).size <= readTo) return
    const bytes = readFileSync(path)
    // A line that is being written by another process is read next time.
    const end = bytes.lastIndexOf(0x0a) + 1
    for (const text of bytes.subarray(readTo, end).toString('utf8').split('\n')) {
      if (text === '') continue
      const line: JournalLine = JSON.parse(text)
      if (!first.has(line.clientReference)) first.set(line.clientReference, line)
    }
    readTo = end
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
