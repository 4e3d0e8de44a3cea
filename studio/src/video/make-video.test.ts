import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny'
import { describe, expect, it } from 'vitest'
import type { VideoRequest } from '../contract.ts'
import { Refusal } from '../refusal.ts'
import { makeVideo } from './make-video.ts'
import { makeVideoRequest, quietContext } from './testing/make-request.ts'
import { readBoxes } from './testing/read-boxes.ts'
import { readGif } from './testing/read-gif.ts'

const make = (change: Partial<VideoRequest> = {}) => makeVideo(makeVideoRequest(change), quietContext())

async function readPng(bytes: Uint8Array) {
  const image = await loadImage(bytes)
  const canvas = createCanvas(image.width, image.height)
  canvas.getContext('2d').drawImage(image, 0, 0)
  const { data } = canvas.getContext('2d').getImageData(0, 0, image.width, image.height)
  return { width: image.width, height: image.height, data }
}

function paintPicture(): Uint8Array {
  const canvas = createCanvas(300, 200)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#3a7fd0'
  pen.fillRect(0, 0, 300, 120)
  pen.fillStyle = '#5f9a45'
  pen.fillRect(0, 120, 300, 80)
  pen.fillStyle = '#d9342b'
  pen.fillRect(120, 70, 60, 90)
  return new Uint8Array(canvas.toBuffer('image/png'))
}

describe('an MP4', () => {
  it('has its index before its pictures, H.264 and MP3 of the length that is said', async () => {
    const video = await make({ durationSeconds: 2, prompt: 'rain over a lake' })
    expect(readBoxes(video.bytes).map(({ type }) => type)).toEqual(['ftyp', 'moov', 'mdat'])
    expect(video).toMatchObject({
      mediaType: 'video/mp4',
      width: 160,
      height: 128,
      durationSeconds: 2,
      framesPerSecond: 24,
    })
    const input = new Input({ source: new BufferSource(video.bytes), formats: ALL_FORMATS })
    const [pictures, sound] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()]
    expect(await input.computeDuration()).toBeCloseTo(2, 3)
    expect(pictures?.codec).toBe('avc')
    expect([pictures?.displayWidth, pictures?.displayHeight]).toEqual([160, 128])
    expect((await pictures?.computePacketStats())?.packetCount).toBe(48)
    expect(sound?.codec).toBe('mp3')
    expect(sound?.numberOfChannels).toBe(2)
    expect((await sound?.computeDuration()) ?? 0).toBeGreaterThan(1.94)
  })

  it('begins each two seconds with a picture that needs no other', async () => {
    const { bytes } = await make({ durationSeconds: 5, prompt: 'a lake without sound' })
    const track = await new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS }).getPrimaryVideoTrack()
    if (track === null) throw new Error('no video track')
    const keys: number[] = []
    for await (const packet of new EncodedPacketSink(track).packets())
      if (packet.type === 'key') keys.push(packet.timestamp)
    expect(keys).toEqual([0, 2, 4])
  })

  it('is silent where the prompt asks for it', async () => {
    const { bytes } = await make({ prompt: 'a silent film of a fox' })
    const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS })
    expect(await input.getPrimaryAudioTrack()).toBeNull()
  })

  it.each([1, 2.5, 10])('lasts %d seconds to a frame', async (durationSeconds) => {
    const video = await make({ durationSeconds, width: 128, height: 128, prompt: 'fog, without sound' })
    expect(video.durationSeconds).toBeCloseTo(durationSeconds, 3)
    const input = new Input({ source: new BufferSource(video.bytes), formats: ALL_FORMATS })
    expect(await input.computeDuration()).toBeCloseTo(durationSeconds, 2)
  })
})

describe('a GIF', () => {
  it('repeats frames of one size whose delays add up to the length', async () => {
    const video = await make({
      format: 'gif',
      durationSeconds: 1.5,
      width: 640,
      height: 360,
      prompt: 'snow in a village',
    })
    const gif = readGif(video.bytes)
    expect(video).toMatchObject({ mediaType: 'image/gif', width: 480, height: 270, durationSeconds: 1.5 })
    expect([gif.width, gif.height]).toEqual([480, 270])
    expect(gif.sizes).toHaveLength(19)
    expect(gif.delays.reduce((sum, delay) => sum + delay, 0)).toBe(150)
  })
})

it('poster and last frame are the film at its two ends', async () => {
  const video = await make({ durationSeconds: 2, prompt: 'a castle, camera pans right' })
  const [poster, last] = [await readPng(video.poster), await readPng(video.lastFrame)]
  expect([poster.width, poster.height]).toEqual([160, 128])
  expect([last.width, last.height]).toEqual([160, 128])
  let difference = 0
  for (const [at, value] of poster.data.entries()) difference += Math.abs(value - (last.data[at] ?? 0))
  expect(difference / poster.data.length).toBeGreaterThan(4)
})

