import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { loadImage } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import type { ImageRequest, StudioContext } from '../contract.ts'
import { paintImage } from './paint-image.ts'
import type { Measured, Region } from './testing/measure.ts'
import { decode, differing, meanDifference, meanOf, regionsOf } from './testing/measure.ts'

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
  async function paint(changes: Partial<ImageRequest>): Promise<Measured> {
    return decode((await paintImage(makeRequest(changes), quietContext())).bytes)
  }
  /** The pixels of a red thing, in a place without any red. */
  async function redIn(prompt: string): Promise<{ picture: Measured; red: Uint8Array }> {
    const picture = await paint({ prompt: `${prompt}, on the ice at noon, clear sky` })
    const { data, width, height } = picture
    const red = Uint8Array.from({ length: width * height }, (_, index) => {
      const [r, g, b] = [data[index * 4] ?? 0, data[index * 4 + 1] ?? 0, data[index * 4 + 2] ?? 0]
      return r > 140 && g < r * 0.55 && b < r * 0.55 ? 1 : 0
    })
    return { picture, red }
  }

  it('a subject covers a good part of the picture', async () => {
    const { red } = await redIn('a big red apple')
    expect(red.reduce((sum, value) => sum + value, 0) / red.length).toBeGreaterThan(0.03)
  })

  it.each([
    ['red', 0],
    ['green', 1],
    ['blue', 2],
  ])('a %s dragon is of that colour', async (colour, channel) => {
    const [picture, other] = [
      await paint({ prompt: `a ${colour} dragon on the ice at noon` }),
      await paint({ prompt: `a ${colour} dragon on the ice at noon`, negativePrompt: 'dragon' }),
    ]
    const marked = differing(picture, other, 60)
    const means = [0, 1, 2].map((each) => meanOf(picture, each, marked))
    expect(means.indexOf(Math.max(...means))).toBe(channel)
  })

  it.each([
    ['one red balloon', 1],
    ['three red balloons', 3],
    ['five red balloons', 5],
    ['twelve red balloons', 12],
  ])('%s', async (words, count) => {
    const { picture, red } = await redIn(`${words} in the sky`)
    expect(regionsOf(red, picture.width, 30)).toHaveLength(count)
  })

  it('sides, corners, fore- and background are kept', async () => {
    const centreOf = async (where: string): Promise<Region> => {
      const { picture, red } = await redIn(`a red apple ${where}`)
      const [largest] = regionsOf(red, picture.width, 12).toSorted((one, other) => other.size - one.size)
      if (largest === undefined) throw new Error('Nothing is shown')
      return largest
    }
    expect((await centreOf('on the left')).x).toBeLessThan(0.4)
    expect((await centreOf('on the right')).x).toBeGreaterThan(0.6)
    const corner = await centreOf('in the top right corner')
    expect(corner.x).toBeGreaterThan(0.65)
    expect(corner.y).toBeLessThan(0.35)
    const [front, back] = [await centreOf('in the foreground'), await centreOf('in the background')]
    expect(front.size).toBeGreaterThan(back.size * 3)
    expect(front.y).toBeGreaterThan(back.y)
  })

  it('huge is several times tiny', async () => {
    const sizeOf = async (size: string): Promise<number> =>
      (await redIn(`a ${size} red apple`)).red.reduce((sum, value) => sum + value, 0)
    expect(await sizeOf('huge')).toBeGreaterThan((await sizeOf('tiny')) * 4)
  })

  it('warm colours are warm, and a wash has its hue', async () => {
    const warmth = async (prompt: string): Promise<number> => {
      const picture = await paint({ prompt })
      return meanOf(picture, 0) - meanOf(picture, 2)
    }
    expect(await warmth('a lake in warm colours')).toBeGreaterThan((await warmth('a lake in cool colours')) + 30)
    expect(await warmth('abstract, warm colours')).toBeGreaterThan(20)
    expect(await warmth('a castle in shades of blue')).toBeLessThan(-20)
  })

  it('what the negative prompt names is gone', async () => {
    const prompt = 'a village in the rain at night'
    expect(
      (await paintImage(makeRequest({ prompt, negativePrompt: 'rain, night' }), quietContext())).facts,
    ).not.toMatchObject({
      weather: 'rain',
    })
    const [trees, none] = [
      await paint({ prompt: 'a meadow at noon, clear sky' }),
      await paint({ prompt: 'a meadow at noon, clear sky', negativePrompt: 'trees' }),
    ]
    expect(differing(trees, none).reduce((sum, value) => sum + value, 0)).toBeGreaterThan(100)
  })

  it('seeds give distinct pictures', async () => {
    const pictures = [await paint({ seed: 1 }), await paint({ seed: 2 }), await paint({ seed: 3 })]
    for (const [index, one] of pictures.entries())
      for (const other of pictures.slice(index + 1)) expect(meanDifference(one, other)).toBeGreaterThan(4)
  })
})

