import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import type { SKRSContext2D } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import type { ImageEditRequest, StudioContext } from '../contract.ts'
import { paintImage } from '../image/paint-image.ts'
import type { Measured } from '../image/testing/measure.ts'
import { decode, differing, meanDifference, meanOf, regionsOf } from '../image/testing/measure.ts'
import { Refusal } from '../refusal.ts'
import { editImage } from './edit-image.ts'

const SIZE = 160
const quiet: StudioContext = { signal: new AbortController().signal, onProgress: () => {} }

async function draw(paint: (pen: SKRSContext2D) => void, width = SIZE, height = SIZE): Promise<Uint8Array> {
  const canvas = createCanvas(width, height)
  paint(canvas.getContext('2d'))
  return canvas.encode('png')
}

const village = (
  await paintImage(
    {
      kind: 'image',
      prompt: 'a red car in a meadow at noon, clear sky',
      negativePrompt: '',
      width: SIZE,
      height: SIZE,
      seed: 3,
      format: 'png',
    },
    quiet,
  )
).bytes

/** A disc before a wall that darkens to one side. */
const disc = await draw((pen) => {
  const wall = pen.createLinearGradient(0, 0, SIZE, SIZE)
  wall.addColorStop(0, '#e4e0d8')
  wall.addColorStop(1, '#bcb8b0')
  pen.fillStyle = wall
  pen.fillRect(0, 0, SIZE, SIZE)
  pen.fillStyle = '#b02010'
  pen.beginPath()
  pen.arc(80, 80, 40, 0, Math.PI * 2)
  pen.fill()
})

const mask = await draw((pen) => {
  pen.fillStyle = '#000000'
  pen.fillRect(0, 0, SIZE, SIZE)
  pen.fillStyle = '#ffffff'
  pen.fillRect(50, 60, 60, 70)
})

function makeRequest(changes: Partial<ImageEditRequest>): ImageEditRequest {
  return {
    kind: 'image-edit',
    edit: 'restyle',
    image: village,
    mask: null,
    prompt: '',
    negativePrompt: '',
    strength: 1,
    width: null,
    height: null,
    margins: { left: 0, right: 0, top: 0, bottom: 0 },
    scale: 1,
    seed: 5,
    format: 'png',
    ...changes,
  }
}

async function edit(changes: Partial<ImageEditRequest>): Promise<Measured> {
  return decode((await editImage(makeRequest(changes), quiet)).bytes)
}

function pixelAt({ data, width }: Measured, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)]
}

