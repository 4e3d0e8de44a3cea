import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, expect, test } from 'vitest'

import { deriveUuid } from '../../lib/ids.ts'
import { openJournal, type JournalLine } from './journal.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'medley-journal-'))
  folders.push(folder)
  return join(folder, 'simulator', 'starts.jsonl')
}

const lineOf = (name: string, size = 10): JournalLine => ({
  clientReference: deriveUuid(name),
  at: 1,
  reference: `${name} ${'x'.repeat(size)}`,
})

test('a start is found by who wrote it, by another process, and after a restart; its first line counts', () => {
  const path = newPath()
  const [one, two] = [openJournal(path), openJournal(path)]
  one.append(lineOf('a'))
  expect(two.find(deriveUuid('a'))).toMatchObject(lineOf('a'))
  two.append({ ...lineOf('a'), at: 2 })
  two.append(lineOf('b'))
  expect(one.find(deriveUuid('b'))).toMatchObject(lineOf('b'))
  expect(openJournal(path).find(deriveUuid('a'))?.at).toBe(1)
  expect(one.find(deriveUuid('c'))).toBeNull()
  expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(3)
})

test.each([
  ['later', () => ({ ...lineOf('a'), at: 2, reference: 'a second one' })],
  ['in the same millisecond', () => lineOf('a')],
])(
  'two that take one reference, the second %s, are given one start: whose line was written first',
  (_when, makeLate) => {
    const path = newPath()
    const [frozen, other] = [openJournal(path), openJournal(path)]
    const late = frozen.takeOnce(deriveUuid('a'), () => {
      // It has looked, and found nothing; before it writes, the other one comes and goes.
      const taken = other.takeOnce(deriveUuid('a'), () => lineOf('a'))
      expect(taken).toMatchObject({ line: lineOf('a'), isNew: true })
      return makeLate()
    })
    expect(late).toMatchObject({ line: lineOf('a'), isNew: false })
    expect(openJournal(path).find(deriveUuid('a'))).toMatchObject(lineOf('a'))
    expect(other.takeOnce(deriveUuid('a'), () => expect.unreachable())).toMatchObject({
      line: lineOf('a'),
      isNew: false,
    })
  },
)

test('old and very long lines are found in the file, and a line that is half written is not taken', () => {
  const path = newPath()
  const writer = openJournal(path)
  writer.append(lineOf('long', 3_000_000))
  for (let index = 0; index < 20_500; index += 1) writer.append(lineOf(`line ${index}`))
  expect(writer.find(deriveUuid('long'))?.reference).toHaveLength(3_000_005)
  const reader = openJournal(path)
  expect(reader.find(deriveUuid('line 3'))).toMatchObject(lineOf('line 3'))
  const text = `${JSON.stringify(lineOf('late'))}\n`
  appendFileSync(path, text.slice(0, 20))
  expect(reader.find(deriveUuid('late'))).toBeNull()
  appendFileSync(path, text.slice(20))
  expect(reader.find(deriveUuid('late'))).toMatchObject(lineOf('late'))
})
