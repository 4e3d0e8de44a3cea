import { createSocket, type Socket } from 'node:dgram'
import { afterEach, expect, test } from 'vitest'

import { makeDnsResolver } from './resolve-host.ts'

const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})

/** A name server that answers every question with a code alone (RFC 1035, 4.1.1), or with nothing at all. */
async function startNameServer(code: number | null): Promise<string> {
  const socket = createSocket('udp4')
  sockets.push(socket)
  socket.on('message', (question, { port, address }) => {
    if (code === null) return
    const answer = Buffer.from(question)
    answer.writeUInt16BE(0x81_80 | code, 2)
    socket.send(answer, port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return `127.0.0.1:${socket.address().port}`
}

test('a name that DNS says is nobody has no addresses', async () => {
  const servers = [await startNameServer(3)]
  expect(await makeDnsResolver({ servers })('nobody.example')).toEqual([])
})

test('a name server that fails or keeps silent has not said that there are none', async () => {
  const failing = makeDnsResolver({ servers: [await startNameServer(2)] })
  await expect(failing('somebody.example')).rejects.toMatchObject({ kind: 'no_name_server' })
  const silent = makeDnsResolver({ servers: [await startNameServer(null)], answerMs: 20 })
  await expect(silent('somebody.example')).rejects.toMatchObject({ kind: 'no_name_server' })
})
