import { describe, expect, it } from 'vitest'
import { makeRandom } from '../random.ts'
import type { Scene } from './scene.ts'
import { namePlace, understandPrompt } from './understand-prompt.ts'

function understand(prompt: string, negativePrompt = '', seed = 'seed'): Scene {
  return understandPrompt(prompt, negativePrompt, makeRandom(seed, 'scene'))
}

function drawn(scene: Scene): string[] {
  return scene.subjects.map(({ drawing, count }) => (count === 1 ? drawing : `${count} ${drawing}`))
}

describe('place, time, weather and subjects', () => {
  it.each([
    ['a fox and a lighthouse at night in the rain', 'sea', 'night', 'rain', ['fox', 'lighthouse']],
    ['two penguins and a rocket at dawn in snow', 'snow', 'dawn', 'snow', ['2 penguin', 'rocket']],
    ['a cat and a guitar on the beach at sunset in the fog', 'beach', 'sunset', 'fog', ['cat', 'guitar']],
    ['misty forest in the early morning with a deer', 'forest', 'dawn', 'fog', ['deer']],
    ['neon city at midnight, thunderstorm', 'city', 'night', 'storm', []],
    ['an astronaut and a UFO in outer space', 'space', 'night', 'clear', ['astronaut', 'flying-saucer']],
    ['three fish and an octopus underwater', 'underwater', 'day', 'clear', ['3 fish', 'octopus']],
    ['a lake in the mountains under the northern lights', 'lake and mountains', 'night', 'aurora', []],
    ['a windy day on a desert island with a parrot', 'island', 'day', 'wind', ['parrot']],
    ['a cozy living room at dusk, snowing outside, a dog on a chair', 'room', 'dusk', 'snow', ['dog', 'chair']],
    ['a harbour at golden hour with a sailboat', 'harbour', 'sunset', null, ['sailing-boat']],
    ['snowy mountain village in the evening', 'village', 'dusk', 'snow', []],
    ['camels in the desert at noon, clear sky', 'desert', 'day', 'clear', ['3 camel']],
    ['a red shoe on a plain grey background', 'plain background', 'day', 'clear', ['running-shoe']],
    ['minimalist logo of a fox', 'plain background', 'day', 'clear', ['fox']],
    ['logo of mountains at night', 'mountains', 'night', null, []],
    ['a bowl of ramen in a room at noon', 'room', 'day', null, ['steaming-bowl', 'table']],
    [
      'a christmas tree with presents in a meadow at dusk',
      'meadow',
      'dusk',
      null,
      ['christmas-tree', '3 wrapped-gift'],
    ],
    ['a black and white cow in a meadow at noon', 'meadow', 'day', null, ['cow']],
    ['a rainbow over a meadow with two cows', 'meadow', 'day', 'rainbow', ['2 cow']],
  ])('%s', (prompt, place, time, weather, subjects) => {
    const scene = understand(prompt)
    expect(namePlace(scene)).toContain(place)
    expect(scene.time).toBe(time)
    if (weather !== null) expect(scene.weather).toEqual([weather])
    expect(drawn(scene)).toEqual(subjects)
  })
})

describe('counting', () => {
  it.each([
    ['a rocket', 1],
    ['three rockets', 3],
    ['rockets', 3],
    ['a pair of rockets', 2],
    ['a dozen rockets', 12],
    ['12 big red rockets', 12],
    ['hundreds of rockets', 20],
    ['99 rockets', 24],
  ])('%s', (prompt, count) => {
    expect(understand(prompt).subjects.map((subject) => subject.count)).toEqual([count])
  })

  it('a number belongs to its own noun only', () => {
    expect(drawn(understand('three foxes and an owl'))).toEqual(['3 fox', 'owl'])
  })
})

describe('plurals', () => {
  it.each([
    ['two wolves', 'wolf'],
    ['two mice', 'mouse'],
    ['two cherries', 'cherries'],
    ['two foxes', 'fox'],
    ['two geese', 'goose'],
    ['two butterflies', 'butterfly'],
    ['two buses', 'bus'],
    ['two octopuses', 'octopus'],
  ])('%s', (prompt, drawing) => {
    expect(understand(prompt).subjects[0]?.drawing).toBe(drawing)
  })
})

describe('senses of words', () => {
  it.each([
    ['an oil painting of nothing in the style of Van Gogh', []],
    ['a beautiful light scene, high quality, 8k, trending on artstation', []],
    ['a fishing boat', ['sailing-boat']],
    ['polar bear', ['polar-bear']],
    ['a hot air balloon', ['hot-air-balloon']],
    ['an orange cat', ['cat']],
    ['an orange and a cup', ['tangerine', 'hot-beverage', 'table']],
    ['shapes in blue and orange', []],
    ['mountains', []],
    ['birds fly over a duck', ['3 bird', 'duck']],
    ['🦊 and 🚀', ['fox', 'rocket']],
  ])('%s', (prompt, drawings) => {
    expect(drawn(understand(prompt))).toEqual(drawings)
  })
})

