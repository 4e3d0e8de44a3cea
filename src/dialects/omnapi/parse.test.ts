import { describe, expect, test } from 'vitest'

import type { JsonObject } from '../../lib/json.ts'
import { COMPOSE, IMAGE, LYRICS, TASKS, inputOf, issuesOf, parse, paths } from './test-parse.ts'
import { ARTIFACT, ARTIFACT_TEXT, catalogue } from './test-tasks.ts'

describe('what the purpose-made endpoints make of a body', () => {
  test('a picture is 1024 pixels square, by the producer, one image of the price', () => {
    expect(parse(IMAGE, { prompt: 'a lighthouse', seed: 4101 })).toEqual({
      dialect: 'omnapi',
      askedModel: 'lyria-3-preview',
      modelKey: 'lyria-3-preview/image',
      work: {
        capability: 'image.generate',
        prompt: 'a lighthouse',
        negativePrompt: '',
        width: 1024,
        height: 1024,
        format: 'png',
        seed: 4101,
        count: 1,
        script: null,
      },
      priceVariant: null,
      input: '{"prompt":"a lighthouse","seed":4101}',
      wire: {},
      priority: 5,
      tags: null,
      metadata: null,
      callback: null,
      warnings: [{ code: 'stand_in_model', message: expect.stringContaining('studio-image-1'), field: 'model' }],
      uses: [],
      files: [],
    })
  })

  test('lyrics keep their prompt and leave the seed to be drawn', () => {
    const create = parse(LYRICS, { prompt: 'Indie folk' })
    expect(create.modelKey).toBe('lyria-3-preview/lyrics')
    expect(create.work).toEqual({
      capability: 'lyrics.generate',
      prompt: 'Indie folk',
      seed: null,
      count: 1,
      script: null,
    })
    expect(inputOf(create)).toEqual({ prompt: 'Indie folk' })
  })

  test("a song's inputs are echoed in the contract's order with defaults filled in, without config", () => {
    const create = parse(COMPOSE, {
      config: { priority: 7 },
      title: 'Harbour Lamps',
      soundPrompt: 'bossa',
      surprise: 1,
    })
    expect(create.input).toBe(
      '{"soundPrompt":"bossa","instrumental":false,"length":120,"title":"Harbour Lamps","model":"Lyria 3 preview","advancedMode":false}',
    )
    expect(create).toMatchObject({ modelKey: 'lyria-3-preview/music', priority: 7 })
    expect(create.work).toMatchObject({ prompt: 'bossa', durationSeconds: 120, bpm: null, lyrics: null, format: 'mp3' })
  })

  test('an instrumental ignores the words it was given but still shows them', () => {
    const create = parse(COMPOSE, { lyrics: 'la la', lyricsId: `lyr_${ARTIFACT_TEXT}`, instrumental: true })
    expect(create.work).toMatchObject({ instrumental: true, lyrics: null, lyricsArtifact: null })
    expect(inputOf(create)).toMatchObject({ lyrics: 'la la' })
  })

  test('artifacts are named by any of their prefixes and handed to create to be checked', () => {
    const body = {
      lyricsId: `art_${ARTIFACT_TEXT}`,
      imageId: `img_${ARTIFACT_TEXT.toLowerCase()}`,
      imagePrompt: 'a boat',
    }
    const create = parse(COMPOSE, { ...body, currentSongId: `clp_${ARTIFACT_TEXT}` })
    expect(create.work).toMatchObject({ lyricsArtifact: ARTIFACT, coverArtifact: ARTIFACT, coverPrompt: null })
    expect(create.wire).toEqual({ imageId: ARTIFACT })
    expect(create.uses).toEqual([
      { path: ['imageId'], artifactId: ARTIFACT, kind: 'image' },
      { path: ['lyricsId'], artifactId: ARTIFACT, kind: 'text' },
      { path: ['currentSongId'], artifactId: ARTIFACT, kind: 'audio' },
    ])
  })

  test('config becomes priority, tags, metadata and callback', () => {
    const metadata = { orderRef: 'A-2207', seat: 14 }
    const config = { priority: 10, webhookUrl: 'http://hooks.example.net/in', tags: ['a', 'a'], metadata }
    expect(parse(IMAGE, { prompt: 'x', config })).toMatchObject({
      priority: 10,
      tags: ['a', 'a'],
      metadata,
      callback: { url: 'http://hooks.example.net/in', secret: null },
    })
  })

  test('limits count code points, not UTF-16 units', () => {
    expect(parse(IMAGE, { prompt: '🎈'.repeat(2000) }).work.count).toBe(1)
  })

  test('a script is an unknown key where no simulator runs, whatever it holds', () => {
    const create = parse(IMAGE, { prompt: 'x', script: 'nonsense' })
    expect(create.work.script).toBeNull()
    expect(inputOf(create)).toEqual({ prompt: 'x' })
  })
})

