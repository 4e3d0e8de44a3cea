import type { CancelOutcome, Credential, Dialect, RenderContext, WireResponse } from '../../domain/dialect.ts'
import { GatewayError } from '../../domain/errors.ts'
import { isTerminal, type Task } from '../../domain/task.ts'
import { NO_KEY, renderError } from './errors.ts'
import { parseComposeMusic, parseGenerateImage, parseGenerateLyrics, parseModifyMusic } from './parse-producer.ts'
import { parseCreateTask } from './parse-task.ts'
import { renderMessage } from './render-message.ts'
import { renderCreated, renderTask, renderUnfinished } from './render.ts'

/** RULINGS 7. */
const BODY_BYTES_MAX = 1024 * 1024

/** omnapi.md 6.3 says no number; 60 s is what RULINGS 65 lets anybody wait. */
const SYNC_SECONDS = 60

const create = {
  method: 'POST',
  kind: 'create',
  bodyLimit: BODY_BYTES_MAX,
  render: (task: Task) => ({ status: 200, body: renderCreated(task, 'queued') }),
  renderWaited: (task: Task) => ({ status: 200, body: renderCreated(task, task.status) }),
  waitSeconds: 0,
} as const

/** omnapi.md 6.3: the whole task if it ends in time, else where to poll. A failed task is a 200 too. */
const createAndWait = {
  ...create,
  render: (task: Task) => ({ status: 202, body: renderUnfinished(task) }),
  renderWaited: (task: Task, context: RenderContext) =>
    isTerminal(task.status)
      ? { status: 200, body: renderTask(task, context) }
      : { status: 202, body: renderUnfinished(task) },
  waitSeconds: SYNC_SECONDS,
} as const

/** The OmnAPI wire: phase 1 and the synchronous variants (omnapi.md; seed: Get Task). */
export const omnapi: Dialect = {
  name: 'omnapi',
  stagesExcess: false,
  routes: [
    { ...create, path: '/api/v1/tasks', parse: parseCreateTask },
    { ...create, path: '/api/v1/producer/generate/image', parse: parseGenerateImage },
    { ...create, path: '/api/v1/producer/generate/lyrics', parse: parseGenerateLyrics },
    { ...create, path: '/api/v1/producer/generate/music/compose', parse: parseComposeMusic },
    { ...create, path: '/api/v1/producer/generate/music/modify', parse: parseModifyMusic },
    { ...createAndWait, path: '/api/v1/tasks/sync', parse: parseCreateTask },
    { ...createAndWait, path: '/api/v1/lyrics/generate', parse: parseGenerateLyrics },
    {
      method: 'GET',
      kind: 'read',
      path: '/api/v1/tasks/:id',
      render: (task, context) => ({ status: 200, body: renderTask(task, context) }),
    },
    {
      method: 'POST',
      kind: 'cancel',
      path: '/api/v1/tasks/:id/cancel',
      from: ['queued', 'starting', 'running'],
      render: renderCancel,
    },
  ],
  credential: readCredential,
  renderError,
  renderMessage,
}

/** RULINGS 8: `x-api-key` and nothing else; a Bearer token belongs to the dashboard. */
function readCredential(headers: Readonly<Record<string, string | string[] | undefined>>): Credential {
  const key = headers['x-api-key']
  if (typeof key === 'string' && key !== '') return { kind: 'key', key }
  if (headers['authorization'] === undefined) return { kind: 'missing' }
  return { kind: 'missing', message: `${NO_KEY} A Bearer token is not taken here.` }
}

/** RULINGS 45: a cancel that asks for what is already so is answered like the first one. */
function renderCancel({ kind, task }: CancelOutcome, context: RenderContext): WireResponse {
  if (kind === 'canceled' || kind === 'requested' || task.status === 'canceled') {
    return { status: 200, body: renderTask(task, context) }
  }
  return renderError(new GatewayError('task_not_cancelable', { taskId: task.id, status: task.status }))
}
