import { markAsUntransferable } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { withOwnBuffers } from './own-buffers.ts'

test('whatever memory the bytes of a result lie in, they can be transferred, and are the same', () => {
  const native = new Uint8Array([1, 2, 3])
  markAsUntransferable(native.buffer)
  const large = new Uint8Array([0, 4, 5, 6])
  const result = {
    kind: 'thing',
    native,
    nested: [{ view: large.subarray(1), shared: new Uint8Array(new SharedArrayBuffer(2)) }],
    plain: new Uint8Array([7]),
  }
  const { value, buffers } = withOwnBuffers(result)
  const moved = structuredClone(value, { transfer: buffers })
  expect(moved).toEqual({
    kind: 'thing',
    native: new Uint8Array([1, 2, 3]),
    nested: [{ view: new Uint8Array([4, 5, 6]), shared: new Uint8Array(2) }],
    plain: new Uint8Array([7]),
  })
  expect([value.plain.byteLength, large.byteLength]).toEqual([0, 4])
})
