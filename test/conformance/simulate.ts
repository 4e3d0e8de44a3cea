import type { DialectName } from '../../src/domain/task.ts'
import type { JsonObject, JsonValue } from '../../src/lib/json.ts'
import { at, type TestMedley } from '../helpers/start-medley.ts'

/** One create of the simulator's for each dialect. beatra has pictures and music only. */
export const SIMULATED: Readonly<Record<DialectName, { path: string; body(script: JsonObject): JsonObject }>> = {
  omnapi: {
    path: '/api/v1/tasks',
    body: (script) => ({ model: 'sim/image', feature: 'generate-image', inputParameters: { prompt: 'sim', script } }),
  },
  beatra: {
    path: '/v1/images/generations',
    body: (script) => ({ model: 'sim/image', prompt: 'sim', model_options: { simulator: script } }),
  },
  piapi: {
    path: '/api/v1/task',
    body: (script) => ({ model: 'sim/image', task_type: 'txt2img', input: { prompt: 'sim', script } }),
  },
}

/** Creates a simulated picture and gives its id in the form of the dialect. */
export async function simulate(medley: TestMedley, dialect: DialectName, script: JsonObject = {}): Promise<string> {
  const { path, body } = SIMULATED[dialect]
  const answer = await medley.send('POST', path, body(script))
  return idOf(dialect, answer.body)
}

export function idOf(dialect: DialectName, created: JsonValue | undefined): string {
  const places = { omnapi: ['taskId'], beatra: ['task_id'], piapi: ['data', 'task_id'] } as const
  const id = at(created, ...places[dialect])
  if (typeof id !== 'string') throw new Error(`nothing was created: ${JSON.stringify(created)}`)
  return id
}

const READ_PATHS = { omnapi: '/api/v1/tasks', beatra: '/v1/tasks', piapi: '/api/v1/task' } as const

/** A task in the words of a dialect, by an id of any form. */
export async function readIn(medley: TestMedley, dialect: DialectName, id: string): Promise<JsonObject> {
  const { status, body } = await medley.send('GET', `${READ_PATHS[dialect]}/${id}`)
  if (status !== 200) throw new Error(`${dialect} answers ${status} for ${id}: ${JSON.stringify(body)}`)
  return body
}
