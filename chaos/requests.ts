import type { DialectName } from '../src/domain/task.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../src/lib/json.ts'
import type { Random } from './random.ts'
import type { Callback } from './receivers.ts'
import { drawScript, type Script } from './scripts.ts'

/** What a client is about to ask for. */
export interface Draft {
  /** Stands in the prompt, so that the database can say which request a task came from. */
  marker: string
  dialect: DialectName
  path: string
  body: JsonObject
  /** Null = work of the studio. */
  script: Script | null
  /** Pictures asked for. */
  count: number
  /** Sent as Idempotency-Key; null = the client sends it once and never again. */
  key: string | null
  /** Whose task it is to be: the first organisation, or the second, whose tasks wait for each other. */
  organisation: 0 | 1
  /** Whom to tell of its end; null = nobody but the endpoints. */
  callback: Callback | null
}

/** Models other than pictures, as each dialect names them with what it calls their work. */
const PLAIN = {
  omnapi: [
    ['sim/lyrics', 'generate-lyrics'],
    ['sim/speech', 'generate-speech'],
  ],
  piapi: [
    ['sim/lyrics', 'generate_lyrics'],
    ['sim/speech', 'zero-shot'],
  ],
} as const

interface DraftOptions {
  seed: number
  drawCallback(random: Random, number: number, organisation: 0 | 1): Callback | null
}

export function drawDraft(random: Random, number: number, { seed, drawCallback }: DraftOptions): Draft {
  const marker = `chaos ${seed} ${number}`
  const key = random.chance(0.7) ? marker.replaceAll(' ', '-') : null
  const organisation = random.chance(0.3) ? 1 : 0
  const callback = drawCallback(random, number, organisation)
  if (random.chance(0.03)) {
    const path = '/api/v1/producer/generate/lyrics'
    const body = withCallback('omnapi', { prompt: marker }, callback)
    return { marker, dialect: 'omnapi', path, body, script: null, count: 1, key, organisation, callback }
  }
  const count = random.chance(0.3) ? random.int(1, 4) : 0
  const script = drawScript(random, count)
  const dialect = random.pick<DialectName>(['omnapi', 'beatra', 'piapi'])
  const wire = bodyOf(random, dialect, marker, count, script.wire)
  const body = withCallback(dialect, wire.body, callback)
  return { marker, dialect, ...wire, body, script, key, organisation, callback }
}

/** In each dialect's own field. */
function withCallback(dialect: DialectName, body: JsonObject, callback: Callback | null): JsonObject {
  if (callback === null) return body
  const { url, secret } = callback
  switch (dialect) {
    case 'omnapi':
      return { ...body, config: { webhookUrl: url } }
    case 'beatra':
      return { ...body, callback_url: url }
    case 'piapi':
      return { ...body, config: { webhook_config: { endpoint: url, secret } } }
  }
}

/** `pictures` 0 = something else than pictures, where the dialect has it. OmnAPI makes one picture a task. */
function bodyOf(
  random: Random,
  dialect: DialectName,
  prompt: string,
  pictures: number,
  script: JsonObject,
): Pick<Draft, 'path' | 'body' | 'count'> {
  switch (dialect) {
    case 'omnapi': {
      const [model, feature] =
        pictures > 0 ? (['sim/image', 'generate-image'] as const) : PLAIN.omnapi[random.chance(0.5) ? 0 : 1]
      return { path: '/api/v1/tasks', body: { model, feature, inputParameters: { prompt, script } }, count: 1 }
    }
    case 'beatra': {
      const options = { prompt, model_options: { simulator: script } }
      if (pictures === 0) return { path: '/v1/music/text-to-music', body: { model: 'sim/music', ...options }, count: 1 }
      return { path: '/v1/images/generations', body: { model: 'sim/image', n: pictures, ...options }, count: pictures }
    }
    case 'piapi': {
      const [model, type] = pictures > 0 ? (['sim/image', 'txt2img'] as const) : PLAIN.piapi[random.chance(0.5) ? 0 : 1]
      const input = { prompt, script, ...(pictures > 0 ? { batch_size: pictures } : {}) }
      return { path: '/api/v1/task', body: { model, task_type: type, input }, count: Math.max(1, pictures) }
    }
  }
}

const ID_PLACES = { omnapi: ['taskId'], beatra: ['task_id'], piapi: ['data', 'task_id'] } as const

/** The id in a create's answer, in the dialect's own form. */
export function idIn(dialect: DialectName, answer: JsonValue): string | null {
  let value: JsonValue | undefined = answer
  for (const key of ID_PLACES[dialect]) value = isJsonObject(value) ? value[key] : undefined
  return typeof value === 'string' ? value : null
}

export const READ_PATHS = { omnapi: '/api/v1/tasks/', beatra: '/v1/tasks/', piapi: '/api/v1/task/' } as const

/** How each dialect is asked to cancel a task. */
export function cancelRequest(dialect: DialectName, id: string): { method: string; path: string } {
  if (dialect === 'piapi') return { method: 'DELETE', path: `${READ_PATHS.piapi}${id}` }
  return { method: 'POST', path: `${READ_PATHS[dialect]}${id}/cancel` }
}

const ENDS = new Map([
  ['COMPLETED', 'succeeded'],
  ['FAILED', 'failed'],
  ['CANCELLED', 'canceled'],
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
])

/** How a task has ended, as an OmnAPI or beatra answer says it; null = it has not. */
export function endIn(answer: JsonValue): string | null {
  const status = isJsonObject(answer) ? answer['status'] : null
  return typeof status === 'string' ? (ENDS.get(status) ?? null) : null
}
