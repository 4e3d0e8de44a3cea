import { describe, expect, it } from 'vitest'
import type { Colour } from '../colour.ts'
import { hueDistance, toLch } from '../colour.ts'
import { emojiSet } from './emoji.ts'
import { makeFigure } from './make-sprite.ts'
import { ownDrawings } from './own-drawings.ts'
import { partsOf } from './parts-of-drawings.ts'
import { resolveDrawing } from './resolve-drawing.ts'
import type { Tints } from './tint-drawing.ts'

async function bodyOf(name: string, tints: Tints): Promise<string> {
  const drawing = await resolveDrawing(name)
  if (drawing === null) throw new Error(`No drawing ${name}`)
  return (await makeFigure(drawing, tints)).drawing.body
}

async function coloursOf(name: string, tint: Colour): Promise<number[]> {
  const body = await bodyOf(name, { own: tint, parts: [] })
  return (body.match(/#[0-9a-f]{6}\b/gi) ?? []).map((found) => toLch(`#${found.slice(1)}`).lightness)
}

describe('a colour asked for', () => {
  it.each([
    ['sailing-boat', ['#f8605a', '#fff7e6', '#c4553f']],
    ['bus', ['#ffb02e', '#e6e6e6']],
    ['lighthouse', ['#f4f4f4', '#d9dbe6', '#f8312f', '#ca0b2f']],
    ['duck', ['#d3d3d3', '#9b9b9b', '#a56953', '#44911b']],
    ['parrot', ['#f70a8d', '#00a6ed']],
    ['tropical-fish', ['#00a6ed', '#8d65c5', '#f9c23c', '#635994']],
    ['rooster', ['#a56953', '#6d4534', '#44911b']],
    ['bicycle', ['#f92f60']],
    ['locomotive', ['#f92f60', '#636363']],
    ['airplane', ['#cdc4d6', '#0084ce']],
  ])('is that of the whole body of a %s', async (name, own) => {
    const body = await bodyOf(name, { own: '#2fa84f', parts: [] })
    for (const colour of own) expect(body).not.toContain(colour)
    const hues = (body.match(/#[0-9a-f]{6}\b/gi) ?? []).map((found) => toLch(`#${found.slice(1)}`).hue)
    expect(hues.filter((hue) => hueDistance(hue, toLch('#2fa84f').hue) < 8).length).toBeGreaterThanOrEqual(own.length)
  })

  it.each([
    ['bus', ['#26c9fc', '#212121']],
    ['bicycle', ['#321b41', '#f3eef8']],
    ['house', ['#f8312f', '#8c5543', '#83cbff']],
  ])('leaves windows, wheels and roofs of a %s what they are', async (name, others) => {
    const body = await bodyOf(name, { own: '#2fa84f', parts: [] })
    for (const colour of others) expect(body).toContain(colour)
  })

  it.each([
    ['house', 'roof', '#f8312f', '#f3c07b'],
    ['horse', 'mane', '#1c1c1c', '#a56953'],
    ['pirate-ship', 'sail', '#efe3cb', '#7b4a30'],
  ] as const)('of a %s by its %s alone leaves the rest', async (name, part, changed, kept) => {
    const body = await bodyOf(name, { own: null, parts: [{ part, colour: '#2f6fe0' }] })
    expect(body).not.toContain(changed)
    expect(body).toContain(kept)
  })
})

it('all colours of all parts are in their drawings', async () => {
  const names = [...emojiSet().bodies.keys(), ...Object.keys(ownDrawings)]
  const missing: string[] = []
  for (const name of names.filter((each) => partsOf(each) !== null)) {
    const body = (await resolveDrawing(name))?.body.toLowerCase() ?? ''
    const colours = Object.values(partsOf(name) ?? {}).flat()
    missing.push(...colours.filter((colour) => !body.includes(colour)).map((colour) => `${name} ${colour}`))
  }
  expect(missing).toEqual([])
})

describe('a tinted animal', () => {
  it('keeps beak and eyes', async () => {
    const body = await bodyOf('duck', { own: '#ff78b5', parts: [] })
    expect(body).toContain('#f9c23c')
    expect(body).toContain('#212121')
  })

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