describe('which model a task means', () => {
  const inputParameters = { soundPrompt: 'bossa', prompt: 'bossa' }

  test.each<[string, JsonObject, string]>([
    ['provider and feature alone', { provider: 'producer', feature: 'music-compose' }, 'lyria-3-preview/music'],
    ['codes', { provider: 'producer', model: 'lyria-3-preview', feature: 'music-compose' }, 'lyria-3-preview/music'],
    [
      'display names',
      { provider: 'Producer', model: 'Lyria 3 preview', feature: 'Compose music' },
      'lyria-3-preview/music',
    ],
    ['a path alone', { model: 'producer/lyria-3-preview/music-compose' }, 'lyria-3-preview/music'],
    ['a path of another feature', { model: 'producer/lyria-3-preview/generate-lyrics' }, 'lyria-3-preview/lyrics'],
    ['a path whose model has a slash', { model: 'simulator/sim/music/music-compose' }, 'sim/music'],
    ['a unique model', { model: 'studio-music-1', feature: 'music-compose' }, 'studio-music-1'],
    ['a code that holds a slash', { model: 'sim/image', feature: 'generate-image' }, 'sim/image'],
    [
      "the studio's own",
      { provider: 'studio', model: 'studio-lyrics-1', feature: 'generate-lyrics' },
      'studio-lyrics-1',
    ],
    ['auto', { model: 'auto', feature: 'generate-image' }, 'studio-image-1'],
    ['auto of a provider', { provider: 'producer', model: 'auto', feature: 'generate-image' }, 'lyria-3-preview/image'],
  ])('%s', (_name, body, modelKey) => {
    expect(parse(TASKS, { ...body, inputParameters }).modelKey).toBe(modelKey)
  })

  test.each<[string, JsonObject, string]>([
    ['no feature', { provider: 'producer', model: 'lyria-3-preview' }, 'feature'],
    ['an unknown feature', { provider: 'producer', feature: 'fold-paper' }, 'feature'],
    ['a feature that this provider has not', { provider: 'producer', feature: 'edit-image' }, 'model'],
    ['an unknown provider', { provider: 'nobody', feature: 'music-compose' }, 'provider'],
    ['neither provider nor model', { feature: 'music-compose' }, 'provider'],
    ['an unknown model', { provider: 'producer', model: 'nope', feature: 'music-compose' }, 'model'],
    ["another provider's model", { provider: 'producer', model: 'suno-5.5', feature: 'music-compose' }, 'model'],
    ['a model that does other work', { model: 'suno-5.5', feature: 'generate-image' }, 'model'],
    ['a path to nothing', { model: 'producer/nope/music-compose' }, 'model'],
    ['a path with an unknown feature', { model: 'producer/lyria-3-preview/nope' }, 'model'],
    ['a path against the provider', { provider: 'suno', model: 'producer/lyria-3-preview/music-compose' }, 'provider'],
    [
      'a path against the feature',
      { feature: 'generate-image', model: 'producer/lyria-3-preview/music-compose' },
      'feature',
    ],
    ['a model name of a prototype', { provider: 'producer', model: 'constructor', feature: 'music-compose' }, 'model'],
  ])('%s is refused naming the field', (_name, body, path) => {
    expect(paths(issuesOf(TASKS, { ...body, inputParameters }))).toEqual([path])
  })

  test('compose serves the models of its own provider only', () => {
    expect(parse(COMPOSE, { soundPrompt: 'x', model: 'lyria-3-preview' }).askedModel).toBe('lyria-3-preview')
    expect(paths(issuesOf(COMPOSE, { soundPrompt: 'x', model: 'suno-5.5' }))).toEqual(['model'])
  })

  test("compose's own model key counts in a task that names none, and must not contradict one that does", () => {
    const named = (model: string) => ({ soundPrompt: 'x', model })
    const feature = 'music-compose'
    expect(parse(TASKS, { feature, inputParameters: named('studio-music-1') })).toMatchObject({
      modelKey: 'studio-music-1',
      askedModel: 'studio-music-1',
    })
    const both = { feature, model: 'studio-music-1', inputParameters: named('Lyria 3 preview') }
    expect(paths(issuesOf(TASKS, both))).toEqual(['inputParameters.model'])
    const unknown = { feature, inputParameters: named('nope') }
    expect(paths(issuesOf(TASKS, unknown))).toEqual(['inputParameters.model'])
  })
})

