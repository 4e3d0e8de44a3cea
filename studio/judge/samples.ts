/**
 * `npm run studio:samples [folder]`: one sample of each kind, genre, style, voice and edit that the studio makes, on a page to
 * look at and listen to, with the measured facts beside each. What fails is shown as failed, and the exit code says so.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { IMAGE_EDITS, makeStudio, SONG_TRANSFORMS, type ResultOf, type StudioRequest } from '../src/index.ts'
import { styles } from '../src/image/styles/styles.ts'
import { ALL_GENRES } from '../src/song/all-genres.ts'
import { VOICES } from '../src/speech/voices.ts'
import { renderSamplesPage, type Sample } from './render-samples-page.ts'

const folder = resolve(process.argv[2] ?? 'studio-samples')
mkdirSync(folder, { recursive: true })
const studio = makeStudio({ threads: 2 })
const samples: Sample[] = []
const SEED = 7

const plainImage = { negativePrompt: '', width: 768, height: 768, seed: SEED, format: 'png' } as const
const plainSong = {
  lyrics: null,
  title: null,
  bpm: null,
  key: null,
  withStems: false,
  seed: SEED,
  format: 'mp3',
} as const
const plainEdit = {
  mask: null,
  negativePrompt: '',
  strength: 0.7,
  width: null,
  height: null,
  scale: 2,
  seed: SEED,
  format: 'png',
  margins: { left: 0, right: 0, top: 0, bottom: 0 },
} as const
const plainSongEdit = {
  title: null,
  lyrics: null,
  cropEndAt: null,
  replaceStartAt: null,
  replaceEndAt: null,
  withStems: false,
  seed: SEED,
  format: 'mp3',
} as const
const LYRICS = `[Verse]
The harbour lamps are burning low
The tide comes in, the tide must go
[Chorus]
Oh carry me home on the silver sea
Oh carry me home where you wait for me`

/** Makes one, writes its files, and notes it; null = it failed, which the page shows. */
async function make<R extends StudioRequest>(section: string, name: string, request: R): Promise<ResultOf<R> | null> {
  const startedAt = performance.now()
  try {
    const result = await studio.run(request, { signal: AbortSignal.timeout(300_000), onProgress: () => {} })
    const seconds = (performance.now() - startedAt) / 1000
    const sample = await toSample(section, name, result, seconds)
    samples.push(sample)
    process.stdout.write(`${section}: ${name} (${seconds.toFixed(1)} s)\n`)
    return result
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    samples.push({ section, name, failure: message, files: [], facts: {} })
    process.stdout.write(`FAILED ${section}: ${name}: ${message}\n`)
    return null
  }
}