describe('styles', () => {
  async function paint(prompt: string): Promise<Measured> {
    const { bytes } = await paintImage(makeRequest({ prompt, width: 256, height: 256 }), quietContext())
    return decode(bytes)
  }

  it('pixel art is made of equal blocks of few colours', async () => {
    const { data, width } = await paint('pixel art of a fox in a meadow')
    const words = new Uint32Array(data.buffer)
    expect(new Set(words).size).toBeLessThan(60)
    // Blocks of two pixels: each even column equals the one after it.
    const unequal = words.filter(
      (word, index) => index % 2 === 0 && index % width < width - 1 && word !== words[index + 1],
    )
    expect(unequal).toHaveLength(0)
  })

  it('line art is dark lines on white', async () => {
    const picture = await paint('line art of a castle')
    const share = (isAmong: (red: number) => boolean): number =>
      picture.data.filter((value, index) => index % 4 === 0 && isAmong(value)).length / (picture.width * picture.height)
    expect(share((red) => red > 235)).toBeGreaterThan(0.6)
    expect(share((red) => red < 110)).toBeGreaterThan(0.01)
  })

  it('a watercolour ends before the paper does', async () => {
    const { data, width } = await paint('watercolour of a fox in the night')
    const corner = [data[(3 * width + 3) * 4] ?? 0, data[(3 * width + 3) * 4 + 2] ?? 0]
    expect(Math.min(...corner)).toBeGreaterThan(220)
  })

  it('a poster has its title lettered on it, and nothing where none was given', async () => {
    const [titled, other, plain] = [
      await paint("poster titled 'Night Market', a fox"),
      await paint("poster titled 'Day Museum', a fox"),
      await paint('poster, a fox'),
    ]
    const panel = (picture: Measured): Measured => ({
      ...picture,
      data: picture.data.slice(picture.width * 4 * Math.round(picture.height * 0.86)),
      height: 30,
    })
    expect(meanDifference(panel(titled), panel(other))).toBeGreaterThan(8)
    expect(meanOf(panel(titled), 0)).toBeGreaterThan(120)
    expect(meanDifference(panel(titled), panel(plain))).toBeGreaterThan(8)
  })
})

it('another process paints the same bytes', async () => {
  const request = makeRequest({ prompt: "watercolour poster titled 'Two Foxes', two red foxes by a lake", seed: 11 })
  const code = `
    import { createHash } from 'node:crypto'
    const { paintImage } = await import(${JSON.stringify(new URL('./paint-image.ts', import.meta.url).href)})
    const context = { signal: new AbortController().signal, onProgress: () => {} }
    const { bytes } = await paintImage(${JSON.stringify(request)}, context)
    process.stdout.write(createHash('sha256').update(bytes).digest('hex'))`
  const other = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])
  expect(other.stdout).toBe(await hashOf(request))
})

describe('aborting', () => {
  it('before the start throws the reason', async () => {
    const reason = new Error('stop')
    await expect(paintImage(makeRequest(), { signal: AbortSignal.abort(reason), onProgress: () => {} })).rejects.toBe(
      reason,
    )
  })

  it.each([25, 32, 40, 66])('at %i percent, between two layers, stops the work', async (percent) => {
    const controller = new AbortController()
    const seen: number[] = []
    const onProgress = (reached: number): void => {
      seen.push(reached)
      if (reached === percent) controller.abort(new Error('enough'))
    }
    await expect(paintImage(makeRequest(), { signal: controller.signal, onProgress })).rejects.toThrow('enough')
    expect(seen.at(-1)).toBe(percent)
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

describe('what a prompt furnishes and sows', () => {
  it.each([
    ['a kitchen at noon', 'a living room at noon'],
    ['a bedroom at noon', 'a living room at noon'],
  ])('%s does not look like %s', async (one, other) => {
    const [first, second] = await Promise.all(
      [one, other].map(async (prompt) => decode((await paintImage(makeRequest({ prompt }), quietContext())).bytes)),
    )
    if (first === undefined || second === undefined) throw new Error('No picture')
    expect(differing(first, second).reduce((sum, each) => sum + each, 0)).toBeGreaterThan(first.data.length / 4 / 10)
  })

  it('a field of sunflowers is yellow to the horizon', async () => {
    const { bytes, facts } = await paintImage(
      makeRequest({ prompt: 'a field of sunflowers at noon, clear sky' }),
      quietContext(),
    )
    const { data, width, height } = await decode(bytes)
    let yellow = 0
    for (let y = Math.round(height * 0.65); y < height; y++)
      for (let x = 0; x < width; x++) {
        const at = (y * width + x) * 4
        if ((data[at] ?? 0) > 170 && (data[at + 1] ?? 0) > 110 && (data[at + 2] ?? 0) < 120) yellow += 1
      }
    expect(yellow).toBeGreaterThan(width * height * 0.35 * 0.25)
    expect(facts.subjects).toEqual(['field of sunflowers'])
  })
})
