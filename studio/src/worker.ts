/**
 * One studio thread: takes one request at a time, loads the generator for its kind on first use (a lyrics job never
 * loads the synthesizer), and answers with progress, a result or a failure.
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { StudioContext, StudioRequest, StudioResult } from './contract.ts'
import { withOwnBuffers } from './own-buffers.ts'
import { Refusal } from './refusal.ts'
import { standBack } from './stand-back.ts'

export type ToWorker = { type: 'run'; id: number; request: StudioRequest } | { type: 'abort'; id: number }
export interface WorkerData {
  nice: number
}
export type FromWorker =
  | { type: 'progress'; id: number; percent: number }
  | { type: 'done'; id: number; result: StudioResult }
  | { type: 'failed'; id: number; message: string; isRefusal: boolean }

if (parentPort === null) throw new Error('studio/src/worker.ts runs as a worker thread only')
const port = parentPort
const { nice }: WorkerData = workerData
if (nice > 0) standBack(nice)
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
    send(result, id)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    port.postMessage({ type: 'failed', id, message, isRefusal: error instanceof Refusal } satisfies FromWorker)
  } finally {
    running = null
  }
}

async function generate(request: StudioRequest, context: StudioContext): Promise<StudioResult> {
  switch (request.kind) {
    case 'image':
      return (await import('./image/paint-image.ts')).paintImage(request, context)
    case 'image-edit':
      return (await import('./image-edit/edit-image.ts')).editImage(request, context)
    case 'lyrics':
      return (await import('./lyrics/write-lyrics.ts')).writeLyrics(request, context)
    case 'song':
      return (await import('./song/compose-song.ts')).composeSong(request, context)
    case 'song-edit':
      return (await import('./song-edit/edit-song.ts')).editSong(request, context)
    case 'sound':
      return (await import('./sound/make-sound.ts')).makeSound(request, context)
    case 'speech':
      return (await import('./speech/speak.ts')).speak(request, context)
    case 'video':
      return (await import('./video/make-video.ts')).makeVideo(request, context)
    case 'model3d':
      return (await import('./model3d/make-model.ts')).makeModel(request, context)
    case 'companions':
      return (await import('./companions/make-companions.ts')).makeCompanions(request, context)
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

function send(result: StudioResult, id: number): void {
  const { value, buffers } = withOwnBuffers(result)
  port.postMessage({ type: 'done', id, result: value } satisfies FromWorker, buffers)
}
