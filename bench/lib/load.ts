import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

import type { Child } from './start-child.ts'

export interface Load {
  url: string
  connections: number
  /** Ends after this long, or after `requests`. */
  seconds: number
  requests?: number
  /** Not counted, in front of the measurement. */
  warmUpSeconds?: number
  /** The next request as it goes over the wire. */
  next(): string
  /** Reads an answer's body; costs, so only where it is needed. */
  onBody?(body: string): void
  /** Whose processor time is taken. */
  server?: Child
}

export interface LoadFigures {
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** Processor time of the server for each request, microseconds; 0 without a server. */
  cpuMicros: number
  /** Share of one core that the server used. */
  busy: number
  requests: number
}

interface Run {
  load: Load
  sent: number
  latencies: number[]
  isCounting: boolean
  isOver: boolean
  fail(error: Error): void
}

/**
 * Keep-alive connections that each send their next request when the last is answered. Written out here because a generator
 * shares its core with the database: what it costs is taken from what it measures. Any answer but a 2xx ends the bench.
 */
export async function runLoad(load: Load): Promise<LoadFigures> {
  let fail: (error: Error) => void = () => {}
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject
  })
  const run: Run = { load, sent: 0, latencies: [], isCounting: false, isOver: false, fail }
  const { hostname, port } = new URL(load.url)
  const connections = Array.from({ length: load.connections }, () => runConnection(run, hostname, Number(port)))
  const work = async (): Promise<LoadFigures> => {
    if (load.warmUpSeconds !== undefined) await delay(load.warmUpSeconds * 1000)
    const cpuBefore = load.server?.cpuMs() ?? 0
    const startedAt = performance.now()
    run.isCounting = true
    const all = Promise.all(connections)
    await (load.requests === undefined ? delay(load.seconds * 1000) : all)
    const elapsedMs = performance.now() - startedAt
    const cpuMs = (load.server?.cpuMs() ?? 0) - cpuBefore
    const latencies = Float64Array.from(run.latencies).sort()
    run.isCounting = false
    run.isOver = true
    await all
    return toFigures(latencies, elapsedMs, cpuMs)
  }
  return await Promise.race([work(), failed])
}

function toFigures(latencies: Float64Array, elapsedMs: number, cpuMs: number): LoadFigures {
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0
  return {
    perSecond: (latencies.length / elapsedMs) * 1000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    cpuMicros: latencies.length === 0 ? 0 : (cpuMs * 1000) / latencies.length,
    busy: cpuMs / elapsedMs,
    requests: latencies.length,
  }
}

/** One connection's life; resolves when it has nothing more to send. */
function runConnection(run: Run, host: string, port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, host)
    socket.setNoDelay(true)
    let sentAt = 0
    let pending = ''
    const send = (): void => {
      const isDone = run.isOver || (run.load.requests !== undefined && run.sent >= run.load.requests)
      if (isDone) {
        socket.end()
        resolve()
        return
      }
      run.sent += 1
      sentAt = performance.now()
      socket.write(run.load.next())
    }
    socket.on('connect', send)
    socket.on('error', (error) => run.fail(error))
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      pending = pending === '' ? chunk : pending + chunk
      const length = answerLength(pending)
      if (length === null || pending.length < length) return
      const answer = pending
      pending = ''
      if (run.isCounting) run.latencies.push(performance.now() - sentAt)
      if (answer.charCodeAt(9) !== 0x32) {
        refuse(run, socket, answer)
        return
      }
      run.load.onBody?.(answer.slice(answer.indexOf('\r\n\r\n') + 4))
      send()
    })
  })
}

const LENGTH = /content-length: (\d+)/i

/** Characters of the whole answer, or null while its head is not here; all servers of the bench say their length. */
function answerLength(text: string): number | null {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd === -1) return null
  return headEnd + 4 + Number(LENGTH.exec(text.slice(0, headEnd))?.[1] ?? 0)
}

function refuse(run: Run, socket: Socket, answer: string): void {
  socket.destroy()
  run.fail(new Error(`a request was refused: ${answer.slice(0, 1000)}`))
}

/** A request's text: `head` lines without the length, which follows from the body. */
export function requestText(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const length = body === '' ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('')}${length}\r\n${body}`
}
