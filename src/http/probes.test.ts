import { expect, test } from 'vitest'

import { makeMetrics } from '../lib/metrics.ts'
import { startTestServer } from './test-server.ts'

test('/livez answers while the process does', async () => {
  await using app = await startTestServer(() => {}, { ready: async () => false })
  const response = await fetch(`${app.url}/livez`)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ status: 'ok' })
})

test.each([
  ['can serve', async () => true, 200, 'ready'],
  ['cannot serve', async () => false, 503, 'not_ready'],
  ['cannot tell', async () => Promise.reject(new Error('database gone')), 503, 'not_ready'],
])('/readyz of a server that %s', async (_name, ready, status, word) => {
  await using app = await startTestServer(() => {}, { ready })
  const response = await fetch(`${app.url}/readyz`)
  expect(response.status).toBe(status)
  expect(await response.json()).toEqual({ status: word })
})

test('/metrics has the names of the field, the process and each request by its route, never by its url', async () => {
  const metrics = makeMetrics()
  metrics.addCollector(async () => metrics.queueDepth.set(7))
  metrics.addCollector(async () => Promise.reject(new Error('a query failed')))
  await using app = await startTestServer((server) => server.get('/v1/tasks/:id', () => ({})), { metrics })
  await fetch(`${app.url}/v1/tasks/private-id`)
  await fetch(`${app.url}/private-path`)
  const response = await fetch(`${app.url}/metrics`)
  const text = await response.text()
  expect(response.headers.get('content-type')).toContain('text/plain')
  for (const name of [
    'gateway_tasks_created_total',
    'gateway_task_duration_seconds',
    'gateway_queue_depth 7',
    'gateway_queue_oldest_age_seconds',
    'gateway_upstream_requests_total',
    'gateway_http_request_duration_seconds_count{route="/v1/tasks/:id",method="GET",status="200"} 1',
    'gateway_http_request_duration_seconds_count{route="unknown",method="GET",status="404"} 1',
    'process_cpu_seconds_total',
    'nodejs_eventloop_lag_seconds',
  ]) {
    expect(text).toContain(name)
  }
  expect(text).not.toContain('private')
})

test('/ tells people and scripts what this is', async () => {
  await using app = await startTestServer(() => {})
  const text = await fetch(app.url, { headers: { accept: '*/*' } })
  expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(await text.text()).toMatch(/^Medley \d+\.\d+\.\d+\n[^]*\/readyz/)
  const page = await fetch(app.url, { headers: { accept: 'text/html,application/xhtml+xml' } })
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await page.text()).toMatch(/<h1>Medley \d+\.\d+\.\d+<\/h1>[^]*<a href="\/readyz">/)
})

test('/ leads integrators to the fields of all requests', async () => {
  await using app = await startTestServer(() => {})
  expect(await (await fetch(app.url)).text()).toContain('/docs/requests.md')
  const page = await fetch(`${app.url}/docs/requests.md`)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
  expect(await page.text()).toMatch(/^# Requests\n[^]*`model_options\.studio\.bpm`/)
})

test.each([
  ['/?mail=confirmed', 'Your address is confirmed', 'sign in'],
  ['/?mail=confirmed&error=TOKEN_EXPIRED', 'This link is over', 'signing in sends another'],
  ['/?mail=reset', 'POST /auth/reset-password', 'token'],
  ['/?mail=invitation', 'invitationId', '/auth/organization/accept-invitation'],
])('who comes to %s from a mail is told what it means', async (path, ...said) => {
  await using app = await startTestServer(() => {})
  for (const accept of ['text/html', '*/*']) {
    const text = await (await fetch(`${app.url}${path}`, { headers: { accept } })).text()
    for (const words of said) expect(text.toLowerCase()).toContain(words.toLowerCase())
  }
})

test('what somebody writes into the address of / is not on the page', async () => {
  await using app = await startTestServer(() => {})
  for (const mail of ['constructor', '<b>x', 'confirmed&error=<b>x']) {
    const page = await (await fetch(`${app.url}/?mail=${mail}`, { headers: { accept: 'text/html' } })).text()
    expect(page).not.toMatch(/constructor|<b>|\[native/)
  }
})
