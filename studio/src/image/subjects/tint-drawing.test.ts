import { describe, expect, it } from 'vitest'
import type { Colour } from '../colour.ts'
import { hueDistance, toLch } from '../colour.ts'
import { makeFigure } from './make-sprite.ts'
import { resolveDrawing } from './resolve-drawing.ts'

async function coloursOf(name: string, tint: Colour): Promise<number[]> {
  const drawing = await resolveDrawing(name)
  if (drawing === null) throw new Error(`No drawing ${name}`)
  const { body } = (await makeFigure(drawing, tint)).drawing
  return (body.match(/#[0-9a-f]{6}\b/gi) ?? []).map((found) => toLch(`#${found.slice(1)}`).lightness)
}

it('a tinted boat has sails of that colour', async () => {
  const drawing = await resolveDrawing('sailing-boat')
  if (drawing === null) throw new Error('No boat')
  const { body } = (await makeFigure(drawing, '#ff8a1f')).drawing
  for (const sail of drawing.coat ?? []) expect(body).not.toContain(sail)
  const hues = (body.match(/#[0-9a-f]{6}\b/gi) ?? []).map((found) => toLch(`#${found.slice(1)}`).hue)
  expect(hues.filter((hue) => hueDistance(hue, toLch('#ff8a1f').hue) < 15).length).toBeGreaterThan(4)
})

describe('a tinted animal', () => {
  it('white has no black mane', async () => {
    expect(Math.min(...(await coloursOf('horse', '#ffffff')))).toBeGreaterThan(0.5)
  })

  it('black is black all over, but for its eyes', async () => {
    const lightness = (await coloursOf('black-cat', '#202024')).toSorted((one, other) => one - other)
    expect(lightness[0]).toBeLessThan(0.3)
    expect(lightness.at(-1)).toBeGreaterThan(0.8)
  })

  it('brown has a mane of a darker brown', async () => {
    const [darkest, ...others] = (await coloursOf('horse', '#8a5a30')).toSorted((one, other) => one - other)
    expect(darkest).toBeLessThan(Math.max(...others) - 0.1)
  })
})
