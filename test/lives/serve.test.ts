import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { expect, test } from 'vitest'

import { newFolder, readyUrlOf, runProcess, startProcess, stopProcess } from '../helpers/medley-process.ts'
import { until } from '../helpers/start-medley.ts'

test('the banner comes first, its curls work as pasted, the ready line is one and the last, SIGTERM ends with 0', async () => {
  const medley = startProcess(['serve'], { MEDLEY_DATA: join(newFolder(), 'data') })
  const url = await readyUrlOf(medley)
  const [create, read] = medley.stdout().match(/^ {2}curl (?:.*\\\n)*.*$/gm) ?? []
  const run = async (command = '') => JSON.parse((await promisify(execFile)('sh', ['-c', command])).stdout)
  expect(await run(create)).toMatchObject({ object: 'task', status: 'queued' })
  const image = await until(async () => (await run(read)).data[0].output?.images[0] ?? null)
  const file = await fetch(image.image_url)
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect((await file.arrayBuffer()).byteLength).toBe(image.size_bytes)
  expect(medley.stdout().endsWith(`medley is ready at ${url}\n`)).toBe(true)
  expect(medley.stdout().match(/medley is ready/g)).toHaveLength(1)
  medley.child.kill('SIGTERM')
  // The same signal again is the same request (npm forwards a group's signal once more).
  medley.child.kill('SIGTERM')
  expect(await medley.exit).toBe(0)
  expect(medley.stderr()).toMatch(/"msg":"stopping"[^]*"msg":"stopped"/)
})

test('clients that are slow to send or to read do not keep a stop from ending with 0', async () => {
  const medley = startProcess(['serve'], { MEDLEY_DATA: join(newFolder(), 'data'), MEDLEY_STOP_SECONDS: '4' })
  const { port } = new URL(await readyUrlOf(medley))
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => {})
  const head = 'POST /auth/sign-in/email HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue'
  socket.write(`${head}\r\nContent-Length: 9\r\n\r\n`)
  // It is asked for the body that never comes.
  await once(socket, 'data')
  medley.child.kill('SIGTERM')
  expect(await medley.exit).toBe(0)
})

test('a second start on the same data folder says so and ends with an error; the first one serves on', async () => {
  const dataDir = join(newFolder(), 'data')
  const first = startProcess(['serve'], { MEDLEY_DATA: dataDir })
  const url = await readyUrlOf(first)
  const second = await runProcess(['serve'], { MEDLEY_DATA: dataDir })
  expect(second.code).not.toBe(0)
  expect(second.stderr).toMatch(/already running/)
  expect(second.stdout).not.toMatch(/ready/)
  expect((await fetch(`${url}/livez`)).status).toBe(200)
})

test('the key given by MEDLEY_API_KEY works and is not printed as a new one; a made one is printed at the first start only', async () => {
  const dataDir = join(newFolder(), 'data')
  const first = startProcess(['serve'], { MEDLEY_DATA: dataDir })
  await readyUrlOf(first)
  const secret = /shown only this once: (mdl_\w+)/.exec(first.stdout())?.[1] ?? ''
  await stopProcess(first)
  const second = startProcess(['serve'], { MEDLEY_DATA: dataDir, MEDLEY_API_KEY: 'another-key-that-comes-too-late' })
  const url = await readyUrlOf(second)
  expect(second.stdout()).not.toContain(secret)
  const statusOf = async (key: string) => (await fetch(`${url}/v1/models`, { headers: { 'x-api-key': key } })).status
  expect(await statusOf(secret)).toBe(200)
  expect(await statusOf('another-key-that-comes-too-late')).toBe(401)
})

test('commands work beside a running instance and without one: key, credits, verify', async () => {
  const dataDir = join(newFolder(), 'data')
  const medley = startProcess(['serve'], { MEDLEY_DATA: dataDir })
  const url = await readyUrlOf(medley)
  const statusOf = async (key: string) => (await fetch(`${url}/v1/models`, { headers: { 'x-api-key': key } })).status
  const command = (...args: string[]) => runProcess(args, { MEDLEY_DATA: dataDir })
  const secret = (await command('key', 'create', '--name', 'ci')).stdout.trim()
  expect(await statusOf(secret)).toBe(200)
  expect((await command('key', 'list')).stdout).toContain(secret.slice(0, 12))
  const options = ['--scopes', 'read,billing', '--models', 'suno-5.5', '--networks', '::1', '--days', '30']
  expect((await command('key', 'create', '--name', 'elsewhere', ...options)).code).toBe(0)
  expect((await command('key', 'list')).stdout).toMatch(
    /elsewhere {2}read,billing {2}models suno-5.5 {2}from ::1 {2}created/,
  )
  for (const bad of [
    ['--scopes', 'all'],
    ['--models', 'nothing'],
    ['--networks', 'home'],
    ['--days', '0'],
  ]) {
    expect(await command('key', 'create', ...bad)).toMatchObject({ code: 1, stdout: '' })
  }
  const renewed = (await command('key', 'rotate', secret.slice(0, 12), '--overlap-hours', '1')).stdout.trim()
  expect([await statusOf(secret), await statusOf(renewed)]).toEqual([200, 200])
  // By the beginning of the secret before it, which is the one that may have leaked.
  expect((await command('key', 'revoke', secret.slice(0, 12))).code).toBe(0)
  await until(async () => ((await statusOf(renewed)) === 401 ? true : null))
  await until(async () => ((await statusOf(secret)) === 401 ? true : null))
  expect((await command('credits', 'grant', '12.5')).stdout).toContain(
    'granted 12.5000 credits; 100012.5000 are available',
  )
  expect((await command('credits', 'grant', '1.23456')).code).toBe(1)
  expect((await command('no-such-command')).code).toBe(1)
  expect(await command('verify')).toMatchObject({ code: 0, stdout: '0 discrepancies\n' })
  medley.signal('SIGINT')
  expect(await medley.exit).toBe(0)
  expect(await command('verify')).toMatchObject({ code: 0, stdout: '0 discrepancies\n' })
})

test('a worker and an api without any database say what to do', async () => {
  const api = await runProcess(['api'], { MEDLEY_DATA: join(newFolder(), 'data') })
  expect(api).toMatchObject({ code: 1, stderr: expect.stringContaining('DATABASE_URL') })
})

test('api and worker as processes of their own share one database: what one accepts the other does', async () => {
  const dataDir = join(newFolder(), 'data')
  const owner = startProcess(['serve'], { MEDLEY_DATA: dataDir, MEDLEY_API_KEY: 'a-key-for-all-of-the-processes' })
  await readyUrlOf(owner)
  const api = startProcess(['api'], { MEDLEY_DATA: dataDir })
  const url = await readyUrlOf(api)
  const worker = startProcess(['worker'], { MEDLEY_DATA: dataDir })
  const probes = await readyUrlOf(worker)
  expect((await fetch(`${probes}/readyz`)).status).toBe(200)
  expect((await fetch(`${probes}/v1/models`)).status).toBe(404)
  const headers = { 'x-api-key': 'a-key-for-all-of-the-processes', 'content-type': 'application/json' }
  const body = JSON.stringify({ prompt: 'a duck', aspect_ratio: '1:1' })
  const created = await fetch(`${url}/v1/images/generations`, { method: 'POST', headers, body })
  const { task_id: id } = JSON.parse(await created.text())
  await until(async () => {
    const task = JSON.parse(await (await fetch(`${url}/v1/tasks/${id}`, { headers })).text())
    return task.status === 'succeeded' ? true : null
  })
  for (const started of [worker, api, owner]) expect(await stopProcess(started)).toBe(0)
})