describe('restyle', () => {
  it.each(['at night', 'heavy snow', 'watercolour', 'in shades of green', 'line art', 'under water'])(
    '"%s" goes as far as its strength',
    async (prompt) => {
      const before = await decode(village)
      const differences = []
      for (const strength of [0.1, 0.5, 1]) differences.push(meanDifference(before, await edit({ prompt, strength })))
      const [little, half, whole] = differences
      expect(half).toBeGreaterThan((little ?? 0) * 2)
      expect(whole).toBeGreaterThan((half ?? 0) * 1.5)
      expect(little).toBeLessThan((whole ?? 0) * 0.15)
      expect(whole).toBeGreaterThan(5)
    },
  )

  it('of a picture beyond 8 megapixels is scaled down to them and says so; a larger size is refused', async () => {
    const image = await draw((pen) => pen.fillRect(0, 0, 4000, 3000), 4000, 3000)
    const { width, height, facts } = await editImage(makeRequest({ image, prompt: 'in shades of green' }), quiet)
    expect(width * height).toBeLessThanOrEqual(8e6)
    expect(facts.changes[0]).toBe(`scaled down to ${width} x ${height} pixels`)
    await expect(edit({ width: 4096, height: 4096 })).rejects.toThrow(/8 megapixels/)
  })

  it('at night is dark and blue, at sunset warm', async () => {
    const [before, night, sunset] = [
      await decode(village),
      await edit({ prompt: 'at night' }),
      await edit({ prompt: 'sunset' }),
    ]
    expect(meanOf(night, 1)).toBeLessThan(meanOf(before, 1) * 0.6)
    expect(meanOf(night, 2)).toBeGreaterThan(meanOf(night, 0))
    expect(meanOf(sunset, 0) - meanOf(sunset, 2)).toBeGreaterThan(meanOf(before, 0) - meanOf(before, 2) + 30)
  })

  it('recolours the thing that is named and leaves the rest', async () => {
    const [before, after] = [await decode(disc), await edit({ image: disc, prompt: 'make the ball blue' })]
    const [red, , blue] = pixelAt(after, 80, 80)
    expect(blue).toBeGreaterThan((red ?? 0) + 60)
    expect(Math.abs((pixelAt(after, 5, 5)[0] ?? 0) - (pixelAt(before, 5, 5)[0] ?? 0))).toBeLessThan(4)
  })

  it('refuses an order that it does not understand, and says what it can do', async () => {
    for (const prompt of ['nothing that is known', 'make the woman smile', 'remove the car']) {
      await expect(edit({ prompt })).rejects.toBeInstanceOf(Refusal)
    }
    await expect(edit({ prompt: 'flurbs' })).rejects.toThrow(/Not understood: "flurbs"/)
  })

  it('to black and white leaves no colour, whatever the strength', async () => {
    const { data } = await edit({ prompt: 'make it black and white', strength: 0.5 })
    for (let offset = 0; offset < data.length; offset += 4)
      expect(Math.abs((data[offset] ?? 0) - (data[offset + 2] ?? 0))).toBeLessThan(4)
  })

  it.each(['autumn', 'spring', 'winter'])('knows %s where nothing is green', async (prompt) => {
    const changed = differing(await decode(disc), await edit({ image: disc, prompt, strength: 0.7 }), 8)
    expect(changed.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(SIZE * SIZE * 0.05)
  })

  it('takes the colour that is named from the thing that has it, wherever it stands', async () => {
    const two = await draw((pen) => {
      pen.fillStyle = '#e8e8e8'
      pen.fillRect(0, 0, SIZE, SIZE)
      pen.fillStyle = '#20a030'
      pen.fillRect(60, 60, 50, 50)
      pen.fillStyle = '#d01818'
      pen.fillRect(4, 10, 30, 30)
    })
    const after = await edit({ image: two, prompt: 'turn the red box blue' })
    const [red, , blue] = pixelAt(after, 20, 25)
    expect(blue).toBeGreaterThan((red ?? 0) + 60)
    expect(pixelAt(after, 80, 80)).toEqual([0x20, 0xa0, 0x30, 255])
    await expect(edit({ image: two, prompt: 'turn the purple box blue' })).rejects.toThrow(/mask/)
  })

  it('puts a colour behind what stands before a plain background', async () => {
    const after = await edit({ image: disc, prompt: 'change the background to green', strength: 0.5 })
    expect(pixelAt(after, 4, 4)).toEqual([0x2f, 0xa8, 0x4f, 255])
    expect(pixelAt(after, 80, 80).slice(0, 3)).toEqual([0xb0, 0x20, 0x10])
  })

  it('has the size asked for', async () => {
    const { width, height } = await edit({ prompt: 'at night', width: 200, height: 100 })
    expect([width, height]).toEqual([200, 100])
  })
})

describe('inpaint', () => {
  it.each(['a wizard', 'remove it', 'starry night', 'in shades of red', ''])(
    '"%s" changes what the mask marks and not one pixel outside',
    async (prompt) => {
      const [before, after] = [await decode(village), await edit({ edit: 'inpaint', mask, prompt })]
      const changed = differing(before, after, 0)
      let inside = 0
      for (let y = 0; y < SIZE; y++) {
        for (let x = 0; x < SIZE; x++) {
          const isMarked = x >= 50 && x < 110 && y >= 60 && y < 130
          if (changed[y * SIZE + x] !== 1) continue
          expect(isMarked, `${x}, ${y}`).toBe(true)
          inside += 1
        }
      }
      expect(inside).toBeGreaterThan(1200)
    },
  )

  it('takes a mask by its opacity too, and of another size', async () => {
    const clear = await draw((pen) => pen.fillRect(25, 30, 30, 35), SIZE / 2, SIZE / 2)
    const [before, after] = [await decode(village), await edit({ edit: 'inpaint', mask: clear, prompt: 'a wizard' })]
    expect(pixelAt(after, 20, 20)).toEqual(pixelAt(before, 20, 20))
    expect(differing(before, after).reduce((sum, value) => sum + value, 0)).toBeGreaterThan(800)
  })

  it('blends what it fills with its surroundings', async () => {
    const after = await edit({
      edit: 'inpaint',
      image: disc,
      prompt: 'remove the disc',
      mask: await draw((pen) => pen.fillRect(34, 34, 92, 92)),
    })
    const [wall, middle] = [pixelAt(after, 20, 80), pixelAt(after, 80, 80)]
    for (const channel of [0, 1, 2]) expect(Math.abs((wall[channel] ?? 0) - (middle[channel] ?? 0))).toBeLessThan(24)
  })

  it('leaves nothing of what was there, at any strength', async () => {
    const marked = await draw((pen) => pen.fillRect(36, 36, 88, 88))
    for (const prompt of ['remove the ball', 'a white swan']) {
      const after = await edit({ edit: 'inpaint', image: disc, mask: marked, prompt, strength: 0.1 })
      for (const [x, y] of [
        [44, 80],
        [116, 80],
        [108, 108],
      ] as const) {
        const [red, , blue] = pixelAt(after, x, y)
        expect((red ?? 0) - (blue ?? 0), `${prompt}: ${x}, ${y}`).toBeLessThan(40)
      }
    }
  })

  it('of a thing on a clear ground leaves the ground clear', async () => {
    const sticker = await draw((pen) => {
      pen.fillStyle = '#b02010'
      pen.fillRect(60, 60, 40, 40)
    })
    const marked = await draw((pen) => pen.fillRect(50, 50, 60, 60))
    expect(meanOf(await edit({ edit: 'inpaint', image: sticker, mask: marked, prompt: 'remove it' }), 3)).toBeLessThan(
      1,
    )
  })

  it('without a mask adds a solid thing where nothing else stands', async () => {
    const [before, after] = [
      await decode(disc),
      await edit({ edit: 'inpaint', image: disc, prompt: 'a green frog', strength: 0.3 }),
    ]
    const changed = differing(before, after, 40)
    let [hidden, all] = [0, 0]
    changed.forEach((value, index) => {
      const isDisc = Math.hypot((index % SIZE) - 80, Math.floor(index / SIZE) - 80) < 39
      all += value
      if (isDisc) hidden += value
    })
    expect(all).toBeGreaterThan(150)
    expect(hidden).toBeLessThan(all * 0.1)
  })

  it('says what of the prompt nothing came of', async () => {
    const { facts } = await editImage(makeRequest({ image: disc, prompt: 'add a frog and a flurbish' }), quiet)
    expect(facts.changes).toEqual(['frog painted in', 'not understood: flurbish'])
  })

  it('without a mask follows the prompt, and says when it cannot', async () => {
    const [before, after] = [
      await decode(village),
      await edit({ edit: 'inpaint', prompt: 'replace the sky with a sunset' }),
    ]
    expect(pixelAt(after, 80, 6)).not.toEqual(pixelAt(before, 80, 6))
    await expect(edit({ edit: 'inpaint', prompt: 'remove the car' })).rejects.toBeInstanceOf(Refusal)
    const black = await draw((pen) => {
      pen.fillStyle = '#000000'
      pen.fillRect(0, 0, SIZE, SIZE)
    })
    await expect(edit({ edit: 'inpaint', prompt: 'a cat', mask: black })).rejects.toThrow(/marks nothing/)
  })
})

/** A file whose header claims this size, and whose body no decoder could read. */
function makeClaim(width: number, height: number): Uint8Array {
  const file = Buffer.from(disc)
  file.writeUInt32BE(width, 16)
  file.writeUInt32BE(height, 20)
  return file
}

describe('what would take too much memory is refused by its header', () => {
  const wide = { left: 10, right: 10, top: 0, bottom: 0 }
  it.each<[string, Partial<ImageEditRequest>, RegExp]>([
    ['restyle', { image: makeClaim(6001, 4000), prompt: 'at night' }, /at most 24 megapixels/],
    ['inpaint', { edit: 'inpaint', image: makeClaim(4000, 3000), mask, prompt: 'a cat' }, /at most 8 megapixels/],
    ['outpaint', { edit: 'outpaint', image: makeClaim(4000, 3000), margins: wide }, /at most 8 megapixels/],
    ['upscale', { edit: 'upscale', image: makeClaim(4000, 3000), scale: 2 }, /20 megapixels/],
    ['remove-background', { edit: 'remove-background', image: makeClaim(6001, 4000) }, /at most 24 megapixels/],
    ['a mask', { edit: 'inpaint', mask: makeClaim(6001, 4000), prompt: 'a cat' }, /mask .* at most 24 megapixels/],
  ])('%s', async (_, changes, message) => {
    const refused = edit(changes)
    await expect(refused).rejects.toBeInstanceOf(Refusal)
    await expect(refused).rejects.toThrow(message)
  })
})

describe('outpaint', () => {
  const margins = { left: 40, right: 24, top: 30, bottom: 16 }

  it('adds the margins, leaves the picture to the bit and goes on without a seam', async () => {
    const [before, after] = [await decode(village), await edit({ edit: 'outpaint', margins })]
    expect([after.width, after.height]).toEqual([SIZE + 64, SIZE + 46])
    for (let y = 0; y < SIZE; y++) {
      const row = after.data.subarray(((y + 30) * after.width + 40) * 4, ((y + 30) * after.width + 40 + SIZE) * 4)
      expect(row.every((value, index) => value === before.data[y * SIZE * 4 + index])).toBe(true)
    }
    let [seam, inner] = [0, 0]
    for (let y = 30; y < 30 + SIZE; y++) {
      for (let channel = 0; channel < 3; channel++) {
        seam += Math.abs((pixelAt(after, 39, y)[channel] ?? 0) - (pixelAt(after, 40, y)[channel] ?? 0))
        inner += Math.abs((pixelAt(after, 44, y)[channel] ?? 0) - (pixelAt(after, 45, y)[channel] ?? 0))
      }
    }
    expect(seam).toBeLessThan(inner * 2 + SIZE)
  })

  it('shows nothing a second time that the picture shows once', async () => {
    const wide = { left: 100, right: 100, top: 60, bottom: 60 }
    const after = await edit({ edit: 'outpaint', image: disc, margins: wide })
    const isRed = Uint8Array.from({ length: after.width * after.height }, (_, index) => {
      const [red, , blue] = pixelAt(after, index % after.width, Math.floor(index / after.width))
      return (red ?? 0) - (blue ?? 0) > 60 ? 1 : 0
    })
    const [only, ...others] = regionsOf(isRed, after.width, 1)
    expect(others).toEqual([])
    expect(only?.size).toBeLessThan(Math.PI * 42 ** 2)
  })

  it('is refused without margins, and beyond 8 megapixels', async () => {
    await expect(edit({ edit: 'outpaint' })).rejects.toThrow(/margin/)
    await expect(edit({ edit: 'outpaint', margins: { ...margins, left: 99_000 } })).rejects.toThrow(/8 megapixels/)
  })
})

describe('upscale', () => {
  it('enlarges by the scale, keeps the colours and overshoots nowhere', async () => {
    const [before, after] = [await decode(disc), await edit({ edit: 'upscale', image: disc, scale: 2.5 })]
    expect([after.width, after.height]).toEqual([400, 400])
    for (const channel of [0, 1, 2]) expect(Math.abs(meanOf(after, channel) - meanOf(before, channel))).toBeLessThan(2)
    const reds = after.data.filter((_, index) => index % 4 === 0)
    expect(reds.reduce((most, red) => Math.max(most, red), 0)).toBeLessThan(0xe4 + 12)
  })

  it('has steeper edges than plain enlarging', async () => {
    const step = await draw((pen) => {
      pen.fillStyle = '#202020'
      pen.fillRect(0, 0, SIZE, SIZE)
      pen.fillStyle = '#e0e0e0'
      pen.fillRect(80, 0, 80, SIZE)
    })
    const after = await edit({ edit: 'upscale', image: step, scale: 4 })
    const row = Array.from({ length: 24 }, (_, x) => pixelAt(after, 308 + x, 300)[0] ?? 0)
    expect(row.filter((value) => value > 0x30 && value < 0xd0).length).toBeLessThan(6)
  })

  it('is refused beyond 8192 pixels a side, with the scale that works', async () => {
    const wide = await draw(() => {}, 1200, 20)
    await expect(edit({ edit: 'upscale', image: wide, scale: 10 })).rejects.toThrow(/6\.82/)
  })
})

describe('remove-background', () => {
  it.each(['a red apple on a plain white background', 'a teddy bear, product photo, at sunset'])(
    'cuts out what was painted before nothing: %s',
    async (prompt) => {
      const painted = { negativePrompt: '', width: SIZE, height: SIZE, seed: 5, format: 'png' } as const
      const { bytes, facts } = await paintImage({ kind: 'image', prompt, ...painted }, quiet)
      expect(facts.place).toBe('plain background')
      const share = meanOf(await edit({ edit: 'remove-background', image: bytes }), 3) / 255
      expect(share).toBeGreaterThan(0.02)
      expect(share).toBeLessThan(0.4)
    },
  )

  it('clears a plain background, shaded or not, and keeps the thing with soft edges', async () => {
    const after = await edit({ edit: 'remove-background', image: disc })
    for (const [x, y] of [
      [2, 2],
      [157, 3],
      [80, 20],
      [150, 150],
    ] as const)
      expect(pixelAt(after, x, y)[3]).toBe(0)
    for (const [x, y] of [
      [80, 80],
      [50, 80],
      [80, 112],
    ] as const)
      expect(pixelAt(after, x, y)[3]).toBe(255)
    const alphas = new Set(after.data.filter((_, index) => index % 4 === 3))
    expect(alphas.size).toBeGreaterThan(8)
  })

  it('refuses what is not plain, a picture of one colour, and a format that cannot be clear', async () => {
    await expect(edit({ edit: 'remove-background' })).rejects.toThrow(/not plain/)
    const flat = await draw((pen) => pen.fillRect(0, 0, SIZE, SIZE))
    await expect(edit({ edit: 'remove-background', image: flat })).rejects.toThrow(/Nothing stands out/)
    await expect(edit({ edit: 'remove-background', image: disc, format: 'jpeg' })).rejects.toThrow(/png or webp/)
  })
})

describe('any edit', () => {
  it('of garbage is a refusal', async () => {
    for (const image of [new Uint8Array(0), Buffer.from('not a picture'), village.subarray(0, 300)])
      await expect(edit({ image, prompt: 'at night' })).rejects.toBeInstanceOf(Refusal)
    await expect(edit({ edit: 'inpaint', mask: Buffer.from('x'), prompt: 'a cat' })).rejects.toThrow(/mask/)
  })

  it.each([
    ['long', 'make it a starry night with two red foxes '.repeat(480)],
    ['emoji', '🦊🚀'],
    ['control characters', '\u0000\u0007\ud800 \u202e'],
  ])('takes a hostile prompt: %s', async (_, prompt) => {
    expect((await edit({ prompt })).width).toBe(SIZE)
    expect((await edit({ edit: 'inpaint', mask, prompt })).width).toBe(SIZE)
  })

  it('stops when it is aborted, and reports rising progress', async () => {
    const abort = new AbortController()
    const seen: number[] = []
    const onProgress = (percent: number): void => {
      seen.push(percent)
      if (percent >= 15) abort.abort(new Error('enough'))
    }
    await expect(editImage(makeRequest({ prompt: 'at night' }), { signal: abort.signal, onProgress })).rejects.toThrow(
      'enough',
    )
    expect(seen).toEqual([1, 15])
  })

  it('gives the same bytes in another process', async () => {
    const changes = { prompt: 'snowy night, oil painting', seed: 9 }
    const own = await editImage(makeRequest(changes), quiet)
    const code = `
      import { createHash } from 'node:crypto'
      const { editImage } = await import(${JSON.stringify(new URL('./edit-image.ts', import.meta.url).href)})
      const request = ${JSON.stringify({ ...makeRequest(changes), image: null })}
      request.image = Buffer.from('${Buffer.from(village).toString('base64')}', 'base64')
      const { bytes } = await editImage(request, { signal: new AbortController().signal, onProgress: () => {} })
      process.stdout.write(createHash('sha256').update(bytes).digest('hex'))`
    const other = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])
    expect(other.stdout).toBe(createHash('sha256').update(own.bytes).digest('hex'))
  })
})
