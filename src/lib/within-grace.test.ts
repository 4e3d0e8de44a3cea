import { expect, test } from 'vitest'

import { withinGrace } from './within-grace.ts'

const never = new Promise<string>(() => {})

test.each([
  ['was aborted before it began', (abort: () => void) => abort()],
  ['is aborted while it runs', (abort: () => void) => void setImmediate(abort)],
])('work that %s and does not listen is given up when its grace is over', async (_when, begin) => {
  const controller = new AbortController()
  begin(() => controller.abort(new Error('enough')))
  await expect(withinGrace(never, controller.signal, 1)).rejects.toThrow('enough')
})

test('work that settles within its grace is what counts, as is work that nobody aborts', async () => {
  const aborted = AbortSignal.abort(new Error('enough'))
  const soon = new Promise((resolve) => setImmediate(() => resolve('done')))
  expect(await withinGrace(soon, aborted, 60_000)).toBe('done')
  await expect(withinGrace(Promise.reject(new Error('its own')), aborted, 60_000)).rejects.toThrow('its own')
  expect(await withinGrace(Promise.resolve('done'), new AbortController().signal, 0)).toBe('done')
})
