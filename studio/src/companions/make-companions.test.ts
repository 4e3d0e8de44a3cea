import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { decode as decodeBlurHash } from 'blurhash'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeAudio } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import type { CompanionsResult } from '../contract.ts'
import { makeCompanions } from './make-companions.ts'

const quiet = () => ({ signal: new AbortController().signal, onProgress() {} })
const make = (file: Uint8Array) => makeCompanions({ kind: 'companions', file }, quiet())
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))

const UNKNOWN: CompanionsResult = {
  kind: 'companions',
  mediaType: 'application/octet-stream',
  width: null,
  height: null,
  durationSeconds: null,
  sampleRate: null,
  channels: null,
  thumbnail: null,
  blurHash: null,
}

/** Blue above, orange below. */
function paint(width: number, height: number) {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = '#1030c0'
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#f08020'
  context.fillRect(0, height / 2, width, height)
  return canvas
}

function tone(seconds: number): Pcm {
  const samples = Float32Array.from(
    { length: Math.round(seconds * 44_100) },
    (_, index) => 0.7 * Math.sin(index / 15) * (index / (seconds * 44_100)),
  )
  return { sampleRate: 44_100, channels: [samples, samples] }
}

describe('pictures', () => {
  const canvas = paint(640, 400)
  test.each([
    ['image/png', canvas.encodeSync('png')],
    ['image/jpeg', canvas.encodeSync('jpeg')],
    ['image/webp', canvas.encodeSync('webp')],
    ['image/gif', canvas.encodeSync('gif')],
    ['image/avif', canvas.encodeSync('avif')],
  ])('%s has its size, a thumbnail and a blur hash', async (mediaType, file) => {
    const made = await make(file)
    expect([made.mediaType, made.width, made.height]).toEqual([mediaType, 640, 400])
    expect([made.thumbnail?.width, made.thumbnail?.height]).toEqual([320, 200])
    const shown = await loadImage(Buffer.from(made.thumbnail?.bytes ?? []))
    expect([shown.width, shown.height]).toEqual([320, 200])
    const [above, below] = blurredRows(made.blurHash ?? '')
    expect(above?.blue).toBeGreaterThan((above?.red ?? 0) + 80)
    expect(below?.red).toBeGreaterThan((below?.blue ?? 0) + 80)
  })

  test('a small picture is not blown up, and a tall one is 320 pixels high', async () => {
    expect((await make(paint(20, 10).encodeSync('png'))).thumbnail).toMatchObject({ width: 20, height: 10 })
    expect((await make(paint(100, 4000).encodeSync('png'))).thumbnail).toMatchObject({ width: 8, height: 320 })
  })

  test('a picture of 30 megapixels has its own size and a thumbnail', async () => {
    const made = await make(paint(7500, 4000).encodeSync('jpeg'))
    expect([made.width, made.height]).toEqual([7500, 4000])
    expect(made.thumbnail).toMatchObject({ width: 320, height: 171 })
    expect(made.blurHash).not.toBeNull()
  })

  test('a picture of more than 40 megapixels has its size, and nothing is decoded', async () => {
    const file = Buffer.from(paint(8, 8).encodeSync('png'))
    file.writeUInt32BE(8001, 16)
    file.writeUInt32BE(5001, 20)
    expect(await make(file)).toEqual({ ...UNKNOWN, mediaType: 'image/png', width: 8001, height: 5001 })
  })

  test('a picture of 20,000 x 20,000 pixels has its size, and nothing is decoded', async () => {
    const file = Buffer.from(paint(8, 8).encodeSync('png'))
    file.writeUInt32BE(20_000, 16)
    file.writeUInt32BE(20_000, 20)
    expect(await make(file)).toEqual({ ...UNKNOWN, mediaType: 'image/png', width: 20_000, height: 20_000 })
  })

  test('a cut off picture has its size, and no thumbnail', async () => {
    const file = canvas.encodeSync('jpeg')
    const made = await make(file.subarray(0, file.length >> 1))
    expect(made).toEqual({ ...UNKNOWN, mediaType: 'image/jpeg', width: 640, height: 400 })
  })
})

