import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import type { Canvas } from '@napi-rs/canvas'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny'
import { describe, expect, it } from 'vitest'
import type { Model3dRequest, Model3dResult } from '../contract.ts'
import { Refusal } from '../refusal.ts'
import { makeModel } from './make-model.ts'
import { encodeTexture } from './make-texture.ts'
import { sculpt } from './sculpt.ts'
import { readGlb } from './testing/read-glb.ts'
import { validateGlb } from './testing/validate-glb.ts'
import { writeGlb } from './write-glb.ts'

const quiet = { signal: new AbortController().signal, onProgress: () => {} }
const makeRequest = (change: Partial<Model3dRequest> = {}): Model3dRequest => ({
  kind: 'model3d',
  prompt: 'a vase',
  image: null,
  seed: 7,
  ...change,
})
const make = (change: Partial<Model3dRequest> = {}) => makeModel(makeRequest(change), quiet)

function paintPicture(paint: (pen: ReturnType<Canvas['getContext']>) => void): Uint8Array {
  const canvas = createCanvas(320, 240)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#e8ecef'
  pen.fillRect(0, 0, 320, 240)
  paint(pen)
  return new Uint8Array(canvas.toBuffer('image/png'))
}

/** An L: no turned thing. */
const bracket = paintPicture((pen) => {
  pen.fillStyle = '#c0392b'
  pen.fillRect(100, 40, 40, 160)
  pen.fillRect(100, 160, 120, 40)
})
const bulb = paintPicture((pen) => {
  pen.fillStyle = '#2f6fe0'
  pen.beginPath()
  pen.arc(160, 90, 60, 0, Math.PI * 2)
  pen.fill()
  pen.fillRect(140, 130, 40, 80)
})
const crowd = paintPicture((pen) => {
  for (let x = 0; x < 320; x += 20)
    for (let y = 0; y < 240; y += 20) {
      pen.fillStyle = `hsl(${(x * 7 + y * 13) % 360} 80% ${30 + ((x + y) % 50)}%)`
      pen.fillRect(x, y, 20, 20)
    }
})

/** Every edge belongs to two triangles that run through it in opposite directions, where vertices at one place are one. */
function isClosed({ positions, indices }: ReturnType<typeof readGlb>): boolean {
  const keys = new Map<string, number>()
  const places = Array.from({ length: positions.length / 3 }, (_, vertex) => {
    const key = [...positions.slice(vertex * 3, vertex * 3 + 3)].map((value) => Math.round(value * 1e5)).join()
    const known = keys.get(key) ?? keys.size
    keys.set(key, known)
    return known
  })
  const edges = new Map<string, number>()
  for (let at = 0; at < indices.length; at += 3) {
    const corners = [0, 1, 2].map((corner) => places[indices[at + corner] ?? 0] ?? 0)
    for (const [index, from] of corners.entries()) {
      const to = corners[(index + 1) % 3] ?? 0
      if (from === to) continue
      edges.set(`${from} ${to}`, (edges.get(`${from} ${to}`) ?? 0) + 1)
    }
  }
  return [...edges].every(([edge, count]) => edges.get(edge.split(' ').toReversed().join(' ')) === count)
}

/** Positive where the triangles are counter-clockwise seen from outside. */
function volumeOf({ positions, indices }: ReturnType<typeof readGlb>): number {
  let volume = 0
  for (let at = 0; at < indices.length; at += 3) {
    const [[ax = 0, ay = 0, az = 0] = [], [bx = 0, by = 0, bz = 0] = [], [cx = 0, cy = 0, cz = 0] = []] = [0, 1, 2].map(
      (corner) => [...positions.slice((indices[at + corner] ?? 0) * 3, (indices[at + corner] ?? 0) * 3 + 3)],
    )
    volume += (ax * (by * cz - bz * cy) - ay * (bx * cz - bz * cx) + az * (bx * cy - by * cx)) / 6
  }
  return volume
}

const kinds: [string, Partial<Model3dRequest>, Model3dResult['facts']['form']][] = [
  ['a vase', { prompt: 'a greek vase' }, 'lathe'],
  ['a column', { prompt: 'a marble column' }, 'lathe'],
  ['a toadstool', { prompt: 'a red mushroom' }, 'lathe'],
  ['a ball', { prompt: 'a striped ball' }, 'lathe'],
  ['a fox', { prompt: 'a red fox' }, 'relief'],
  ['a landscape', { prompt: 'mountains at sunset' }, 'relief'],
  ['nothing said', { prompt: '' }, 'relief'],
  ['a picture of a bracket', { prompt: '', image: bracket }, 'relief'],
  ['a picture of something turned', { prompt: '', image: bulb }, 'lathe'],
  ['a picture without a plain background', { prompt: '', image: crowd }, 'relief'],
]
describe.each(kinds)('%s', (_, change, form) => {
  it('is a closed mesh in a file without errors and warnings', async () => {
    const { form: made, mesh, texture, name } = await sculpt(makeRequest(change), quiet)
    const bytes = writeGlb(mesh, await encodeTexture(texture), name)
    const { issues, info } = await validateGlb(bytes)
    expect(issues).toMatchObject({ numErrors: 0, numWarnings: 0, numInfos: 0, numHints: 0 })
    expect(made).toBe(form)
    expect(info.totalTriangleCount).toBe(mesh.indices.length / 3)
    const glb = readGlb(bytes)
    expect(isClosed(glb)).toBe(true)
    expect(volumeOf(glb)).toBeGreaterThan(0.05)
    expect((await loadImage(glb.texture)).width).toBeGreaterThanOrEqual(128)
  })
})

