/**
 * One studio thread: takes one request at a time, loads the generator for its kind on first use (a lyrics job never
 * loads the synthesizer), and answers with progress, a result or a failure.
 */
import { parentPort } from 'node:worker_threads'
import type { StudioContext, StudioRequest, StudioResult } from './contract.ts'

export type ToWorker = { type: 'run'; id: number; request: StudioRequest } | { type: 'abort'; id: number }
export type FromWorker =
  | { type: 'progress'; id: number; percent: number }
  | { type: 'done'; id: number; result: StudioResult }
  | { type: 'failed'; id: number; message: string }

if (parentPort === null) throw new Error('studio/src/worker.ts runs as a worker thread only')
const port = parentPort
let running: { id: number; abort: AbortController } | null = null

port.on('message', (message: ToWorker) => {
  if (message.type === 'run') void run(message.id, message.request)
  else if (running?.id === message.id) running.abort.abort(new Error('aborted'))
})

async function run(id: number, request: StudioRequest): Promise<void> {
  const abort = new AbortController()
  running = { id, abort }
  try {
    const result = await generate(request, { signal: abort.signal, onProgress: makeProgressReport(id) })
    abort.signal.throwIfAborted()
    send(withOwnBuffer(result), id)
  } catch (error) {
    port.postMessage({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) })
  } finally {
    running = null
  }
}

async function generate(request: StudioRequest, context: StudioContext): Promise<StudioResult> {
  switch (request.kind) {
    case 'image':
      return (await import('./image/paint-image.ts')).paintImage(request, context)
    case 'lyrics':
      return (await import('./lyrics/write-lyrics.ts')).writeLyrics(request, context)
    case 'song':
      return (await import('./song/compose-song.ts')).composeSong(request, context)
    case 'sound':
      return (await import('./sound/make-sound.ts')).makeSound(request, context)
    default:
      throw new Error(`The studio has no generator for "${(request satisfies never as { kind: string }).kind}"`)
  }
}

/** Whole percents, rising only: a generator that reports every sample block must not flood the port. */
function makeProgressReport(id: number): (percent: number) => void {
  let last = -1
  return (percent) => {
    const whole = Math.floor(Math.min(100, Math.max(0, percent)))
    if (!(whole > last)) return
    last = whole
    port.postMessage({ type: 'progress', id, percent: whole })
  }
}

/** A view into a larger or shared buffer (Node's Buffer pool, wasm memory) cannot be transferred: give it its own. */
function withOwnBuffer(result: StudioResult): StudioResult {
  if (result.kind === 'lyrics') return result
  const { bytes } = result
  const isWhole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
  if (isWhole && bytes.buffer instanceof ArrayBuffer) return result
  return { ...result, bytes: new Uint8Array(bytes) }
}

function send(result: StudioResult, id: number): void {
  const message: FromWorker = { type: 'done', id, result }
  const buffer = result.kind === 'lyrics' ? null : result.bytes.buffer
  port.postMessage(message, buffer instanceof ArrayBuffer ? [buffer] : [])
}
