import type { RenderContext, WireResponse } from '../../domain/dialect.ts'
import type { TaskMessage, WireMessage } from '../../domain/message.ts'
import type { Task } from '../../domain/task.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/json.ts'
import { renderGetPage } from './mmaudio-get.ts'
import { isQubico, namesOf, type Names } from './names.ts'
import { renderOutput } from './output.ts'
import { wireStatus } from './status.ts'
import { renderTaskError } from './task-error.ts'
import { timeText } from './time-text.ts'
import { renderUsage } from './usage.ts'

/** The create's answer, and its replay's: pending, whatever has become of the task since (RULINGS 17, 66). */
export function renderCreated(task: Task, context: RenderContext): WireResponse {
  const asCreated: Task = {
    ...task,
    status: 'queued',
    staged: false,
    output: null,
    error: null,
    startedAt: null,
    completedAt: null,
  }
  return answer(renderUnified(asCreated, namesOf(task), readInput(task), context))
}

/** The create's answer after a wait (RULINGS 65). */
export function renderWaited(task: Task, context: RenderContext): WireResponse {
  return answer(renderUnified(task, namesOf(task), readInput(task), context))
}

/** Any task, of any dialect. Failed ones are a 200 too (RULINGS 55). */
export function renderRead(task: Task, context: RenderContext): WireResponse {
  return answer(renderData(task, context))
}

/** Contract section 11. The secret goes out as it came, when there is one, and to nobody but the URL that it came with. */
export function renderMessage(message: TaskMessage, context: RenderContext): WireMessage {
  const task = message.isForOwnUrl ? message.task : withoutSecret(message.task)
  const secret = task.dialect === 'piapi' ? (task.callback?.secret ?? null) : null
  return {
    body: { timestamp: Math.floor(message.attemptedAt / 1000), data: renderData(task, context) },
    headers: secret === null ? {} : { 'x-webhook-secret': secret },
  }
}

function withoutSecret(task: Task): Task {
  const { idleSecret: _idleSecret, ...wire } = task.wire
  return { ...task, wire, callback: task.callback === null ? null : { ...task.callback, secret: null } }
}

function renderData(task: Task, context: RenderContext): JsonObject {
  const names = namesOf(task)
  const input = readInput(task)
  const unified = renderUnified(task, names, input, context)
  return names.model === 'Qubico/mmaudio' ? renderGetPage(task, unified, input, context) : unified
}

function answer(data: JsonObject): WireResponse {
  return { status: 200, body: { code: 200, data, message: 'success' } }
}

function readInput(task: Task): JsonObject {
  const input: unknown = JSON.parse(task.input)
  return isJsonObject(input) ? input : {}
}

/** The task object (contract section 5), its keys in the order of RULINGS 55. */
function renderUnified(task: Task, names: Names, input: JsonObject, context: RenderContext): JsonObject {
  return {
    task_id: task.id,
    model: names.model,
    task_type: names.taskType,
    status: wireStatus(task),
    config: renderConfig(task, names),
    input,
    output: renderOutput(task, names, input, context),
    meta: {
      created_at: timeText(task.createdAt),
      started_at: timeText(task.startedAt),
      ended_at: timeText(task.completedAt),
      usage: renderUsage(task, names),
      is_using_private_pool: false,
    },
    detail: null,
    logs: [],
    error: renderTaskError(task),
  }
}

/** Always filled in. The secret shows as sent, but never one that was given to another dialect (RULINGS 61). */
function renderConfig(task: Task, names: Names): JsonObject {
  return {
    service_mode: isQubico(names) ? '' : 'public',
    webhook_config: {
      endpoint: task.callback?.url ?? '',
      secret: task.dialect === 'piapi' ? secretOf(task) : '',
    },
  }
}

function secretOf(task: Task): JsonValue {
  return task.callback === null ? (task.wire['idleSecret'] ?? '') : (task.callback.secret ?? '')
}
