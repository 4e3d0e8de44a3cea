import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { expect, test } from 'vitest'

import type { StudioRequest } from './contract.ts'

const run = promisify(execFile)
const words = '[Verse]\nThe lamps are burning low\n[Chorus]\nCarry me home'
const song = {
  title: null,
  bpm: null,
  key: null,
  withStems: true,
  durationSeconds: 12,
  seed: 3,
  format: 'mp3',
} as const

const REQUESTS: readonly [what: string, request: StudioRequest][] = [
  [
    'a sung song, its words, score and stems',
    { kind: 'song', prompt: 'folk', lyrics: words, instrumental: false, ...song },
  ],
  ['an instrumental song', { kind: 'song', prompt: 'electronic', lyrics: null, instrumental: true, ...song }],
  ['lyrics', { kind: 'lyrics', prompt: 'a harbour at night', seed: 3 }],
]

/** A process of its own with a studio of its own: the SHA-256 of all that comes back, bytes included. */
async function hashInProcess(request: StudioRequest): Promise<string> {
  // No --input-type: the studio's threads would inherit it.
  const code = `(async () => {
    const { createHash } = require('node:crypto')
    const { serialize } = require('node:v8')
    const { makeStudio } = await import(${JSON.stringify(new URL('./make-studio.ts', import.meta.url).href)})
    const studio = makeStudio({ threads: 1 })
    const quiet = { signal: new AbortController().signal, onProgress: () => {} }
    const result = await studio.run(${JSON.stringify(request)}, quiet)
    await studio.close()
    process.stdout.write(createHash('sha256').update(serialize(result)).digest('hex'))
  })()`
  return (await run(process.execPath, ['-e', code])).stdout
}

test.each(REQUESTS)('two processes make the same bytes of %s', async (_what, request) => {
  const [one, other] = [await hashInProcess(request), await hashInProcess(request)]
  expect(one).toMatch(/^[0-9a-f]{64}$/)
  expect(other).toBe(one)
})
