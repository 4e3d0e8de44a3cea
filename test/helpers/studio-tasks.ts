import { expect } from 'vitest'

import type { JsonObject } from '../../src/lib/json.ts'
import { at, until, type TestMedley } from './start-medley.ts'

/** For tests that have the studio make real results, and look at the files. */

export interface File {
  type: string
  bytes: Buffer
}

export async function download(url: unknown): Promise<File> {
  const response = await fetch(String(url))
  expect(response.status, String(url)).toBe(200)
  return { type: response.headers.get('content-type') ?? '', bytes: Buffer.from(await response.arrayBuffer()) }
}

/** Width and height; fails for anything but a PNG. */
export function pngSize({ type, bytes }: File): [number, number] {
  expect([type, bytes.toString('latin1', 1, 4)]).toEqual(['image/png', 'PNG'])
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

/** Creates through the API that has `path`; the task's id in its form. */
export async function create(medley: TestMedley, path: string, body: JsonObject): Promise<string> {
  const { status, body: created } = await medley.send('POST', path, body)
  expect([200, 202], JSON.stringify(created)).toContain(status)
  return String(created['taskId'] ?? created['task_id'] ?? at(created, 'data', 'task_id'))
}

/** The ended task as beatra shows it. Renders take longer than other tasks' ends where others use the machine. */
export function untilEnded(medley: TestMedley, id: string): Promise<JsonObject> {
  return until(async () => {
    const { body } = await medley.send('GET', `/v1/tasks/${id}`)
    return ['succeeded', 'failed', 'canceled'].includes(String(body['status'])) ? body : null
  }, 300_000)
}

/** Creates, and waits for the end. */
export async function end(medley: TestMedley, path: string, body: JsonObject): Promise<JsonObject> {
  return await untilEnded(medley, await create(medley, path, body))
}

/** The same of a task that has to succeed. */
export async function succeed(medley: TestMedley, path: string, body: JsonObject): Promise<JsonObject> {
  const done = await end(medley, path, body)
  expect(done['status'], JSON.stringify(done['error'])).toBe('succeeded')
  return done
}
