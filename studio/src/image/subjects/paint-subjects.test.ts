import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import type { Colour, Lch } from '../colour.ts'
import { toLch } from '../colour.ts'
import { preparePainting } from '../prepare-painting.ts'
import { understandPrompt } from '../prompt/understand-prompt.ts'
import { makeRandom } from '../random.ts'
import { times } from '../sky/times.ts'
import { paintSubject } from './paint-subjects.ts'

/** The commonest colour of the first subject, alone on a clear canvas under the picture's light. */
async function coatIn(prompt: string): Promise<Lch> {
  const scene = understandPrompt(prompt, '', makeRandom('1', 'scene'))
  const { painting, placed } = await preparePainting(scene, '1', { width: 256, height: 256 })
  const canvas = createCanvas(256, 256)
  const pen = canvas.getContext('2d')
  pen.scale(painting.pixelsPerUnitX, painting.pixelsPerUnitY)
  const [item] = placed
  if (item === undefined) throw new Error(`Nothing is placed: ${prompt}`)
  await paintSubject({ ...painting, canvas, pen }, { ...item, habitat: 'air', y: item.y - item.height / 2 })
  const { data } = pen.getImageData(0, 0, 256, 256)
  const found: Lch[] = []
  for (let offset = 0; offset < data.length; offset += 4) {
    if ((data[offset + 3] ?? 0) < 255) continue
    const value = ((data[offset] ?? 0) << 16) | ((data[offset + 1] ?? 0) << 8) | (data[offset + 2] ?? 0)
    const colour: Colour = `#${value.toString(16).padStart(6, '0')}`
    found.push(toLch(colour))
  }
  const middle = found.toSorted((one, other) => one.lightness - other.lightness)[Math.floor(found.length / 2)]
  if (middle === undefined) throw new Error(`Nothing is opaque: ${prompt}`)
  return middle
}

const hours = Object.entries(times).map(([name, { words }]) => [name, words[0]] as const)
const places = ['in a meadow', 'in a room', 'in the snow', 'in a neon city']

describe.each(hours)('at %s', (_, hour) => {
  it.each(places)('white is white and black is black, %s', async (place) => {
    for (const animal of ['cat', 'horse', 'rabbit']) {
      const white = await coatIn(`a white ${animal} ${place} at ${hour}`)
      expect(white.lightness, animal).toBeGreaterThan(0.8)
      expect(white.chroma, animal).toBeLessThan(0.03)
      const black = await coatIn(`a black ${animal} ${place} at ${hour}`)
      expect(black.lightness, animal).toBeLessThan(0.32)
      expect(black.chroma, animal).toBeLessThan(0.035)
    }
  })

  it('yellow stays yellow', async () => {
    const { hue, chroma } = await coatIn(`a yellow cat in a city at ${hour}`)
    expect(hue).toBeGreaterThan(70)
    expect(hue).toBeLessThan(112)
    expect(chroma).toBeGreaterThan(0.09)
  })
})
