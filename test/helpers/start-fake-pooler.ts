import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { EmbeddedConnection } from '../../src/lib/embedded-postgres/instance-file.ts'

/**
 * As much of a transaction-mode pooler as a simple query needs: all clients share one server connection, statement by
 * statement. It speaks the startup itself, and passes the first client's session settings on.
 */
export async function startFakePooler(target: EmbeddedConnection): Promise<{ port: number; stop(): void }> {
  const socket = connect(join(target.host, `.s.PGSQL.${target.port}`))
  let greeting: Promise<Buffer> | null = null
  let turn: Promise<unknown> = Promise.resolve()
  const clients = new Set<Socket>()
  const server = createServer((client) => {
    clients.add(client)
    client.on('error', () => {})
    client.once('data', (startup) => {
      greeting ??= ask(socket, startup)
      void greeting.then((answer) => client.write(answer))
      client.on('data', (message) => {
        if (message[0] === 'X'.charCodeAt(0)) return client.end()
        turn = turn.then(() => ask(socket, message)).then((answer) => client.write(answer))
        return undefined
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server listens on a port')
  const stop = (): void => {
    server.close()
    for (const each of [...clients, socket]) each.destroy()
  }
  return { port: address.port, stop }
}

const readyForQuery = 'Z'.charCodeAt(0)

/** Sends, and answers everything up to ReadyForQuery: six bytes, the first a Z. Good enough for the answers of a test. */
async function ask(socket: Socket, message: Buffer): Promise<Buffer> {
  let answer = Buffer.alloc(0)
  socket.write(message)
  while (answer.at(-6) !== readyForQuery) {
    const [chunk] = await once(socket, 'data')
    answer = Buffer.concat([answer, chunk])
  }
  return answer
}
