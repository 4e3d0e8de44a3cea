import { randomUUID } from 'node:crypto'

import type { SimulatorScriptWire } from '../../src/domain/simulator-script.ts'
import { requestText } from './load.ts'

const PROMPT =
  'A red fox stands in fresh snow at the edge of a birch forest at dawn, long blue shadows, low golden sun, breath visible ' +
  'in the cold air, fine hair in focus, wide shot, muted colours, quiet mood, 35 mm film grain'

/** About 450 bytes, as applications send them. */
export const CREATE_BODY = JSON.stringify({
  model: 'studio-image-1',
  prompt: PROMPT,
  n: 1,
  aspect_ratio: '16:9',
  metadata: { campaign: 'winter-2026', user: 'u_8842', trace: '5f0c6c1e-9e0b-4a53-8f5d-0c8e3a7a1f11' },
})

export const CREATE_PATH = '/v1/images/generations'

/** Creates, key after key; `idempotent`: each with an Idempotency-Key of its own. */
export function makeCreates(keys: readonly string[], idempotent = false): () => string {
  const texts = keys.map((key) => requestText('POST', CREATE_PATH, { authorization: `Bearer ${key}` }, CREATE_BODY))
  let index = 0
  return () => {
    index += 1
    const text = texts[index % texts.length] ?? ''
    return idempotent ? text.replace('content-type:', `idempotency-key: ${randomUUID()}\r\ncontent-type:`) : text
  }
}

/** Reads of tasks, each with the key of its organisation, in an order that no cache likes. */
export function makeReads(tasks: readonly { id: string; key: string }[]): () => string {
  let index = 0
  return () => {
    index = (index + 7919) % tasks.length
    const { id = '', key = '' } = tasks[index] ?? {}
    return requestText('GET', `/v1/tasks/${id}`, { authorization: `Bearer ${key}` })
  }
}

/** PiAPI's create; its answer's `data.task_id` is the task's id in the database too. */
export const LIFE_PATH = '/api/v1/task'

/** A simulated task that leaves a file of a hundred bytes. */
export function lifeBody(script: SimulatorScriptWire): string {
  const input = { prompt: 'a song about a red fox in the snow at dawn', script }
  return JSON.stringify({ model: 'sim/lyrics', task_type: 'generate_lyrics', input })
}

/** Creates of simulated tasks, key after key; without a script they are done at once. */
export function makeLives(keys: readonly string[], script: SimulatorScriptWire = { delayMs: 0 }): () => string {
  const body = lifeBody(script)
  const texts = keys.map((key) => requestText('POST', LIFE_PATH, { 'x-api-key': key }, body))
  let index = 0
  return () => {
    index += 1
    return texts[index % texts.length] ?? ''
  }
}

/** First pages of lists, organisation after organisation. */
export function makeLists(keys: readonly string[]): () => string {
  const texts = keys.map((key) => requestText('GET', '/v1/tasks?limit=20', { authorization: `Bearer ${key}` }))
  let index = 0
  return () => {
    index += 1
    return texts[index % texts.length] ?? ''
  }
}