it('a model comes with a picture, a cut-out and a film in which it turns', async () => {
  const model = await make({ prompt: 'a fox' })
  const { info } = await validateGlb(model.bytes)
  expect(model.facts).toEqual({ form: 'relief', triangles: info.totalTriangleCount })
  expect(model.mediaType).toBe('model/gltf-binary')
  expect((await loadImage(model.preview)).width).toBe(512)
  expect(await alphaAt(model.cutOut, 0.01, 0.01)).toBe(0)
  const input = new Input({ source: new BufferSource(model.turntable), formats: ALL_FORMATS })
  expect(await input.computeDuration()).toBeCloseTo(3, 3)
})

async function alphaAt(bytes: Uint8Array, x: number, y: number): Promise<number> {
  const image = await loadImage(bytes)
  const canvas = createCanvas(image.width, image.height)
  canvas.getContext('2d').drawImage(image, 0, 0)
  return canvas.getContext('2d').getImageData(x * image.width, y * image.height, 1, 1).data[3] ?? 0
}

it('what is cut out is clear where the plain background was, and a whole picture where there was none', async () => {
  const cut = await sculpt(makeRequest({ prompt: '', image: bracket }), quiet)
  const png = new Uint8Array((await cut.cutOut?.encode('png')) ?? [])
  expect(await alphaAt(png, 0.9, 0.1)).toBe(0)
  expect(await alphaAt(png, 0.15, 0.5)).toBe(255)
  const whole = await sculpt(makeRequest({ prompt: '', image: crowd }), quiet)
  expect(await alphaAt(new Uint8Array((await whole.cutOut?.encode('png')) ?? []), 0.01, 0.01)).toBe(255)
})

it('a cat in a bowl is a cat, a bowl with a cat is a bowl', async () => {
  expect((await sculpt(makeRequest({ prompt: 'a cat in a bowl' }), quiet)).form).toBe('relief')
  expect((await sculpt(makeRequest({ prompt: 'a bowl for a cat' }), quiet)).form).toBe('lathe')
})

it.each([
  ['of a prompt', makeRequest({ prompt: 'a flowery vase' })],
  ['of a picture', makeRequest({ prompt: '', image: bracket })],
])('another process makes the same bytes %s', async (_, request) => {
  const image = request.image === null ? 'null' : `new Uint8Array([${request.image.join()}])`
  const code = `
    import { createHash } from 'node:crypto'
    const { makeModel } = await import(${JSON.stringify(new URL('./make-model.ts', import.meta.url).href)})
    const request = { ...${JSON.stringify({ ...request, image: null })}, image: ${image} }
    const made = await makeModel(request, { signal: new AbortController().signal, onProgress: () => {} })
    const hash = createHash('sha256').update(made.bytes).update(made.preview).update(made.cutOut).update(made.turntable)
    process.stdout.write(hash.digest('hex'))`
  const other = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])
  const own = await makeModel(request, quiet)
  const hash = createHash('sha256').update(own.bytes).update(own.preview).update(own.cutOut).update(own.turntable)
  expect(other.stdout).toBe(hash.digest('hex'))
})

describe('what is no picture is refused', () => {
  const bomb = new Uint8Array(bracket)
  new DataView(bomb.buffer).setUint32(16, 20_000)
  new DataView(bomb.buffer).setUint32(20, 20_000)
  it.each([
    ['nothing', new Uint8Array()],
    ['a text', new TextEncoder().encode('ID3 no picture')],
    ['a cut off PNG', bracket.subarray(0, 100)],
    ['400 claimed megapixels', bomb],
  ])('%s', async (_, image) => {
    await expect(make({ image })).rejects.toBeInstanceOf(Refusal)
  })
})

it.each([
  ['emoji only', '🦊🏺'],
  ['control characters', '\u0000\u0001\u001b[31m'],
  ['20,000 letters', 'a'.repeat(20_000)],
  ['broken Unicode', '\ud800 vase \udfff'],
])('%s as a prompt is a model', async (_, prompt) => {
  const { mesh, texture, name } = await sculpt(makeRequest({ prompt }), quiet)
  const { issues } = await validateGlb(writeGlb(mesh, await encodeTexture(texture), name))
  expect(issues).toMatchObject({ numErrors: 0, numWarnings: 0 })
})

it.each([1, 20, 30, 60])('an abort at %d percent stops it with the reason', async (percent) => {
  const abort = new AbortController()
  const reason = new Error('the user left')
  let used: NodeJS.CpuUsage | null = null
  const stopped = makeModel(makeRequest({ prompt: 'a fox' }), {
    signal: abort.signal,
    onProgress: (done) => {
      if (done < percent || used !== null) return
      used = process.cpuUsage()
      abort.abort(reason)
    },
  })
  await expect(stopped).rejects.toBe(reason)
  const { user, system } = process.cpuUsage(used ?? undefined)
  // Of work, not of time: another's load does not count.
  expect((user + system) / 1000).toBeLessThan(300)
})