describe('what the generic create makes of inputs', () => {
  test('the same work as the purpose-made endpoint', () => {
    const inputs = { soundPrompt: 'bossa', bpm: 92, lyrics: '[Verse]\nla' }
    const generic = parse(TASKS, { provider: 'producer', feature: 'music-compose', inputParameters: inputs })
    const own = parse(COMPOSE, inputs)
    expect(generic.work).toEqual(own.work)
    expect(generic.input).toBe(own.input)
  })

  test("a model's own number of results and length are its defaults", () => {
    const create = parse(TASKS, { model: 'sim/music', feature: 'music-compose', inputParameters: { soundPrompt: 'x' } })
    expect(create.work).toMatchObject({ count: 1, durationSeconds: 4 })
    expect(inputOf(create)).toMatchObject({ length: 4 })
  })

  test("another API's model is not offered here, whose price and limits only that API knows", () => {
    const inputParameters = { soundPrompt: 'x', length: 600 }
    for (const model of ['udio', 'suno-5.5', 'diffrhythm-full', 'udio/udio/music-compose']) {
      expect(issuesOf(TASKS, { model, feature: 'music-compose', inputParameters })).not.toEqual([])
    }
    expect(issuesOf(TASKS, { provider: 'udio', feature: 'music-compose', inputParameters })).not.toEqual([])
  })

  test('who names a provider, feature or model that is not offered is told what is', () => {
    const told = (body: JsonObject) => issuesOf(TASKS, { inputParameters: {}, ...body })[0]?.message
    expect(told({ model: 'nothing', feature: 'generate-speech' })).toBe(
      'is unknown or not offered here: there are studio-speech-1, sim/speech',
    )
    expect(told({ provider: 'studio', model: 'nothing', feature: 'generate-speech' })).toMatch(
      /there are studio-speech-1$/,
    )
    expect(told({ model: 'studio/nothing/generate-speech' })).toMatch(/there are studio-speech-1$/)
    expect(told({ model: 'x', feature: 'nothing' })).toMatch(
      /there are generate-image, generate-lyrics, .*generate-speech/,
    )
    expect(told({ provider: 'nothing', feature: 'generate-speech' })).toMatch(/there are studio, producer, simulator$/)
  })

  test('sounds are paid by the second', () => {
    const inputParameters = { prompt: 'rain', length: 12.5 }
    const create = parse(TASKS, { model: 'studio-sound-1', feature: 'generate-sound', inputParameters })
    expect(create).toMatchObject({ work: { capability: 'sound.generate', durationSeconds: 12.5 } })
  })

  test('a soundtrack is as long as its film, unless another length was asked for', () => {
    const feature = 'generate-sound'
    const video = 'https://cdn.example.org/film.mp4'
    const ofFilm = parse(TASKS, { provider: 'studio', feature, inputParameters: { prompt: 'rain', video } })
    expect(ofFilm.work).toMatchObject({ durationSeconds: null, video: { kind: 'url', url: video } })
    expect(inputOf(ofFilm)).toEqual({ prompt: 'rain', video })
    const inputParameters = { prompt: 'rain', video, length: 5 }
    expect(parse(TASKS, { provider: 'studio', feature, inputParameters }).work).toMatchObject({ durationSeconds: 5 })
  })

  test('speech has a voice of its model, a speed and a language', () => {
    const inputParameters = { prompt: 'The tide is out.', voice: 'voice_oak', speed: 1.5, language: 'en' }
    const create = parse(TASKS, { provider: 'studio', feature: 'generate-speech', inputParameters })
    expect(create).toMatchObject({ modelKey: 'studio-speech-1', work: { voice: 'oak', speed: 1.5, language: 'en' } })
    const issues = issuesOf(TASKS, {
      provider: 'studio',
      feature: 'generate-speech',
      inputParameters: { ...inputParameters, voice: 'nobody', language: 'de' },
    })
    expect(paths(issues)).toEqual(['inputParameters.voice', 'inputParameters.language'])
    expect(issues.map(({ message }) => message)).toEqual([
      'is no voice of this model: GET /v1/voices lists them',
      'is not spoken by this model: it speaks en',
    ])
  })

  test('a film is wide and six seconds long, or has the shape of its picture', () => {
    const film = (inputParameters: JsonObject) =>
      parse(TASKS, { provider: 'studio', feature: 'generate-video', inputParameters })
    expect(film({ prompt: 'a harbour' })).toMatchObject({
      modelKey: 'studio-video-1',
      work: { width: 848, height: 480, durationSeconds: 6, format: 'mp4', image: null },
    })
    const image = `img_${ARTIFACT_TEXT}`
    const ofPicture = film({ image, length: 3, format: 'gif' })
    expect(ofPicture.work).toMatchObject({ prompt: '', width: null, durationSeconds: 3, format: 'gif' })
    expect(ofPicture.uses).toEqual([{ path: ['inputParameters', 'image'], artifactId: ARTIFACT, kind: 'image' }])
  })

  test('a 3D model is made of a picture or of a text, and not of nothing', () => {
    const model = (inputParameters: JsonObject) => ({
      provider: 'studio',
      feature: 'generate-model3d',
      inputParameters,
    })
    expect(parse(TASKS, model({ prompt: 'a vase' }))).toMatchObject({
      modelKey: 'studio-3d-1',
      work: { capability: 'model3d.generate', prompt: 'a vase', image: null },
    })
    expect(parse(TASKS, model({ image: 'https://cdn.example.org/vase.png' })).work).toMatchObject({ prompt: '' })
    expect(paths(issuesOf(TASKS, model({})))).toEqual(['inputParameters.prompt'])
  })

  test('an artifact is named with its place among the inputs', () => {
    const inputParameters = { lyricsId: `lyr_${ARTIFACT_TEXT}` }
    const { uses } = parse(TASKS, { provider: 'producer', feature: 'music-compose', inputParameters })
    expect(uses).toEqual([{ path: ['inputParameters', 'lyricsId'], artifactId: ARTIFACT, kind: 'text' }])
  })

  const simulated = catalogue.models.filter((model) => model.vendor.code === 'simulator')
  const changed: Readonly<Record<string, JsonObject>> = {
    'sim/image-edit': { image: `img_${ARTIFACT_TEXT}` },
    'sim/music-edit': { clipId: `clp_${ARTIFACT_TEXT}` },
  }
  test.each(simulated.map((model) => [model.key, model] as const))(
    '%s plays its script, with nothing else asked but what it changes',
    (key, model) => {
      const inputParameters: JsonObject = { ...changed[key], script: { delayMs: 5, progress: [10, 60] } }
      const create = parse(TASKS, {
        provider: 'simulator',
        model: model.code,
        feature: model.feature.code,
        inputParameters,
      })
      expect(create.work).toMatchObject({
        capability: model.capability,
        prompt: '',
        script: { delayMs: 5, deliver: null },
      })
      expect(create).toMatchObject({ modelKey: model.key, warnings: [] })
      expect(inputOf(create)).toMatchObject(inputParameters)
    },
  )

  test('a simulated song takes the plain prompt of every simulated model', () => {
    const inputParameters = { prompt: 'anything' }
    const create = parse(TASKS, { model: 'sim/music', feature: 'music-compose', inputParameters })
    expect(create.work).toMatchObject({ prompt: 'anything', script: { delayMs: 0 } })
    expect(inputOf(create)).toMatchObject(inputParameters)
  })
})
