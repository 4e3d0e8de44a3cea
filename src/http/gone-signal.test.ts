import { once } from 'node:events'
import http from 'node:http'

import { expect, test } from 'vitest'

import { goneSignal } from './gone-signal.ts'
import { startTestServer } from './test-server.ts'

test.each(['before', 'after'])('a client that goes away %s somebody asks is known to be gone', async (when) => {
  const came = Promise.withResolvers<void>()
  const known = Promise.withResolvers<boolean>()
  await using testServer = await startTestServer((server) => {
    server.get('/slow', async (_request, reply) => {
      const closed = once(reply.raw, 'close')
      const early = when === 'after' ? goneSignal(reply) : null
      came.resolve()
      await closed
      known.resolve((early ?? goneSignal(reply)).aborted)
      return reply.send()
    })
  })
  const request = http.get(`${testServer.url}/slow`).on('error', () => {})
  await came.promise
  request.destroy()
  expect(await known.promise).toBe(true)
})
