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
    expect([dragon?.tints, dragon?.scale]).toEqual([['#e3342f'], 1.7])
    expect([cat?.tints, cat?.scale]).toEqual([['#2f6fe0'], 0.45])
  })

  it('of the sky tint the sky', () => {
    const scene = understand('a house under a purple sky')
    expect(scene.skyTint).toBe('#8a3fc7')
    expect(scene.subjects[0]?.tints).toEqual([])
  })

  it('of the moon tint the moon and nothing after it', () => {
    const scene = understand('a red moon and a wolf')
    expect(scene.bodyTint).toBe('#e3342f')
    expect(scene.subjects[0]?.tints).toEqual([])
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
    ['a cat on a chair', ['upon chair', null]],
    ['an apple and two pears on a wooden table', ['upon table', 'upon table', null]],
    ['a dog and a cat on a chair', [null, 'upon chair', null]],
    ['a cat on a meadow', [null]],
    ['a man wearing a blue hat', [null, 'worn man']],
    ['a fox in a scarf and a bear in sunglasses', [null, 'worn fox', null, 'worn bear']],
    ['a man with a red scarf and an umbrella', [null, 'worn man', 'held man']],
    ['a man with a hat and a dog', [null, 'worn man', null]],
    ['five yellow tulips in a blue vase', ['inside vase', 'upon table', null]],
    ['a vase of roses', ['upon table', 'inside vase', null]],
    ['a parrot in a tree', ['inside deciduous-tree', null]],
    ['a girl with a red umbrella walking in a park', [null, 'held girl']],
    ['a robot holding a flower', [null, 'held robot']],
    ['birthday cake with seven candles', ['upon table', 'upon birthday-cake', null]],
    ['a cat sleeping on a sofa', ['upon couch-and-lamp', null]],
    ['a train crossing a bridge over a river', ['upon bridge', null]],
    ['a train going over a bridge', ['upon bridge', null]],
    ['a boy riding a horse with a hat', ['upon horse', null, 'worn horse']],
    ['a wolf next to a horse with a crown', [null, null, 'worn horse']],
    ['a hat on a cat', ['worn cat', null]],
    ['a cat with a fish', [null, null]],
    ['a cup and a book', ['upon table', 'upon table', null]],
  ])('%s: says what is whose', (prompt, held) => {
    const { subjects } = understand(prompt)
    expect(
      subjects.map((subject) =>
        subject.held === null ? null : `${subject.held.how} ${subjects[subject.held.by]?.drawing}`,
      ),
    ).toEqual(held)
  })

  it.each([
    ['four balloons in different colours', 4, 8],
    ['a red, a blue and a yellow balloon', 3, 3],
    ['two red and three blue balloons', 5, 5],
    ['red, blue and yellow balloons', 3, 3],
    ['two cows, one brown and one black', 2, 2],
    ['three purple zorgles and a cat', 1, 0],
  ])('%s: counts instances and their colours', (prompt, count, colours) => {
    const [subject] = understand(prompt).subjects
    expect([subject?.count, subject?.tints.length]).toEqual([count, colours])
  })

  it('say nothing of another thing where theirs is not drawn', () => {
    expect(understand('a zorgle on the left, a cat').subjects.map(({ where }) => where)).toEqual([null])
    expect(understand('a cat and a stack of zorgles on the right').subjects[0]?.where).toBeNull()
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

describe('framing', () => {
  it.each([
    ['portrait of an old man with a white beard', 'portrait'],
    ['close-up of a bee on a sunflower', 'close'],
    ['minimalist logo of an orange cat inside a black circle', 'logo'],
    ['a bowl of ramen', 'close'],
    ['a bowl of ramen in a forest', 'wide'],
    ['portrait of a city', 'wide'],
    ['a fox in a forest', 'wide'],
  ])('%s', (prompt, framing) => {
    expect(understand(prompt).framing).toBe(framing)
  })
})

describe('what is not drawn', () => {
  it('is named, in order and without what only sets the tone', () => {
    expect(understand('a beautiful zorgle, a cat with a mortgage, high quality').unpainted).toEqual([
      'zorgle',
      'mortgage',
    ])
  })

  it('ends at twelve', () => {
    const words =
      'mortgage treaty embargo tariff dividend lawsuit subsidy audit ledgerline tenure quorum amnesty veto senate'
    expect(understand(words.split(' ').join(', a ')).unpainted.length).toBeLessThanOrEqual(12)
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
    const places = Array.from({ length: 24 }, (_, seed) => understand('a dinosaur', '', String(seed)).place)
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