/** Every byte array of a result becomes a file; everything else is a fact. */
async function toSample(section: string, name: string, result: object, seconds: number): Promise<Sample> {
  const files: Sample['files'] = []
  const facts: Record<string, unknown> = {}
  const stem = `${section}-${name}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  async function walk(label: string, value: unknown): Promise<void> {
    if (value instanceof Uint8Array) return await keep(label, value)
    if (Array.isArray(value) && value.some((each) => each?.bytes instanceof Uint8Array)) {
      for (const each of value) await keep(`${label} ${each.name}`, each.bytes)
      return
    }
    if (label !== 'score' && label !== 'kind' && label !== 'mediaType') facts[label] = value
  }
  async function keep(label: string, bytes: Uint8Array): Promise<void> {
    const about = await studio.run(
      { kind: 'companions', file: bytes },
      { signal: AbortSignal.timeout(60_000), onProgress: () => {} },
    )
    const extension = about.mediaType.split('/')[1]?.replace('mpeg', 'mp3').replace('gltf-binary', 'glb') ?? 'bin'
    const file = `${stem}${label === 'bytes' ? '' : `-${label.replaceAll(' ', '-')}`}.${extension}`
    writeFileSync(join(folder, file), bytes)
    const { thumbnail, kind: _kind, ...measured } = about
    let preview: string | null = null
    if (thumbnail !== null && about.mediaType.startsWith('audio/')) {
      preview = `${file}.webp`
      writeFileSync(join(folder, preview), thumbnail.bytes)
    }
    files.push({ label, file, mediaType: about.mediaType, size: bytes.length, preview, measured })
  }
  for (const [label, value] of Object.entries(result)) await walk(label, value)
  return { section, name, failure: null, files, facts: { ...facts, 'made in, s': Number(seconds.toFixed(2)) } }
}

await make('Lyrics', 'a harbour at night', {
  kind: 'lyrics',
  prompt: 'a folk song about a harbour at night',
  seed: SEED,
})
for (const { name } of ALL_GENRES) {
  const prompt = `an instrumental ${name} song`
  await make('Songs', name, { kind: 'song', ...plainSong, prompt, instrumental: true, durationSeconds: 40 })
}
const sung = await make('Songs', 'sung, with stems', {
  ...{ kind: 'song', ...plainSong, prompt: 'a warm pop ballad', lyrics: LYRICS, instrumental: false },
  ...{ durationSeconds: 40, withStems: true },
})
for (const transform of SONG_TRANSFORMS) {
  if (sung === null) break
  const words = transform === 'swap_vocals' ? LYRICS.replaceAll('harbour', 'mountain').replaceAll('sea', 'wind') : null
  const wanted = { extend: '', cover: 'jazz', inpaint: '', swap_vocals: '', swap_sound: 'strings and piano' }[transform]
  const window = transform === 'inpaint' ? { replaceStartAt: 10, replaceEndAt: 18 } : {}
  const edit = { ...plainSongEdit, ...window, transform, prompt: wanted, lyrics: words, audio: sung.bytes }
  await make('Song edits', `${transform} of the sung one`, { kind: 'song-edit', ...edit, score: sung.score })
  // These two need to know what is sung and played: of a foreign file they are refused.
  if (transform === 'swap_vocals' || transform === 'swap_sound') continue
  await make('Song edits', `${transform} of the same as a foreign file`, { kind: 'song-edit', ...edit, score: null })
}
for (const prompt of ['a red fox in the snow under the northern lights', 'three yellow ducks on a lake at sunset']) {
  await make('Pictures', prompt, { kind: 'image', ...plainImage, prompt })
}
for (const name of Object.keys(styles)) {
  const prompt = `${name} of a blue lighthouse by the sea at dusk`
  await make('Pictures', name, { kind: 'image', ...plainImage, prompt })
}
const picture = await make('Picture edits', 'the picture', {
  kind: 'image',
  ...plainImage,
  prompt: 'a white house in a meadow at noon',
})
const thing = await make('Picture edits', 'a thing on plain ground', {
  ...{ kind: 'image', ...plainImage, prompt: 'a red apple on a plain white background' },
})
const EDITS = {
  restyle: 'the same at night in the rain, watercolour',
  inpaint: 'a red balloon',
  outpaint: 'a wider meadow',
  upscale: '',
  'remove-background': '',
} as const
for (const edit of IMAGE_EDITS) {
  const source = edit === 'remove-background' ? thing : picture
  if (source === null) break
  const margins = edit === 'outpaint' ? { left: 128, right: 128, top: 0, bottom: 0 } : plainEdit.margins
  await make('Picture edits', edit, {
    kind: 'image-edit',
    ...plainEdit,
    edit,
    prompt: EDITS[edit],
    margins,
    image: source.bytes,
  })
}
for (const { name } of VOICES) {
  const text = 'Good evening. The last train to the coast leaves at a quarter past nine.'
  await make('Speech', name, { kind: 'speech', text, voice: name, speed: 1, language: null, seed: SEED, format: 'mp3' })
}
for (const prompt of [
  'heavy rain with distant thunder',
  'footsteps on gravel',
  'a busy café',
  'a laser and an explosion',
]) {
  const sound = {
    kind: 'sound',
    prompt,
    negativePrompt: '',
    durationSeconds: 6,
    video: null,
    seed: SEED,
    format: 'mp3',
  } as const
  await make('Sounds', prompt, sound)
}
const film = { kind: 'video', negativePrompt: '', width: 640, height: 360, durationSeconds: 6, seed: SEED } as const
await make('Video', 'a boat', {
  ...film,
  image: null,
  prompt: 'a boat on the sea at sunset, slow zoom in',
  format: 'mp4',
})
if (picture !== null) {
  await make('Video', 'a given picture', {
    ...film,
    image: picture.bytes,
    prompt: 'gentle snow, pan to the right',
    format: 'mp4',
  })
}
await make('Video', 'as a GIF', {
  ...film,
  ...{ width: 320, height: 180, durationSeconds: 2 },
  image: null,
  prompt: 'rain over a city at night',
  format: 'gif',
})
await make('3D', 'a vase', { kind: 'model3d', prompt: 'a blue vase', image: null, seed: SEED })
if (thing !== null) await make('3D', 'of the apple', { kind: 'model3d', prompt: '', image: thing.bytes, seed: SEED })

await studio.close()
writeFileSync(join(folder, 'index.html'), renderSamplesPage(samples))
const failed = samples.filter(({ failure }) => failure !== null)
process.stdout.write(
  `${samples.length - failed.length} samples, ${failed.length} failed: ${join(folder, 'index.html')}\n`,
)
process.exitCode = failed.length === 0 ? 0 : 1
