import { describe, expect, it } from 'vitest'
import { paintScene } from '../paint-scene.ts'
import type { Scene } from '../prompt/scene.ts'
import { understandPrompt } from '../prompt/understand-prompt.ts'
import { makeRandom } from '../random.ts'

type Pixel = readonly [red: number, green: number, blue: number]
const SIDE = 200

function sceneOf(prompt: string, changes: Partial<Scene> = {}): Scene {
  return { ...understandPrompt(prompt, '', makeRandom('1', 'scene')), ...changes }
}

async function pixelsOf(scene: Scene): Promise<(x: number, y: number) => Pixel> {
  const { painting } = await paintScene(scene, { seed: '1', width: SIDE, height: SIDE, step: async () => {} })
  const { data } = painting.canvas.getContext('2d').getImageData(0, 0, SIDE, SIDE)
  return (x, y) => {
    const offset = (Math.round(y * SIDE) * SIDE + Math.round(x * SIDE)) * 4
    return [data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0]
  }
}

const sum = ([red, green, blue]: Pixel): number => red + green + blue

it.each([
  ['a lighthouse on a rocky cliff', 'cliff', null],
  ['a cliff in the mountains', 'cliff', 'mountains'],
  ['plants in a greenhouse', 'greenhouse', null],
  ['an iceberg', 'sea', null],
])('%s: %s', (prompt, place, backdrop) => {
  expect(sceneOf(prompt)).toMatchObject({ place, backdrop })
})

describe('a cliff', () => {
  it('is green on top, bare rock below, with the sea behind', async () => {
    const at = await pixelsOf(sceneOf('a cliff at noon, clear sky'))
    const [red, green, blue] = at(0.5, 0.74)
    expect(green).toBeGreaterThan(Math.max(red, blue) + 20)
    const face = [0.2, 0.35, 0.5, 0.65].map((x) => at(x, 0.88))
    for (const [r, g, b] of face) expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(40)
    const sea = at(0.3, 0.62)
    expect(sea[2]).toBeGreaterThan(sea[0] + 25)
  })
})

describe('the city at night', () => {
  it('has glowing signs only where neon is asked for', async () => {
    const vivid = async (mood: Scene['mood']): Promise<number> => {
      const at = await pixelsOf(sceneOf('a city at night, clear sky', { mood }))
      let count = 0
      for (let y = 0.4; y < 0.64; y += 1 / SIDE)
        for (let x = 0; x < 1; x += 1 / SIDE) {
          const pixel = at(x, y)
          if (Math.max(...pixel) > 200 && Math.max(...pixel) - Math.min(...pixel) > 120) count++
        }
      return count
    }
    expect(await vivid('neon')).toBeGreaterThan((await vivid(null)) + 80)
  })
})

describe('the table of a close-up', () => {
  it('ends before the picture does, on legs', async () => {
    const at = await pixelsOf(sceneOf('a hamburger on a wooden table at noon', { framing: 'close' }))
    expect(sum(at(0.5, 0.88))).toBeGreaterThan(sum(at(0.5, 0.92)) + 30)
    expect(sum(at(0.08, 0.98))).toBeGreaterThan(sum(at(0.5, 0.98)) + 30)
  })

  it('is a sill under a wide window where one is named', async () => {
    const sill = await pixelsOf(sceneOf('a vase on a windowsill at noon, clear sky', { framing: 'close' }))
    const [red, , blue] = sill(0.25, 0.3)
    expect(blue).toBeGreaterThan(red + 20)
    expect(sum(sill(0.1, 0.85))).toBeGreaterThan(sum(sill(0.1, 0.98)) + 60)
  })
})
