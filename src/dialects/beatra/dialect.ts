import type { Dialect, RenderContext, WireResponse } from '../../domain/dialect.ts'
import { readCredential } from './credential.ts'
import { renderError } from './errors.ts'
import { parseImageEdit } from './parse-image-edit.ts'
import { parseImage } from './parse-image.ts'
import { parseList } from './parse-list.ts'
import { parseMusicEdit } from './parse-music-edit.ts'
import { parseMusic } from './parse-music.ts'
import { parseSpeech } from './parse-speech.ts'
import { parseVideo } from './parse-video.ts'
import { renderCreated, renderList, renderMessage, renderTask, renderWaited } from './render.ts'
import { parseUpload, renderUpload } from './upload.ts'
import { renderVoices } from './render-voices.ts'

/** RULINGS 7: base64 inputs. */
const BODY_LIMIT = 40 * 1024 * 1024

/** OpenAI clients expect an integer here; what a model list says of age is nobody's fact, so it is 2026-01-01 for all. */
const MODEL_CREATED = 1_767_225_600

const create = {
  kind: 'create',
  method: 'POST',
  bodyLimit: BODY_LIMIT,
  render: renderCreated,
  renderWaited,
  waitSeconds: 0,
} as const

/** The beatra API (contract: beatra.md; RULINGS 46-54), mounted under `/v1`. */
export const beatra: Dialect = {
  name: 'beatra',
  stagesExcess: false,
  routes: [
    { kind: 'plain', method: 'GET', path: '/v1/health', open: true, render: () => ok({ status: 'ok' }) },
    { kind: 'plain', method: 'GET', path: '/v1/models', open: false, render: renderModels },
    { ...create, path: '/v1/images/generations', parse: parseImage },
    { ...create, path: '/v1/images/image-to-image', parse: parseImageEdit },
    { ...create, path: '/v1/music/text-to-music', parse: parseMusic },
    { ...create, path: '/v1/music/reference-audio-to-music', parse: parseMusicEdit },
    { ...create, path: '/v1/audio/speech', parse: parseSpeech },
    { ...create, path: '/v1/videos', parse: parseVideo },
    { kind: 'plain', method: 'GET', path: '/v1/voices', open: false, render: renderVoices },
    { kind: 'upload', method: 'POST', path: '/v1/uploads', parse: parseUpload, render: renderUpload },
    { kind: 'list', method: 'GET', path: '/v1/tasks', parse: parseList, render: renderList },
    {
      kind: 'read',
      method: 'GET',
      path: '/v1/tasks/:id',
      render: (task, context) => ok(renderTask(task, context)),
    },
    {
      kind: 'cancel',
      method: 'POST',
      path: '/v1/tasks/:id/cancel',
      from: ['queued', 'starting', 'running'],
      render: ({ kind, task }, context) => ({
        // RULINGS 51: 200 says that nothing was left to cancel. A terminal status is the only one not in `from`.
        status: kind === 'canceled' || kind === 'requested' ? 202 : 200,
        body: renderTask(task, context),
      }),
    },
  ],
  credential: readCredential,
  renderError,
  renderMessage,
}

/** What can be named as `model` now; `auto` and the simulator's entries are left out (RULINGS 29, 53). */
function renderModels({ catalogue }: RenderContext): WireResponse {
  // One model may do several kinds of work.
  const codes = new Set(catalogue.models.filter((model) => model.servable && model.listed).map(({ code }) => code))
  const data = [...codes].map((id) => ({ id, object: 'model', created: MODEL_CREATED, owned_by: 'medley' }))
  return ok({ object: 'list', data })
}

function ok(body: WireResponse['body']): WireResponse {
  return { status: 200, body }
}
