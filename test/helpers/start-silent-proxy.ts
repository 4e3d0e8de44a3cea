import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'

import type { EmbeddedConnection } from '../../src/lib/embedded-postgres/instance-file.ts'

/** A network in front of PostgreSQL that can fall silent: connections stay open, and nothing comes through. */
export interface SilentProxy {
  /** A DATABASE_URL. */
  url: string
  /**
   * Falls silent for everybody when a client next sends `text`. That message itself does not arrive (`question`), or it does,
   * and is not answered (`answer`).
   */
  silenceAt(text: string, loses: 'question' | 'answer'): void
  /** Whether it is silent now. */
  isSilent(): boolean
  /** What clients have said into the silence. */
  lost(): string
  /** Lets new connections through again; those that fell silent end. */
  wake(): void
  stop(): void
}

export async function startSilentProxy({ host, port, user, database }: EmbeddedConnection): Promise<SilentProxy> {
  const socketPath = join(host, `.s.PGSQL.${port}`)
  const sockets = new Set<Socket>()
  let trap: { text: string; loses: 'question' | 'answer' } | null = null
  let silent = false
  let lost = ''

  function hears(message: Buffer): boolean {
    if (!silent && trap !== null && message.includes(trap.text)) {
      silent = true
      return trap.loses === 'answer'
    }
    if (silent) lost += message.toString('latin1')
    return !silent
  }

  const server = createServer((client) => {
    const upstream = connect(socketPath)
    const pair = [client, upstream]
    for (const socket of pair) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        for (const each of pair) each.destroy()
      })
    }
    client.on('data', (message) => void (hears(message) && upstream.write(message)))
    upstream.on('data', (message) => void (silent || client.write(message)))
  })
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server listens on a port')
  return {
    url: `postgres://${user}@127.0.0.1:${address.port}/${database}`,
    silenceAt(text, loses) {
      trap = { text, loses }
      lost = ''
    },
    isSilent: () => silent,
    lost: () => lost,
    wake() {
      trap = null
      silent = false
      endAll()
    },
    stop() {
      server.close()
      endAll()
    },
  }
}
