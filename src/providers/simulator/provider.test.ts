import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { systemClock } from '../../lib/clock.ts'
import { makeSimulatorProvider } from './provider.ts'

test('a start that was broken off before it began is broken off, and accepted all the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), `medley-simulator-${process.pid}-`))
  const simulator = makeSimulatorProvider({ journalPath: join(folder, 'starts.jsonl'), clock: systemClock })
  const clientReference = '00000000-0000-7000-8000-000000000001'
  const work = { capability: 'lyrics.generate', prompt: 'x', seed: 1, count: 1, script: null } as const
  const readMedia = () => Promise.reject(new Error('it names none'))
  const request = { work, model: 'sim/lyrics', clientReference, texts: new Map(), readMedia, callbackUrl: null }
  const signal = AbortSignal.abort(new Error('canceled'))
  const context = { signal, onProgress: () => {}, assertLease: () => {} }
  await expect(simulator.start(request, context)).rejects.toThrow('broken off')
  expect(await simulator.findByClientReference?.(clientReference)).toMatchObject({ kind: 'found' })
  await simulator.close?.()
  rmSync(folder, { recursive: true })
})
