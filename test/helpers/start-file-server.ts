import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FileServer {
  url: string
  /** Paths asked for, in order. */
  asked: string[]
  /** Paths whose client went away before the answer was whole. */
  left: string[]
  stop(): Promise<void>
}

type Answer = (response: http.ServerResponse, turn: number) => void

/** A server of files somewhere on the net; `answers` by path, each told how often it was asked before. */
export async function startFileServer(answers: Readonly<Record<string, Answer>>): Promise<FileServer> {
  const asked: string[] = []
  const left: string[] = []
  const server = http.createServer((request, response) => {
    const path = request.url ?? ''
    const turn = asked.filter((earlier) => earlier === path).length
    asked.push(path)
    response.on('close', () => {
      if (!response.writableFinished) left.push(path)
    })
    const answer = answers[path]
    if (answer === undefined) response.writeHead(404).end()
    else answer(response, turn)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    left,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Answers with a whole file. */
export function fileAnswer(bytes: Uint8Array, type: string): Answer {
  return (response) => response.writeHead(200, { 'content-type': type, 'content-length': bytes.length }).end(bytes)
}

/** The beginning of a file of each kind, which is all that tells what it is. */
export const HEADS = {
  png: Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1'),
  mp3: Buffer.from('ID3\x04 and so on and on', 'latin1'),
  mp4: Buffer.from('\0\0\0\x18ftypisom and so on', 'latin1'),
}
