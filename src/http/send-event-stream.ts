import { Readable } from 'node:stream'

import type { FastifyReply, FastifyRequest } from 'fastify'

import type { StreamItem } from '../core/stream-log.ts'
import { renderEvent } from './render-event.ts'

/** What a browser waits before it connects again. */
const RETRY_MS = 2000
/** A reader that takes nothing for so long is dropped; it may come back and go on where it was. */
const STALL_MS = 30_000

/**
 * Answers with server-sent events. Nothing is read ahead of what the client takes: one that is slow costs a page of memory. An
 * item that fails ends the connection, and the client resumes by `Last-Event-ID`.
 */
export async function sendEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  items: AsyncGenerator<StreamItem>,
): Promise<FastifyReply> {
  reply.header('content-type', 'text/event-stream').header('x-accel-buffering', 'no')
  if (request.method === 'HEAD') return await reply.send()
  return await reply.send(
    Readable.from(
      renderFrames(items, () => reply.raw.destroy()),
      { objectMode: false },
    ),
  )
}

/** Calls `drop` when nothing was taken for too long. */
export async function* renderFrames(items: AsyncGenerator<StreamItem>, drop: () => void): AsyncGenerator<string> {
  yield `retry: ${RETRY_MS}\n\n`
  for await (const item of items) {
    const timer = setTimeout(drop, STALL_MS)
    try {
      // Resumes when the client has taken enough to want more.
      yield renderFrame(item)
    } finally {
      clearTimeout(timer)
    }
  }
}

function renderFrame(item: StreamItem): string {
  switch (item.kind) {
    case 'heartbeat':
      return ': \n\n'
    case 'passed':
      // Without data it is no event, but the place from which to resume.
      return `id: ${item.id}\n\n`
    case 'event': {
      const id = item.id === null ? '' : `id: ${item.id}\n`
      return `${id}event: ${item.event.kind}\ndata: ${JSON.stringify(renderEvent(item.event))}\n\n`
    }
  }
}
