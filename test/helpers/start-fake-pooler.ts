import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
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
  // A listening TCP server has an address of this form.
  const { port } = server.address() as AddressInfo
  const stop = (): void => {
    server.close()
    for (const each of [...clients, socket]) each.destroy()
  }
  return { port, stop }
}

/** Sends and answers everything up to ReadyForQuery, whose six bytes end an answer. */
async function ask(socket: Socket, message: Buffer): Promise<Buffer> {
  let answer = Buffer.alloc(0)
  socket.write(message)
  while (!/Z\0\0\0\x05[ITE]$/.test(answer.toString('latin1'))) {
    const [chunk] = await once(socket, 'data')
    answer = Buffer.concat([answer, chunk])
  }
  return answer
}
