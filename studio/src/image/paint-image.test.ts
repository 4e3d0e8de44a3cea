import { createHash } from 'node:crypto'
import { loadImage } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import type { ImageRequest, StudioContext } from '../contract.ts'
import { paintImage } from './paint-image.ts'

function makeRequest(changes: Partial<ImageRequest> = {}): ImageRequest {
  return {
    kind: 'image',
    prompt: 'a fox and a lighthouse at night in the rain',
    negativePrompt: '',
    width: 192,
    height: 192,
    seed: 7,
    format: 'png',
    ...changes,
  }
}

function quietContext(): StudioContext {
  return { signal: new AbortController().signal, onProgress: () => {} }
}

async function hashOf(changes: Partial<ImageRequest>): Promise<string> {
  const { bytes } = await paintImage(makeRequest(changes), quietContext())
  return createHash('sha256').update(bytes).digest('hex')
}

describe('bytes', () => {
  it('are the same for the same request and differ with the seed', async () => {
    const first = await hashOf({})
    expect(await hashOf({})).toBe(first)
    expect(await hashOf({ seed: 8 })).not.toBe(first)
    expect(await hashOf({ seed: Number.MAX_SAFE_INTEGER })).not.toBe(
      await hashOf({ seed: Number.MAX_SAFE_INTEGER - 1 }),
    )
  })

  it('do not depend on what was painted before', async () => {
    const first = await hashOf({ prompt: 'two cats in a room at dusk' })
    await paintImage(makeRequest({ prompt: 'a red dragon in a storm', width: 300 }), quietContext())
    expect(await hashOf({ prompt: 'two cats in a room at dusk' })).toBe(first)
  })
})

describe('formats and sizes', () => {
  const magic = { png: '89504e47', jpeg: 'ffd8ff', webp: '52494646' } as const

  it.each(['png', 'jpeg', 'webp'] as const)(
    '%s has its own signature and decodes to the size asked for',
    async (format) => {
      const { bytes, mediaType } = await paintImage(makeRequest({ format, width: 320, height: 180 }), quietContext())
      expect(mediaType).toBe(`image/${format}`)
      expect(Buffer.from(bytes).toString('hex').startsWith(magic[format])).toBe(true)
      const image = await loadImage(bytes)
      expect([image.width, image.height]).toEqual([320, 180])
    },
  )

  it.each([
    [64, 64],
    [1408, 704],
    [64, 640],
    [1200, 64],
  ])('%i x %i is painted to the last corner', async (width, height) => {
    const result = await paintImage(makeRequest({ width, height }), quietContext())
    expect([result.width, result.height]).toEqual([width, height])
    const image = await loadImage(result.bytes)
    expect([image.width, image.height]).toEqual([width, height])
    const { createCanvas } = await import('@napi-rs/canvas')
    const canvas = createCanvas(width, height)
    const pen = canvas.getContext('2d')
    pen.drawImage(image, 0, 0)
    for (const [x, y] of [
      [0, 0],
      [width - 1, 0],
      [0, height - 1],
      [width - 1, height - 1],
    ] as const) {
      expect(pen.getImageData(x, y, 1, 1).data[3]).toBe(255)
    }
  })
})

describe('what was asked for shows', () => {
  /** How many pixels two pictures of the same scene and seed do not share. */
  async function difference(one: Partial<ImageRequest>, other: Partial<ImageRequest>): Promise<number> {
    const { createCanvas } = await import('@napi-rs/canvas')
    const pixels = async (changes: Partial<ImageRequest>): Promise<Uint8ClampedArray> => {
      const { bytes } = await paintImage(makeRequest(changes), quietContext())
      const pen = createCanvas(192, 192).getContext('2d')
      pen.drawImage(await loadImage(bytes), 0, 0)
      return pen.getImageData(0, 0, 192, 192).data
    }
    const [first, second] = [await pixels(one), await pixels(other)]
    let count = 0
    for (let offset = 0; offset < first.length; offset += 4) {
      if (Math.abs((first[offset] ?? 0) - (second[offset] ?? 0)) > 24) count++
    }
    return count / (192 * 192)
  }

  it('a subject covers a good part of the picture', async () => {
    const prompt = 'a big red apple in the desert at noon, clear sky'
    expect(await difference({ prompt }, { prompt, negativePrompt: 'apple' })).toBeGreaterThan(0.03)
  })
})

describe('aborting', () => {
  it('before the start throws the reason', async () => {
    const reason = new Error('stop')
    await expect(paintImage(makeRequest(), { signal: AbortSignal.abort(reason), onProgress: () => {} })).rejects.toBe(
      reason,
    )
  })

  it('half way stops the work and reports nothing more', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const seen: number[] = []
    const painted = paintImage(makeRequest(), {
      signal: controller.signal,
      onProgress: (percent) => {
        seen.push(percent)
        if (percent >= 45) controller.abort(reason)
      },
    })
    await expect(painted).rejects.toBe(reason)
    expect(seen.at(-1)).toBe(45)
  })
})

it('progress rises from the start to 100 and lets other work in between', async () => {
  const seen: number[] = []
  let turns = 0
  const timer = setInterval(() => turns++, 0)
  await paintImage(makeRequest(), { ...quietContext(), onProgress: (percent) => seen.push(percent) })
  clearInterval(timer)
  expect(seen).toEqual(seen.toSorted((one, other) => one - other))
  expect(seen.at(-1)).toBe(100)
  expect(seen.length).toBeGreaterThan(5)
  expect(turns).toBeGreaterThan(2)
})

describe('hostile prompts give a picture', () => {
  it.each([
    ['a long one', 'a fox and two owls near the red house '.repeat(120).slice(0, 4000)],
    ['one endless word', 'a'.repeat(4000)],
    ['emoji only', '🦊🚀🐧👩‍🚀🏴‍☠️'],
    ['other scripts', '雪の中の狐と灯台 лиса и маяк ثعلب'],
    ['markup', '<script>alert("fox")</script><img src=x onerror=1> __proto__ constructor toString'],
    ['blank', '   \n\t '],
    ['control characters', '\u0000\u0007\ud800 \u202e fox'],
    ['numbers', '99999999 -1 1e309 NaN 0 foxes'],
    ['everything', 'sea city space room underwater forest desert storm snow fog aurora rainbow night noon ten lions'],
  ])('%s', async (_, prompt) => {
    const { bytes } = await paintImage(
      makeRequest({ prompt, negativePrompt: prompt.slice(0, 40), width: 96, height: 96 }),
      quietContext(),
    )
    const image = await loadImage(bytes)
    expect(image.width).toBe(96)
  })
})
