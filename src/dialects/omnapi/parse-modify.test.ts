import { describe, expect, test } from 'vitest'

import type { JsonObject } from '../../lib/json.ts'
import { inputOf, issuesOf, parse, paths, TASKS } from './test-parse.ts'
import { ARTIFACT, ARTIFACT_TEXT } from './test-tasks.ts'

const MODIFY = '/api/v1/producer/generate/music/modify'
const clipId = `clp_${ARTIFACT_TEXT}`
const WINDOW = { replaceStartAt: 41.5, replaceEndAt: 58 }

describe('changes of a song', () => {
  test('cost what the producer asks, and their three fields of wishes are one', () => {
    const body = {
      clipId,
      transform: 'cover',
      prompt: 'softer',
      soundPrompt: 'nylon guitar',
      tags: 'bossa nova',
      seed: 7,
    }
    const create = parse(MODIFY, { ...body, title: 'Harbour Lamps (edit)', stems: true })
    expect(create.modelKey).toBe('lyria-3-preview/modify')
    expect(create.work).toMatchObject({
      capability: 'music.modify',
      transform: 'cover',
      audio: { kind: 'artifact', artifact: ARTIFACT },
      prompt: 'softer, nylon guitar, bossa nova',
      title: 'Harbour Lamps (edit)',
      withStems: true,
      seed: 7,
      count: 1,
    })
    expect(create.uses).toEqual([{ path: ['clipId'], artifactId: ARTIFACT, kind: 'audio' }])
    expect(inputOf(create)).toEqual({ modifyMode: 'task', ...body, title: 'Harbour Lamps (edit)', stems: true })
  })

  test('take what belongs to their transform and leave the rest alone', () => {
    const everything = { clipId, cropEndAt: 30, ...WINDOW, soundPrompt: 'jazz' }
    const workOf = (transform: string) => parse(MODIFY, { ...everything, transform }).work
    const none = { cropEndAt: null, replaceStartAt: null, replaceEndAt: null }
    expect(workOf('extend')).toMatchObject({ ...none, cropEndAt: 30 })
    expect(workOf('inpaint')).toMatchObject({ ...none, ...WINDOW })
    for (const transform of ['cover', 'swap_vocals', 'swap_sound']) expect(workOf(transform)).toMatchObject(none)
  })

  test('take words by their text or their id', () => {
    const lyricsId = `lyr_${ARTIFACT_TEXT}`
    const { work, uses } = parse(MODIFY, { clipId, transform: 'swap_vocals', lyricsId })
    expect(work).toMatchObject({ lyrics: null, lyricsArtifact: ARTIFACT })
    expect(uses).toContainEqual({ path: ['lyricsId'], artifactId: ARTIFACT, kind: 'text' })
    expect(parse(MODIFY, { clipId, transform: 'swap_vocals', lyrics: 'la' }).work).toMatchObject({ lyrics: 'la' })
  })

  test.each<[string, JsonObject, string[]]>([
    ['nothing', {}, ['clipId', 'transform']],
    ['no transform', { clipId }, ['transform']],
    ['an unknown transform', { clipId, transform: 'remix' }, ['transform']],
    ['an unknown mode', { clipId, transform: 'cover', modifyMode: 'chat' }, ['modifyMode']],
    ['a clip that is no id', { clipId: 'my song', transform: 'cover' }, ['clipId']],
    ['no window', { clipId, transform: 'inpaint' }, ['replaceStartAt', 'replaceEndAt']],
    ['half a window', { clipId, transform: 'inpaint', replaceStartAt: 1 }, ['replaceEndAt']],
    ['an empty window', { clipId, transform: 'inpaint', replaceStartAt: 5, replaceEndAt: 5 }, ['replaceEndAt']],
    [
      'a window before the start',
      { clipId, transform: 'inpaint', replaceStartAt: -1, replaceEndAt: 5 },
      ['replaceStartAt'],
    ],
    ['no sound to swap to', { clipId, transform: 'swap_sound' }, ['soundPrompt']],
    ['a sound of spaces', { clipId, transform: 'swap_sound', soundPrompt: '  ' }, ['soundPrompt']],
    ['a crop that is no number', { clipId, transform: 'extend', cropEndAt: '30' }, ['cropEndAt']],
    ['tags as a list', { clipId, transform: 'cover', tags: ['a'] }, ['tags']],
  ])('are refused for %s, by name', (_name, body, fields) => {
    expect(paths(issuesOf(MODIFY, body))).toEqual(fields)
  })

  test('by the generic create are held to the same', () => {
    const create = (inputParameters: JsonObject) => ({ provider: 'producer', feature: 'music-modify', inputParameters })
    expect(parse(TASKS, create({ clipId, transform: 'extend' })).modelKey).toBe('lyria-3-preview/modify')
    expect(paths(issuesOf(TASKS, create({ clipId, transform: 'inpaint' })))).toEqual([
      'inputParameters.replaceStartAt',
      'inputParameters.replaceEndAt',
    ])
  })
})

describe('changes of a picture', () => {
  const create = (inputParameters: JsonObject) => ({ provider: 'studio', feature: 'edit-image', inputParameters })
  const image = 'https://cdn.example.org/cat.png'

  test('are restyles of the asked strength unless they say more', () => {
    const read = parse(TASKS, create({ image, prompt: 'as a watercolour' }))
    expect(read.modelKey).toBe('studio-image-edit-1')
    expect(read.work).toMatchObject({
      edit: 'restyle',
      image: { kind: 'url', url: image },
      mask: null,
      strength: 0.7,
      width: null,
      height: null,
      format: 'png',
    })
    expect(inputOf(read)).toEqual({ image, prompt: 'as a watercolour', edit: 'restyle' })
    expect(parse(TASKS, create({ image, edit: 'outpaint', margins: { left: 64 } })).work).toMatchObject({
      edit: 'outpaint',
      margins: { left: 64, right: 0, top: 0, bottom: 0 },
    })
  })

  test('show what was taken of them, and no key that nobody knows', () => {
    const extra = { toString: 1, notes: ['x'] }
    const read = parse(TASKS, create({ image, edit: 'outpaint', scale: 3, margins: { left: 64, ...extra }, ...extra }))
    const margins = { left: 64, right: 0, top: 0, bottom: 0 }
    expect(inputOf(read)).toEqual({ image, edit: 'outpaint', margins, scale: 3 })
  })

  test.each<[string, JsonObject, string[]]>([
    ['no picture', { prompt: 'x' }, ['inputParameters.image']],
    ['no wish', { image }, ['inputParameters.prompt']],
    ['an unknown edit', { image, prompt: 'x', edit: 'crop' }, ['inputParameters.edit']],
    ['no strength', { image, prompt: 'x', strength: 0 }, ['inputParameters.strength']],
    ['a picture that is none', { image: 'a cat', prompt: 'x' }, ['inputParameters.image']],
    ['a mask that is none', { image, prompt: 'x', edit: 'inpaint', mask: '!' }, ['inputParameters.mask']],
  ])('are refused for %s, by name', (_name, inputs, fields) => {
    expect(paths(issuesOf(TASKS, create(inputs)))).toEqual(fields)
  })
})
