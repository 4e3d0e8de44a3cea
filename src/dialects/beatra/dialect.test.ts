import { describe, expect, test } from 'vitest'

import { TASK_STATUSES } from '../../domain/task.ts'
import { beatra } from './dialect.ts'
import { inStatus, renderContext, SAMPLES } from './sample-tasks.ts'

const image = SAMPLES['beatra-image']
if (image === undefined) throw new Error('no sample')

function plain(path: string) {
  const route = beatra.routes.find((candidate) => candidate.path === path)
  if (route?.kind !== 'plain') throw new Error(`no plain route ${path}`)
  return route
}

test('health is open and says ok', () => {
  const route = plain('/v1/health')
  expect(route.open).toBe(true)
  expect(route.render(renderContext)).toEqual({ status: 200, body: { status: 'ok' } })
})

test('the model list needs a key and names what can be asked for, without auto and the simulator', () => {
  const route = plain('/v1/models')
  expect(route.open).toBe(false)
  const entry = { object: 'model', created: 1_767_225_600, owned_by: 'medley' }
  expect(route.render(renderContext)).toEqual({
    status: 200,
    body: {
      object: 'list',
      data: [
        'studio-image-1',
        'studio-lyrics-1',
        'studio-music-1',
        'studio-sound-1',
        'studio-image-edit-1',
        'studio-music-edit-1',
        'studio-speech-1',
        'studio-video-1',
        'studio-3d-1',
        'gpt-image-2',
        'suno-5.5',
        'minimax-music-2.6',
      ].map((id) => ({ id, ...entry })),
    },
  })
})

describe('cancel', () => {
  const route = beatra.routes.find((candidate) => candidate.kind === 'cancel')
  if (route?.kind !== 'cancel') throw new Error('no cancel route')

  test('is let through from every status that is not final', () => {
    expect(route.from).toEqual(TASK_STATUSES.slice(0, 3))
  })

  test.each([
    ['canceled', 'canceled', 202],
    ['requested', 'running', 202],
    ['already_terminal', 'succeeded', 200],
    ['already_terminal', 'canceled', 200],
    ['not_allowed', 'failed', 200],
  ] as const)('%s on a task that is now %s answers with the task and %i', (kind, status, expected) => {
    const task = inStatus(image.task, status, image.items)
    expect(route.render({ kind, task }, renderContext)).toMatchObject({ status: expected, body: { status } })
  })
})

test('a read answers 200, of a failed task too', () => {
  const route = beatra.routes.find((candidate) => candidate.kind === 'read')
  if (route?.kind !== 'read') throw new Error('no read route')
  const answer = route.render(inStatus(image.task, 'failed'), renderContext)
  expect(answer).toMatchObject({ status: 200, body: { status: 'failed', error: { code: 'upstream_timeout' } } })
})

test('a real upstream is not named: the model of the catalogue is', () => {
  const route = beatra.routes.find((candidate) => candidate.kind === 'read')
  if (route?.kind !== 'read') throw new Error('no read route')
  const task = { ...inStatus(image.task, 'running'), route: { provider: 'elsewhere', model: 'internal-name' } }
  expect(route.render(task, renderContext)).toMatchObject({ body: { resolved_model: 'gpt-image-2' } })
})
