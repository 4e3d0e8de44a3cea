import { describe, expect, it } from 'vitest'
import type { ImageEditRequest } from '../contract.ts'
import { planEdits } from './plan-edits.ts'

const size = { width: 400, height: 300 }

function plan(prompt: string, changes: Partial<ImageEditRequest> = {}): ImageEditRequest[] {
  const request: ImageEditRequest = {
    kind: 'image-edit',
    edit: 'restyle',
    image: new Uint8Array(0),
    mask: null,
    prompt,
    negativePrompt: '',
    strength: 0.7,
    width: null,
    height: null,
    margins: { left: 0, right: 0, top: 0, bottom: 0 },
    scale: 1,
    seed: 1,
    format: 'png',
    ...changes,
  }
  return planEdits(request).map(({ settle }) => settle(size))
}

const none = { left: 0, right: 0, top: 0, bottom: 0 }

describe('a prompt without a named edit', () => {
  it.each([
    'remove the background',
    'Remove background please',
    'make the background transparent',
    'transparent background',
    'cut out the background',
    'background removal',
  ])('"%s" removes the background', (prompt) => {
    expect(plan(prompt).map(({ edit }) => edit)).toEqual(['remove-background'])
  })

  it.each([
    ['upscale', 2],
    ['upscale 4x', 4],
    ['make it bigger', 2],
    ['make the image 3 times larger', 3],
    ['enlarge this picture by 150%', 2.5],
    ['double the resolution', 2],
    ['upscale by 1.5', 1.5],
  ])('"%s" enlarges %d times', (prompt, scale) => {
    expect(plan(prompt)).toMatchObject([{ edit: 'upscale', scale }])
  })

  it.each([
    ['extend it to the left', { ...none, left: 100 }],
    ['expand the image on both sides', { ...none, left: 100, right: 100 }],
    ['outpaint', { left: 100, right: 100, top: 75, bottom: 75 }],
    ['extend the canvas by 50 pixels at the top', { ...none, top: 50 }],
    ['zoom out', { left: 100, right: 100, top: 75, bottom: 75 }],
    ['extend to 16:9', { ...none, left: 66, right: 67 }],
    ['make it wider', { ...none, left: 100, right: 100 }],
  ])('"%s" extends', (prompt, margins) => {
    expect(plan(prompt)).toMatchObject([{ edit: 'outpaint', margins }])
  })

  it.each([
    'at night',
    'make the cat bigger',
    'a large house, high resolution, 8k',
    'remove the boat',
    'a background of stars',
    'turn the car blue',
    'an open field that extends to the horizon',
  ])('"%s" stays what it is', (prompt) => {
    expect(plan(prompt)).toMatchObject([{ edit: 'restyle', prompt }])
  })

  it('may ask for several edits at once', () => {
    expect(plan('upscale it 2x, make it night and remove the background')).toMatchObject([
      { edit: 'restyle', prompt: 'make it night' },
      { edit: 'remove-background' },
      { edit: 'upscale', scale: 2 },
    ])
  })
})

it('a mask says that only a part changes; a named edit is done as named', () => {
  expect(plan('remove the background', { mask: new Uint8Array(1) })).toMatchObject([{ edit: 'inpaint' }])
  expect(plan('at night', { edit: 'upscale', scale: 3 })).toMatchObject([{ edit: 'upscale', scale: 3 }])
})
