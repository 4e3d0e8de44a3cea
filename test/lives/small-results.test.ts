import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { finishTask } from '../../src/core/finish-task.ts'
import { openFile } from '../../src/core/open-file.ts'
import { NO_FACTS, type ProducedItem } from '../../src/domain/work.ts'
import { makeCore, only, type Core } from '../faults/make-core.ts'
import { create } from '../faults/new-task.ts'

let core: Core
beforeAll(async () => {
  core = await makeCore()
})
afterAll(() => core.stop())

function textOf(bytes: number): ProducedItem {
  return {
    ...NO_FACTS,
    kind: 'text',
    mediaType: 'text/plain; charset=utf-8',
    bytes: Buffer.alloc(bytes, 'abc'),
  }
}

test('a result of 8,192 bytes lies in its row and in no file, one of 8,193 in a file, and both are served', async () => {
  const { id: task } = await create(core, await core.makeOrganisation(2), {}, 2)
  const [small, large] = [textOf(8192), textOf(8193)]
  await finishTask(core.context, only(await core.claimReady(await core.makeWorker())), [small, large])
  const [inRow, onDisk] = await core.sql<{ id: string; token: string; content: Buffer | null }>(
    'select id, token, content from artifacts where task = $1 order by size',
    [task],
  )
  expect(inRow?.content).toEqual(small.bytes)
  expect(existsSync(core.context.artifacts.pathOf(inRow?.id ?? ''))).toBe(false)
  expect(await openFile(core.context, inRow?.token ?? '')).toMatchObject({ bytes: small.bytes, size: 8192 })
  expect(onDisk?.content).toBeNull()
  const path = core.context.artifacts.pathOf(onDisk?.id ?? '')
  expect(readFileSync(path)).toEqual(large.bytes)
  expect(await openFile(core.context, onDisk?.token ?? '')).toMatchObject({ bytes: { path }, size: 8193 })
  expect(await core.verify()).toEqual([])
})
