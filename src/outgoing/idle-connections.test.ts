import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { parseAddressList } from '../lib/address-guard.ts'
import { makeGuardedFetch } from './make-guarded-fetch.ts'

// In a file of its own: the client's timers are one for the whole process.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

test('an idle connection is closed after ten seconds, however long the receiver wants to keep it', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { connection: 'keep-alive', 'keep-alive': 'timeout=100000' }).end('fine')
  })
  server.keepAliveTimeout = 0
  const connected = new Promise<Socket>((resolve) => server.once('connection', resolve))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' ? address?.port : null
  const guarded = makeGuardedFetch({ allowPrivate: parseAddressList('127.0.0.1') })
  const limits = { timeoutMs: 60_000, maxBytes: 1000, redirects: 0, signal: null }
  const url = `http://127.0.0.1:${port}/`
  await guarded.request({ url, method: 'GET', headers: {}, body: null, ...limits })
  const socket = await connected
  const closed = once(socket, 'close')
  await vi.advanceTimersByTimeAsync(12_000)
  await closed
  expect(socket.destroyed).toBe(true)
  await guarded.close()
  server.close()
})