it('the facts say what is seen and how the camera moves', async () => {
  const { facts } = await make({ prompt: 'a red fox in a snowy forest at night, slow zoom in' })
  expect(facts).toMatchObject({ place: 'forest', time: 'night', weather: 'snow', subjects: ['fox'], camera: 'zoom in' })
})

it.each([
  ['a scene', { prompt: 'a boat on the sea in a storm' }],
  ['a GIF', { format: 'gif', prompt: 'northern lights' }],
  ['a given picture', { image: paintPicture(), prompt: 'snow' }],
] satisfies [string, Partial<VideoRequest>][])('another process makes the same bytes of %s', async (_, change) => {
  const request = makeVideoRequest({ width: 128, height: 128, ...change })
  const image = request.image === null ? 'null' : `new Uint8Array([${request.image.join()}])`
  const code = `
    import { createHash } from 'node:crypto'
    const { makeVideo } = await import(${JSON.stringify(new URL('./make-video.ts', import.meta.url).href)})
    const request = { ...${JSON.stringify({ ...request, image: null })}, image: ${image} }
    const video = await makeVideo(request, { signal: new AbortController().signal, onProgress: () => {} })
    const hash = createHash('sha256').update(video.bytes).update(video.poster).update(video.lastFrame)
    process.stdout.write(hash.digest('hex'))`
  const other = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])
  const own = await makeVideo(request, quietContext())
  const hash = createHash('sha256').update(own.bytes).update(own.poster).update(own.lastFrame)
  expect(other.stdout).toBe(hash.digest('hex'))
})

it('another seed is another film', async () => {
  const [one, other] = [await make({ seed: 1 }), await make({ seed: 2 })]
  expect(Buffer.compare(one.poster, other.poster)).not.toBe(0)
})

describe('what cannot be made is refused', () => {
  const bomb = paintPicture()
  new DataView(bomb.buffer).setUint32(16, 20_000)
  new DataView(bomb.buffer).setUint32(20, 20_000)
  it.each([
    ['an odd width', { width: 161 }],
    ['a width above 1280', { width: 1282 }],
    ['a height below 128', { height: 126 }],
    ['half a second', { durationSeconds: 0.5 }],
    ['eleven seconds', { durationSeconds: 11 }],
    ['no number of seconds', { durationSeconds: Number.NaN }],
    ['an empty picture', { image: new Uint8Array() }],
    ['a text as a picture', { image: new TextEncoder().encode('not a picture at all') }],
    ['a cut off picture', { image: paintPicture().subarray(0, 200) }],
    ['a picture that claims 400 megapixels', { image: bomb }],
  ] satisfies [string, Partial<VideoRequest>][])('%s', async (_, change) => {
    await expect(make(change)).rejects.toBeInstanceOf(Refusal)
  })
})

it.each([
  ['nothing', ''],
  ['blanks', ' \n\t '],
  ['emoji only', '🦊🚀🐧👩‍🚀🏴‍☠️'],
  ['control characters', '\u0000\u0001\u001b[31m fox \u007f'],
  ['20,000 letters', 'a'.repeat(20_000)],
  ['20,000 words', 'zoom pan fox rain camera '.repeat(800)],
  ['another script', '雪の中の狐と灯台'],
  ['broken Unicode', '\ud800 fox \udfff'],
])('%s as a prompt is a film', async (_, prompt) => {
  const video = await make({ prompt, width: 128, height: 128 })
  expect(readBoxes(video.bytes).map(({ type }) => type)).toEqual(['ftyp', 'moov', 'mdat'])
})

it.each([0, 5, 13, 40, 90])('an abort at %d percent stops it with the reason', async (percent) => {
  const abort = new AbortController()
  const reason = new Error('the user left')
  let used: NodeJS.CpuUsage | null = null
  const stopped = makeVideo(
    makeVideoRequest({ width: 640, height: 360, durationSeconds: 2, prompt: 'a fox in the rain' }),
    {
      signal: abort.signal,
      onProgress: (done) => {
        if (done < percent || used !== null) return
        used = process.cpuUsage()
        abort.abort(reason)
      },
    },
  )
  await expect(stopped).rejects.toBe(reason)
  const { user, system } = process.cpuUsage(used ?? undefined)
  // Of work, not of time: another's load does not count.
  expect((user + system) / 1000).toBeLessThan(300)
})

it('progress rises from the start to 100', async () => {
  const seen: number[] = []
  await makeVideo(makeVideoRequest(), { ...quietContext(), onProgress: (percent) => seen.push(percent) })
  expect(seen).toEqual(seen.toSorted((one, other) => one - other))
  expect(seen.at(-1)).toBe(100)
  expect(seen.length).toBeGreaterThan(20)
})
