import type { CancelOutcome, Credential, Dialect, RenderContext, WireResponse } from '../../domain/dialect.ts'
import { GatewayError } from '../../domain/errors.ts'
import type { Task } from '../../domain/task.ts'
import { renderError } from './errors.ts'
import { parseComposeMusic, parseGenerateImage, parseGenerateLyrics } from './parse-producer.ts'
import { parseCreateTask } from './parse-task.ts'
import { renderCreated, renderTask } from './render.ts'

/** RULINGS 7. */
const BODY_BYTES_MAX = 1024 * 1024

const create = {
  method: 'POST',
  kind: 'create',
  bodyLimit: BODY_BYTES_MAX,
  render: (task: Task) => ({ status: 200, body: renderCreated(task) }),
} as const

/** The OmnAPI wire, phase 1 (omnapi.md; seed: Get Task). */
export const omnapi: Dialect = {
  name: 'omnapi',
  routes: [
    { ...create, path: '/api/v1/tasks', parse: parseCreateTask },
    { ...create, path: '/api/v1/producer/generate/image', parse: parseGenerateImage },
    { ...create, path: '/api/v1/producer/generate/lyrics', parse: parseGenerateLyrics },
    { ...create, path: '/api/v1/producer/generate/music/compose', parse: parseComposeMusic },
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
}

/** RULINGS 8: `x-api-key` and nothing else; a Bearer token belongs to the dashboard. */
function readCredential(headers: Readonly<Record<string, string | string[] | undefined>>): Credential {
  const key = headers['x-api-key']
  return typeof key === 'string' && key !== '' ? { kind: 'key', key } : { kind: 'missing' }
}

/** RULINGS 45: a cancel that asks for what is already so is answered like the first one. */
function renderCancel({ kind, task }: CancelOutcome, context: RenderContext): WireResponse {
  if (kind === 'canceled' || kind === 'requested' || task.status === 'canceled') {
    return { status: 200, body: renderTask(task, context) }
  }
  return renderError(new GatewayError('task_not_cancelable', { taskId: task.id, status: task.status }))
}
