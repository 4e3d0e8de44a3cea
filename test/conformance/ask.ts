import http from 'node:http'
import { connect } from 'node:net'

import type { JsonValue } from '../../src/lib/json.ts'

export interface Question {
  method?: string
  /** Sent as it stands: nothing is normalised or escaped. */
  path: string
  headers?: http.OutgoingHttpHeaders
  /** Sent as it stands, with a Content-Length. Undefined = no body. */
  body?: string | Buffer | undefined
}

export interface Reply {
  status: number
  headers: http.IncomingHttpHeaders
  text: string
  /** Undefined = no JSON. */
  body: JsonValue | undefined
}

export type Ask = (question: Question) => Promise<Reply>

/** Longer than any answer may take, shorter than a test: an answer that does not come fails its own request. */
const ANSWER_WITHIN_MS = 120_000

/** Asks over connections of its own, with whatever method, path, headers and body: unlike fetch, which mends them. */
export function makeAsk(url: string, connections = 16): { ask: Ask; close(): void } {
  const { hostname, port } = new URL(url)
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const ask: Ask = ({ method = 'GET', path, headers = {}, body }) =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
      const request = http.request({ hostname, port, agent, method, path, headers: { ...length, ...headers } })
      request.setTimeout(ANSWER_WITHIN_MS, () => request.destroy(new Error(`no answer to ${method} ${path}`)))
      request.on('error', reject)
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: readJson(text) })
        })
      })
      request.end(body)
    })
  return { ask, close: () => agent.destroy() }
}

function readJson(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

/**
 * Writes bytes to a connection and gives what came back until the other side ended; '' = nothing. `halfClose` ends our side
 * at once, so that what is no whole request is judged now; Node then gives up requests that are being answered.
 */
export function askRaw(url: string, bytes: string | Buffer, { halfClose }: { halfClose: boolean }): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    let text = ''
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy(new Error('the connection hangs')))
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    // A reset is an end too: the other side may refuse what it has not read.
    socket.on('error', (error) => ('code' in error ? resolve(text) : reject(error)))
    socket.on('end', () => {
      socket.end()
      resolve(text)
    })
    socket.on('close', () => resolve(text))
    if (halfClose) socket.end(bytes)
    else socket.write(bytes)
  })
}
