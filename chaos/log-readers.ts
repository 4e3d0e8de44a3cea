import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

import { isJsonObject, type JsonValue } from '../src/lib/json.ts'
import type { Client } from './client.ts'
import type { Random } from './random.ts'
import type { Report } from './report.ts'

/** One event as a reader got it; its place in the list is its number less one. */
export interface ReadEvent {
  id: string
  /** Of all of it. */
  digest: string
}

/** Somebody who follows one organisation's log through whatever happens. */
export interface LogReader {
  name: string
  events: readonly ReadEvent[]
  /** The database is about to be one that knows this many events of the log; the reader goes on behind them. */
  backTo(count: number): void
  stop(): void
}

interface ReaderOptions {
  name: string
  client: Client
  random: Random
  report: Report
}

const POLL_MS = 300
const PAGE_MAX = 20
/** A stream says something every 15 s; one that is silent for longer belongs to a process that is frozen. */
const SILENCE_MS = 20_000
/** Of its events, then the reader leaves by itself and comes back. */
const STREAM_MOST = 400

/** Pages through `GET /v1/events`, a few at a time. */
export function readPages({ name, client, random, report }: ReaderOptions): LogReader {
  const { book, ...reader } = makeBook(name, report)
  void (async () => {
    while (!book.isOver()) {
      const [turn, before] = [book.turn(), reader.events.length]
      const path = `/v1/events?limit=${random.int(1, PAGE_MAX)}${book.after('&after=')}`
      const { status, body } = await client.send('GET', path)
      if (turn !== book.turn()) continue
      if (status === 200) eventsIn(body).forEach(book.take)
      else if (status !== 0 && status < 500) report.find('discrepancy', `${name}: a page was answered ${status}`)
      if (reader.events.length === before) await delay(POLL_MS)
    }
  })()
  return reader
}

/** Follows `GET /v1/events/stream`, and comes back with `Last-Event-ID` whenever it breaks. */
export function readStream({ name, client, random, report }: ReaderOptions): LogReader {
  const { book, ...reader } = makeBook(name, report)
  /** A stream begins at the end of the log: the first event has to be known. */
  async function findFirst(): Promise<void> {
    const turn = book.turn()
    const { status, body } = await client.send('GET', '/v1/events?limit=1')
    if (status === 200 && turn === book.turn()) eventsIn(body).forEach(book.take)
  }
  async function follow(): Promise<void> {
    const turn = book.turn()
    const most = random.int(1, STREAM_MOST)
    let taken = 0
    const status = await client.follow('/v1/events/stream', book.after(''), SILENCE_MS, (text) => {
      if (turn !== book.turn() || taken >= most) return false
      const event = eventInFrame(text)
      if (event !== null) book.take(event)
      if (event !== null) taken += 1
      return true
    })
    report.count('event streams opened')
    if (status >= 400 && status < 500) report.find('discrepancy', `${name}: a stream was answered ${status}`)
  }
  void (async () => {
    while (!book.isOver()) {
      await (reader.events.length === 0 ? findFirst() : follow())
      await delay(POLL_MS)
    }
  })()
  return reader
}

/** The log from its beginning, in large pages; stops at its end, or at what is wrong. */
export async function readWhole({
  name,
  client,
  report,
}: Omit<ReaderOptions, 'random'>): Promise<readonly ReadEvent[]> {
  const { book, events } = makeBook(name, report)
  for (;;) {
    const before = events.length
    const { status, body } = await client.send('GET', `/v1/events?limit=200${book.after('&after=')}`)
    if (status !== 200) report.find('discrepancy', `${name}: a page was answered ${status}`)
    eventsIn(body).forEach(book.take)
    if (events.length === before) return events
  }
}

/** What a reader has; it complains about what is missing, or comes twice, at once. */
function makeBook(name: string, report: Report) {
  const events: ReadEvent[] = []
  const state = { turn: 0, isOver: false }
  return {
    name,
    events,
    backTo(count: number) {
      events.length = Math.min(events.length, count)
      state.turn += 1
    },
    stop() {
      state.isOver = true
      state.turn += 1
    },
    book: {
      isOver: () => state.isOver,
      /** Rises with each `backTo`: what was asked for before it is of no use. */
      turn: () => state.turn,
      /** The id of the last event behind `prefix`; empty = there is none yet. */
      after(prefix: string): string {
        const last = events.at(-1)
        return last === undefined ? '' : `${prefix}${last.id}`
      },
      take(event: JsonValue) {
        const { id, seq } = isJsonObject(event) ? event : { id: null, seq: null }
        if (seq !== events.length + 1 || typeof id !== 'string') {
          report.find('discrepancy', `${name}: after event ${events.length} came ${JSON.stringify(seq ?? event)}`)
          return
        }
        report.count(`events read by ${name.split(' ')[0]}`)
        events.push({ id, digest: createHash('sha256').update(JSON.stringify(event)).digest('base64') })
      },
    },
  }
}

function eventsIn(body: JsonValue): JsonValue[] {
  const data = isJsonObject(body) ? body['data'] : null
  return Array.isArray(data) ? data : []
}

/** Null = a heartbeat, or progress, which is told and not kept. */
function eventInFrame(text: string): JsonValue | null {
  const lines = text.split('\n')
  const data = lines.find((line) => line.startsWith('data: '))
  if (data === undefined || !lines.some((line) => line.startsWith('id: '))) return null
  const event: JsonValue = JSON.parse(data.slice('data: '.length))
  return event
}
