import { isMarkedAsUntransferable } from 'node:worker_threads'

/**
 * A result whose bytes can be transferred instead of copied, with the buffers to transfer. A view into a larger or shared
 * buffer (Node's Buffer pool, wasm memory) or into memory of a native library cannot be: each such one gets a buffer of its own.
 */
export function withOwnBuffers<T extends object>(result: T): { value: T; buffers: ArrayBuffer[] } {
  const buffers: ArrayBuffer[] = []
  function own(bytes: Uint8Array): Uint8Array {
    const isWhole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
    const isOwn = isWhole && bytes.buffer instanceof ArrayBuffer && !isMarkedAsUntransferable(bytes.buffer)
    const whole = isOwn ? bytes : new Uint8Array(bytes)
    if (whole.buffer instanceof ArrayBuffer && !buffers.includes(whole.buffer)) buffers.push(whole.buffer)
    return whole
  }
  function walk<V>(value: V): V
  function walk(value: unknown): unknown {
    if (value instanceof Uint8Array) return own(value)
    if (Array.isArray(value)) return value.map((each: unknown) => walk(each))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each)]))
  }
  return { value: walk(result), buffers }
}
