import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { deriveUuid } from '../lib/ids.ts'
import { makeDiskArtifactStore } from './artifact-store.ts'

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'medley-artifacts-'))
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

test('only our own account reads what is kept: files are 0600, and every folder that is made for them 0700', async () => {
  const folder = join(parent, 'artifacts')
  const store = makeDiskArtifactStore(folder)
  const path = store.pathOf(deriveUuid('a'))
  // Anew into folders that are not there, then over the file in those that are.
  for (const text of ['first', 'second']) {
    await store.save(deriveUuid('a'), Buffer.from(text))
    expect(readFileSync(path, 'utf8')).toBe(text)
    const modes = [path, dirname(path), dirname(dirname(path)), folder].map((each) => statSync(each).mode & 0o777)
    expect(modes).toEqual([0o600, 0o700, 0o700, 0o700])
  }
  expect(readdirSync(dirname(path))).toHaveLength(1)
})
