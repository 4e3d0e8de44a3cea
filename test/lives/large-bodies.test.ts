import { request as httpRequest } from 'node:http'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { HEADS } from '../helpers/start-file-server.ts'
import { startMedley, TEST_KEY, until, type TestMedley } from '../helpers/start-medley.ts'

let medley: TestMedley
beforeAll(async () => {
  medley = await startMedley({ role: 'api' })
})
afterAll(() => medley.stop())

const MEBIBYTE = 1024 * 1024

/** Says that a body of this size comes and sends none of it: the server holds its place until the connection ends. */
function announce(bytes: number) {
  const headers = { 'x-api-key': TEST_KEY, 'content-type': 'application/json', 'content-length': String(bytes) }
  const request = httpRequest(`${medley.url}/api/v1/task`, { method: 'POST', headers })
  const status = new Promise<number>((resolve, reject) => {
    request.on('response', (response) => resolve(response.statusCode ?? 0))
    request.on('error', reject)
  })
  status.catch(() => {})
  request.flushHeaders()
  return { status, end: () => request.destroy() }
}

test('more large bodies at once than fit are turned away with 503, small ones are not, and an ended one makes room', async () => {
  const held = [announce(39 * MEBIBYTE), announce(39 * MEBIBYTE)]
  const refused = await until(async () => {
    const third = announce(39 * MEBIBYTE)
    const status = await Promise.race([third.status, new Promise<null>((resolve) => setTimeout(resolve, 200, null))])
    third.end()
    return status
  })
  expect(refused).toBe(503)
  const small = { model: 'Qubico/flux1-schnell', task_type: 'txt2img', input: { prompt: 'a cat' } }
  expect((await medley.send('POST', '/api/v1/task', small)).status).toBe(200)
  for (const one of held) one.end()
  const large = {
    model: 'Qubico/mmaudio',
    task_type: 'video2audio',
    input: { prompt: 'x', video: Buffer.concat([HEADS.mp4, Buffer.alloc(2 * MEBIBYTE)]).toString('base64') },
  }
  await until(async () => ((await medley.send('POST', '/api/v1/task', large)).status === 200 ? true : null))
  expect(await medley.verify()).toEqual([])
})

test('a text of millions of line breaks is refused: a pattern that tries every split of them would never end', async () => {
  const video = `${'A'.repeat(16)}${'\n'.repeat(4_000_000)}!`
  const body = { model: 'Qubico/mmaudio', task_type: 'video2audio', input: { prompt: 'x', video } }
  expect((await medley.send('POST', '/api/v1/task', body)).status).toBe(400)
})
