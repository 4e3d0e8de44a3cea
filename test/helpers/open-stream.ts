import http from 'node:http'

import type { JsonObject } from '../../src/lib/json.ts'
import { keyHeaders } from '../conformance/endpoints.ts'
import { TEST_KEY, until } from './start-medley.ts'

export interface Frame {
  /** Null = this frame has none. */
  id: string | null
  event: string | null
  data: JsonObject | null
}

export interface OpenStream {
  status: number
  headers: http.IncomingHttpHeaders
  /** What came so far. */
  frames: Frame[]
  /** Those with data. */
  events(): (Frame & { data: JsonObject })[]
  /** The id that an EventSource would resume behind. */
  lastId(): string | null
  untilEvents(count: number): Promise<void>
  /** Resolves when the server ends it. */
  ended: Promise<void>
  /** Takes nothing more from the socket, or goes on. */
  pause(): void
  resume(): void
  /** Cuts the connection. */
  cut(): void
}

/** Reads server-sent events as an EventSource does, but for coming back by itself. */
export function openStream(
  url: string,
  { after = null, key = TEST_KEY }: { after?: string | null; key?: string } = {},
): Promise<OpenStream> {
  const headers = { ...keyHeaders('beatra', key), ...(after === null ? {} : { 'last-event-id': after }) }
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers, agent: false }, (response) => {
      const frames: Frame[] = []
      const events: OpenStream['events'] = () =>
        frames.flatMap(({ data, ...rest }) => (data === null ? [] : [{ ...rest, data }]))
      let text = ''
      response.on('data', (chunk: Buffer) => {
        const parts = `${text}${chunk.toString()}`.split('\n\n')
        text = parts.pop() ?? ''
        frames.push(...parts.map(readFrame))
      })
      const ended = new Promise<void>((end) => response.on('close', end))
      response.on('error', () => {})
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        frames,
        events,
        lastId: () => frames.findLast((frame) => frame.id !== null)?.id ?? after,
        untilEvents: async (count) => void (await until(async () => (events().length >= count ? true : null))),
        ended,
        pause: () => response.pause(),
        resume: () => response.resume(),
        cut: () => request.destroy(),
      })
    })
    request.on('error', reject)
  })
}

function readFrame(text: string): Frame {
  const fields = new Map(
    text.split('\n').map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 2)]
    }),
  )
  const data = fields.get('data')
  return {
    id: fields.get('id') ?? null,
    event: fields.get('event') ?? null,
    data: data === undefined ? null : JSON.parse(data),
  }
}
