import type { Dialect } from '../../domain/dialect.ts'
import { parseHistory, renderAccount, renderActivity, renderHistory } from './account.ts'
import { renderCancel } from './cancel.ts'
import { readCredential } from './credential.ts'
import { parseEphemeralResource, renderEphemeralResource, RESOURCE_BODY_LIMIT } from './ephemeral-resource.ts'
import { renderError } from './errors.ts'
import { parseCreate } from './parse-create.ts'
import { renderCreated, renderMessage, renderRead, renderWaited } from './render.ts'

/** Base64 inputs are large (RULINGS 7). */
const BODY_LIMIT = 40 * 1024 * 1024

/**
 * PiAPI: one create path for every family of models, one read and one cancel path for every task. Tasks of the other
 * dialects are read and canceled here too (RULINGS 16-19).
 */
export const piapi: Dialect = {
  name: 'piapi',
  stagesExcess: true,
  routes: [
    {
      kind: 'create',
      method: 'POST',
      path: '/api/v1/task',
      bodyLimit: BODY_LIMIT,
      parse: parseCreate,
      render: renderCreated,
      renderWaited,
      waitSeconds: 0,
    },
    {
      kind: 'give',
      method: 'POST',
      path: '/api/ephemeral_resource',
      bodyLimit: RESOURCE_BODY_LIMIT,
      parse: parseEphemeralResource,
      render: renderEphemeralResource,
    },
    { kind: 'read', method: 'GET', path: '/api/v1/task/:id', render: renderRead },
    // `starting` looks pending too, but a purchase may be open by then: what is bought cannot be taken back (RULINGS 60).
    { kind: 'cancel', method: 'DELETE', path: '/api/v1/task/:id', from: ['queued', 'starting'], render: renderCancel },
    { kind: 'account', method: 'GET', path: '/account/info', render: renderAccount },
    { kind: 'activity', method: 'GET', path: '/account/active_tasks', render: renderActivity },
    { kind: 'history', method: 'GET', path: '/api/open/tasks/histories', parse: parseHistory, render: renderHistory },
  ],
  credential: readCredential,
  renderError,
  renderMessage,
}