describe('colours, sizes and positions', () => {
  it('tint the noun they stand before', () => {
    const [dragon, cat] = understand('a huge red dragon and a tiny blue cat').subjects
    expect([dragon?.tint, dragon?.scale]).toEqual(['#e3342f', 1.7])
    expect([cat?.tint, cat?.scale]).toEqual(['#2f6fe0', 0.45])
  })

  it('of the sky tint the sky', () => {
    const scene = understand('a house under a purple sky')
    expect(scene.skyTint).toBe('#8a3fc7')
    expect(scene.subjects[0]?.tint).toBeNull()
  })

  it('of the moon tint the moon and nothing after it', () => {
    const scene = understand('a red moon and a wolf')
    expect(scene.bodyTint).toBe('#e3342f')
    expect(scene.subjects[0]?.tint).toBeNull()
  })

  it('of the whole picture set the mood', () => {
    expect(understand('abstract warm colours').mood).toBe('warm')
    expect(understand('black and white photo of a castle').mood).toBe('monochrome')
  })

  it('say where a subject goes', () => {
    const scene = understand('a cat on the left and a dog on the right, a flying pig')
    expect(scene.subjects.map(({ where }) => where)).toEqual(['left', 'right', 'air'])
  })

  it.each([
    ['on the left a cat, on the right a dog', ['left', 'right']],
    ['a cat in the top left corner and a dog in the background', ['top left', 'back']],
    ['an owl over the village', ['air']],
    ['a house over the river', [null]],
    ['a man looking out over the sea', [null]],
    ['in the foreground a fox, in the distance a castle', ['front', 'back']],
  ])('%s', (prompt, where) => {
    expect(understand(prompt).subjects.map((subject) => subject.where)).toEqual(where)
  })

  it.each([
    ['a cat on a chair', ['chair', null]],
    ['an apple and two pears on a wooden table', ['table', 'table', null]],
    ['a dog and a cat on a chair', [null, 'chair', null]],
    ['a cat on a meadow', [null]],
  ])('%s: says what bears what', (prompt, on) => {
    expect(understand(prompt).subjects.map((subject) => subject.on)).toEqual(on)
  })

  it('of everything wash the picture', () => {
    expect(understand('a castle in shades of blue').wash).toBe('#2f6fe0')
    expect(understand('a castle, red tones').wash).toBe('#e3342f')
  })

  it('are warm or cool by the hour as well, if none is named', () => {
    expect(['sunset', 'dawn']).toContain(understand('the sea in warm colours').time)
    expect(understand('the sea in warm colours at noon').time).toBe('day')
  })
})

describe('style', () => {
  it.each([
    ['a fox, watercolor', 'watercolour'],
    ['8-bit robot in the desert', 'pixel art'],
    ['line drawing of a castle', 'line art'],
    ['a castle in the style of Van Gogh', 'oil painting'],
    ['travel poster of a lake', 'poster'],
    ['a fox', null],
  ])('%s', (prompt, style) => {
    const scene = understand(prompt)
    expect(scene.style).toBe(style)
    expect(scene.subjects.every(({ count }) => count === 1)).toBe(true)
  })
})

describe('what must not appear', () => {
  it('named in the negative prompt is left out, plural or not', () => {
    const scene = understand('a fox, two owls and a lighthouse in the rain', 'owl, rainy')
    expect(drawn(scene)).toEqual(['fox', 'lighthouse'])
    expect(scene.weather).not.toContain('rain')
  })

  it('negated in the prompt is left out', () => {
    const scene = understand('a beach without people, no rain')
    expect(scene.subjects).toEqual([])
    expect(scene.weather).not.toContain('rain')
    expect(scene.place).toBe('beach')
  })

  it('may be a whole class', () => {
    expect(drawn(understand('a fox, a wizard and a castle', 'animals, people'))).toEqual(['castle'])
  })
})

describe('what the prompt leaves open', () => {
  it('depends on the seed', () => {
    const places = Array.from({ length: 24 }, (_, seed) => understand('a trumpet', '', String(seed)).place)
    expect(new Set(places).size).toBeGreaterThan(2)
  })

  it('is at home with the subject', () => {
    expect(understand('a penguin').place).toBe('snow')
    expect(understand('a taxi').place).toBe('city')
    expect(understand('an octopus').place).toBe('underwater')
  })

  it('is abstract when nothing can be drawn', () => {
    expect(understand('quantum happiness').place).toBe('abstract')
    expect(understand('').place).toBe('abstract')
  })
})
