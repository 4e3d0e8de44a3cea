import type { RenderContext } from '../../domain/dialect.ts'
import type { TaskMessage, WireMessage } from '../../domain/message.ts'
import type { TaskStatus } from '../../domain/task.ts'
import { toCrockford } from '../../lib/ids.ts'
import { isJsonObject, type JsonValue } from '../../lib/json.ts'
import { renderTask } from './render.ts'

/** OmnAPI has no words for other events than ends (RULINGS 64), and nobody is told of others in its form. */
const EVENTS: ReadonlyMap<TaskStatus, string> = new Map([
  ['succeeded', 'task.completed'],
  ['failed', 'task.failed'],
  ['canceled', 'task.cancelled'],
])

/**
 * omnapi.md 11.3. Its pages name five fields of the task otherwise than the seed does, so both names are there. The id stays
 * the same in every attempt.
 */
export function renderMessage({ id, task, attemptedAt }: TaskMessage, context: RenderContext): WireMessage {
  const event = EVENTS.get(task.status)
  if (event === undefined) throw new Error(`OmnAPI has no event for a task that is ${task.status}`)
  const seed = renderTask(task, context)
  const body = {
    event,
    eventId: `evt_${toCrockford(id)}`,
    deliveredAt: new Date(attemptedAt).toISOString(),
    task: {
      ...seed,
      modelCode: codeOf(seed['model']),
      featureCode: codeOf(seed['feature']),
      completedAt: seed['processingCompletedAt'] ?? null,
      durationMs: seed['processingDuration'] ?? null,
      inputParams: seed['inputParameters'] ?? null,
    },
  }
  return { body, headers: {} }
}

function codeOf(part: JsonValue | undefined): JsonValue {
  return isJsonObject(part) ? (part['code'] ?? null) : null
}