describe('sounds', () => {
  test.each([
    ['mp3', 'audio/mpeg'],
    ['wav', 'audio/wav'],
    ['ogg', 'audio/ogg'],
    ['flac', 'audio/flac'],
  ] as const)('%s has its exact length, rate, channels and a waveform', async (format, mediaType) => {
    const { bytes } = await encodeAudio(tone(1.7), format, quiet())
    const made = await make(bytes)
    expect(made).toMatchObject({
      mediaType,
      sampleRate: 44_100,
      channels: 2,
      width: null,
      height: null,
      blurHash: null,
    })
    expect(made.durationSeconds).toBeCloseTo(1.7, 3)
    expect(made.thumbnail).toMatchObject({ width: 320, height: 80 })
  })

  test('the waveform grows with the sound', async () => {
    const { thumbnail } = await make((await encodeAudio(tone(2), 'wav', quiet())).bytes)
    const heights = await columnHeights(thumbnail?.bytes ?? new Uint8Array())
    expect(heights[1]).toBeLessThan(8)
    expect(heights[317]).toBeGreaterThan(45)
  })

  test('a cut off file of sound throws nothing', async () => {
    for (const format of ['mp3', 'wav', 'ogg', 'flac'] as const) {
      const { bytes } = await encodeAudio(tone(1), format, quiet())
      expect((await make(bytes.subarray(0, bytes.length >> 1))).mediaType).toMatch(/^audio\//)
    }
  })
})

test('an M4A has its length, and a film of empty boxes none', async () => {
  const file = Buffer.from(fixture('two-seconds.mp4'))
  file.write('M4A ', 8)
  expect(await make(file)).toMatchObject({ mediaType: 'audio/mp4', width: null, thumbnail: null })
  const empty = Buffer.alloc(20_000_000)
  for (let at = 3; at < empty.length; at += 8) empty[at] = 8
  empty.write('ftypisom', 4)
  expect(await make(empty)).toEqual({ ...UNKNOWN, mediaType: 'video/mp4' })
})

describe('films and models', () => {
  test.each([
    ['two-seconds.mp4', 'video/mp4'],
    ['fragmented.mp4', 'video/mp4'],
    ['two-seconds.webm', 'video/webm'],
    ['streamed.webm', 'video/webm'],
  ])('%s has its size and length', async (name, mediaType) => {
    const made = await make(fixture(name))
    expect(made).toMatchObject({ mediaType, width: 32, height: 18, thumbnail: null, blurHash: null })
    expect(made.durationSeconds).toBeCloseTo(2, 1)
  })

  test('a binary glTF is known by its first bytes', async () => {
    const file = Buffer.concat([Buffer.from('glTF'), Buffer.alloc(20)])
    expect(await make(file)).toEqual({ ...UNKNOWN, mediaType: 'model/gltf-binary' })
  })
})

describe('anything else', () => {
  test.each([
    ['nothing', ''],
    ['a PDF', '%PDF-1.7\n%âãÏÓ'],
    ['text', 'hello '.repeat(1000)],
    ['a ZIP archive', 'PK\u0003\u0004rest'],
    ['a web page', '<!doctype html><html><svg></svg></html>'],
    ['a QuickTime film', '\0\0\0\u0014ftypqt  \0\0\0\0qt  '],
  ])('%s is bytes and no more', async (_, text) => {
    expect(await make(Buffer.from(text, 'latin1'))).toEqual(UNKNOWN)
  })

  test('no bytes make it throw, whatever they begin with', async () => {
    const starts = fc.constantFrom(
      ...[
        '\x89PNG\r\n\x1a\n',
        '\xff\xd8\xff',
        'RIFF\xff\0\0\0WEBPVP8X',
        'RIFF\xff\0\0\0WAVEfmt ',
        'GIF89a',
        'fLaC',
        'OggS',
        'ID3',
      ],
      ...['\xff\xfb\x90\x44', '\0\0\0\x20ftypisom', '\0\0\0\x20ftypavif', '\x1aE\xdf\xa3\x42\x82\x84webm', 'glTF', ''],
    )
    const property = fc.asyncProperty(starts, fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
      const made = await make(Buffer.concat([Buffer.from(start, 'latin1'), rest]))
      expect(made.kind).toBe('companions')
    })
    await fc.assert(property, { numRuns: 300 })
  })

  test('broken bytes in the middle of a film do not hang it', async () => {
    for (const name of ['two-seconds.mp4', 'fragmented.mp4', 'two-seconds.webm', 'streamed.webm']) {
      const whole = fixture(name)
      const property = fc.asyncProperty(fc.nat(whole.length - 5), fc.nat(2 ** 32 - 1), async (at, value) => {
        const file = Buffer.from(whole)
        file.writeUInt32BE(value, at)
        expect((await make(file)).kind).toBe('companions')
      })
      await fc.assert(property, { numRuns: 300 })
    }
  })
})

test('another process makes the same companions', async () => {
  const script = `
    import { createHash } from 'node:crypto'
    import { makeCompanions } from ${JSON.stringify(new URL('./make-companions.ts', import.meta.url).href)}
    const file = Buffer.from('${paint(333, 77).encodeSync('png').toString('base64')}', 'base64')
    const context = { signal: new AbortController().signal, onProgress() {} }
    const { thumbnail, blurHash } = await makeCompanions({ kind: 'companions', file }, context)
    process.stdout.write(createHash('sha256').update(thumbnail.bytes).digest('hex') + blurHash)`
  const other = execFileSync(process.execPath, ['--input-type=module', '-e', script]).toString()
  const { thumbnail, blurHash } = await make(paint(333, 77).encodeSync('png'))
  const hash = createHash('sha256')
    .update(thumbnail?.bytes ?? '')
    .digest('hex')
  expect(`${hash}${blurHash}`).toBe(other)
})

test('an abort stops it with its reason', async () => {
  const abort = new AbortController()
  const reason = new Error('enough')
  const { bytes } = await encodeAudio(tone(30), 'flac', quiet())
  const onProgress = (percent: number) => {
    if (percent > 0) abort.abort(reason)
  }
  const made = makeCompanions({ kind: 'companions', file: bytes }, { signal: abort.signal, onProgress })
  await expect(made).rejects.toBe(reason)
})

/** Red and blue of the top and the bottom of a blur hash. */
function blurredRows(hash: string): { red: number; blue: number }[] {
  const pixels = decodeBlurHash(hash, 4, 8)
  return [1, 6].map((row) => ({ red: pixels[row * 16] ?? 0, blue: pixels[row * 16 + 2] ?? 0 }))
}

/** Pixels of each column that are not empty. */
async function columnHeights(webp: Uint8Array): Promise<number[]> {
  const image = await loadImage(Buffer.from(webp))
  const canvas = createCanvas(image.width, image.height)
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, image.width, image.height)
  return Array.from({ length: image.width }, (_, x) => {
    let height = 0
    for (let y = 0; y < image.height; y += 1) if ((data[(y * image.width + x) * 4 + 3] ?? 0) > 100) height += 1
    return height
  })
}
