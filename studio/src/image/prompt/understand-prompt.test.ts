import fc from 'fast-check'
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

  it('is abstract when nothing is named', () => {
    expect(understand('').place).toBe('abstract')
    expect(understand('shapes in blue and orange').place).toBe('abstract')
  })

  it('is a landscape where what is named is unknown, which is said', () => {
    const scene = understand('a zorgle in a blurf')
    expect(scene.place).not.toBe('abstract')
    expect(scene.unpainted).toEqual(['zorgle', 'blurf'])
  })

  it('is by day in half of all pictures or more, and always where colours are to be seen', () => {
    const times = (prompt: string): string[] =>
      Array.from({ length: 60 }, (_, seed) => understand(prompt, '', String(seed)).time)
    expect(times('a dinosaur').filter((time) => time === 'day').length).toBeGreaterThanOrEqual(30)
    expect(new Set(times('a pink house'))).toEqual(new Set(['day', 'morning']))
  })
})

describe('words whose sense is in what is around them', () => {
  it.each([
    ['two penguins wearing green scarves', ['2 penguin', '2 scarf']],
    ['an elephant holding a balloon with its trunk', ['elephant', 'balloon']],
    ['a monkey hanging by its tail', ['monkey']],
    ['three ducklings following their mother across a pond', ['3 front-facing-baby-chick', 'duck']],
    ['a mother bear and her two cubs', ['bear', '2 bear']],
    ['a horse and its baby', ['horse', 'horse']],
    ['a girl and her mother', ['girl', 'woman']],
    ['a family of four on the beach', ['man', 'woman', '2 child']],
    ['a family of four foxes', ['4 fox']],
    ['a couple in a park', ['man', 'woman']],
    ['a couple of cats', ['2 cat']],
    ['a couple fishing at a lake', ['man', 'woman', 'fishing rod', 'fishing rod']],
    ['a crowd in the city', ['8 person']],
    ['the family car', ['automobile']],
    ['a picnic in the park', ['picnic blanket', 'picnic basket']],
    ['an old man fishing from a pier', ['old-man', 'fishing rod']],
    ['a fishing boat', ['sailing-boat']],
    ['a family having dinner', ['man', 'woman', '2 child', 'table', 'fork-and-knife-with-plate']],
    ['a boy holding a fish', ['boy', 'fish']],
    ['two boys fishing with fishing rods', ['2 boy', '2 fishing rod']],
    ['a man and his dog fishing', ['man', 'dog', 'fishing rod']],
    ['dinner by candlelight', ['table', 'fork-and-knife-with-plate', 'candle']],
    ['a robot watering plants', ['robot', '3 potted-plant', 'watering can']],
    ['a woman reading in a park', ['woman', 'open-book']],
    ['a woman reading a newspaper in a park', ['woman', 'newspaper']],
  ])('%s', (prompt, subjects) => {
    const scene = understand(prompt)
    expect(drawn(scene)).toEqual(subjects)
    expect(scene.unpainted).toEqual([])
    expect(scene.subjects.every(({ where }) => where !== 'air')).toBe(true)
  })

  it.each([
    ['a tiny bird perched on the head of a large bear', 'upon bear'],
    ['a parrot on the shoulder of a pirate', 'upon man'],
    ['a cat on the back of a horse', 'upon horse'],
    ['an old man fishing from a rowing boat', 'inside rowing-boat'],
  ])('%s: is there', (prompt, held) => {
    const { subjects } = understand(prompt)
    const [rider] = subjects
    expect(`${rider?.held?.how} ${subjects[rider?.held?.by ?? -1]?.drawing}`).toBe(held)
  })

  it('the young are smaller than their parents', () => {
    const [bear, cub] = understand('a bear and her cub').subjects
    expect(cub?.scale).toBeLessThan(bear?.scale ?? 0)
    const [chick, duck] = understand('three yellow ducklings and their mother').subjects
    expect(duck?.scale).toBeGreaterThan(chick?.scale ?? 9)
    expect(duck?.tints).toEqual([])
  })

  it('who reads by candlelight sits in a room at night and holds the book', () => {
    const scene = understand('a cat wearing a hat, reading a book by candlelight')
    expect([scene.place, scene.time]).toEqual(['room', 'night'])
    expect(drawn(scene)).toEqual(['cat', 'top-hat', 'open-book', 'table', 'candle'])
    expect(scene.subjects[2]?.held).toEqual({ by: 0, how: 'held' })
  })

  it.each([
    ['a dragon with purple wings', ['#8a3fc7'], []],
    ['a cat with green eyes', [], ['green eyes']],
    ['a striped parasol', [], []],
    ['a striped cat', [], ['striped']],
    ['neon signs in a city at night', undefined, []],
  ])('%s: takes the colour of a large part, and says what it left out', (prompt, tints, unpainted) => {
    const scene = understand(prompt)
    expect(scene.subjects[0]?.tints).toEqual(tints)
    expect(scene.unpainted).toEqual(unpainted)
  })

  it.each([
    ['two sailboats with orange sails', 'sail', '#ff8a1f'],
    ['a blue house with a white roof', 'roof', '#f6f6f8'],
    ['a shop with a red door', 'door', '#e3342f'],
    ['a white horse with a black mane', 'mane', '#2a2733'],
    ['a rocket with red fins', 'fin', '#e3342f'],
    ['a present with a red ribbon in a meadow', 'ribbon', '#e3342f'],
  ])('%s: the part alone takes the colour, and nothing is left out', (prompt, part, colour) => {
    const scene = understand(prompt)
    expect(scene.subjects.map((subject) => subject.parts)).toEqual([[{ part, colour }]])
    expect(scene.unpainted).toEqual([])
  })

  it.each([
    ['a bear behind a tree', [{ how: 'behind', to: [1] }, null]],
    ['a man with a hat in front of a castle', [{ how: 'before', to: [2] }, null, null]],
    ['a robot between two houses', [{ how: 'between', to: [1] }, null]],
    ['a dog between a tree and a house', [{ how: 'between', to: [1, 2] }, null, null]],
    ['a couple under a street lamp', [{ how: 'under', to: [2] }, { how: 'under', to: [2] }, null]],
    ['a dog jumping over a fence', [{ how: 'over', to: [1] }, null]],
    [
      'a couple between a tree and a house',
      [{ how: 'between', to: [2, 3] }, { how: 'between', to: [2, 3] }, null, null],
    ],
    ['a couple behind the man, a dog beside the man', [null, { how: 'behind', to: [0] }, { how: 'beside', to: [0] }]],
    ['a dog behind a cat behind the dog', [{ how: 'behind', to: [1] }, null]],
    ['a bicycle behind a man riding the bicycle', [null]],
    ['a girl under an umbrella', [null, null]],
  ])('%s: who stands where', (prompt, near) => {
    expect(understand(prompt).subjects.map((subject) => subject.near)).toEqual(near)
  })

  it.each([
    ['a sleeping black cat', 'black-cat', 'asleep', []],
    ['a cat sleeping outside', 'cat', 'asleep', []],
    ['a horse that is running', 'horse', 'running', []],
    ['a woman dancing', 'woman-dancing', null, []],
    ['a man with a hat running', 'man', 'running', []],
    ['a girl sitting in a park', 'woman-in-lotus-position', null, []],
    ['a horse sitting in a park', 'horse', null, ['sitting']],
    ['a man feeding a horse', 'man', null, ['feeding']],
    ['a boy riding a red bicycle', 'man-biking', null, []],
  ])('%s: drawn so, or said not to be', (prompt, drawing, pose, unpainted) => {
    const scene = understand(prompt)
    expect([scene.subjects[0]?.drawing, scene.subjects[0]?.pose]).toEqual([drawing, pose])
    expect(scene.unpainted).toEqual(unpainted)
  })

  it.each([
    ['six stars and a crescent moon above the sea', ['6 star'], 'crescent'],
    ['a planet with two moons', ['ringed-planet', '2 full-moon'], 'full'],
    ['a starry night with a half moon above the sea', [], 'half'],
  ])('%s: what is counted in the sky is drawn that often', (prompt, subjects, phase) => {
    const scene = understand(prompt)
    expect([drawn(scene), scene.moonPhase, scene.time]).toEqual([subjects, phase, 'night'])
  })

  it.each([
    ['a car in front of a diner', 'city', ['automobile', 'shop']],
    ['a woman in a coffee shop', 'room', ['woman']],
    ['a robot in a laboratory', 'room', ['robot']],
    ['a cyclist on a mountain road', 'mountains', ['person-biking']],
    ['a polar bear and her cub on the ice', 'snow', ['polar-bear', 'polar-bear']],
    ['a glass of red wine', 'room', ['wine-glass', 'table']],
  ])('%s: where, and who', (prompt, place, subjects) => {
    const scene = understand(prompt)
    expect([scene.place, drawn(scene)]).toEqual([place, subjects])
  })

  it('never set anybody near himself, through any number of others', () => {
    const who = fc.constantFrom('a couple', 'a family of four', 'the man', 'the woman', 'a dog', 'a man on a bicycle')
    const how = fc.constantFrom('behind', 'beside', 'in front of', 'under', 'between', 'on', 'with')
    const sentence = fc.tuple(who, how, who).map((words) => words.join(' '))
    const prompts = fc.array(sentence, { minLength: 1, maxLength: 4 }).map((sentences) => sentences.join(', '))
    fc.assert(
      fc.property(prompts, (prompt) => {
        const { subjects } = understand(prompt)
        for (const [index, { near }] of subjects.entries()) expect(near?.to ?? []).not.toContain(index)
      }),
      { numRuns: 300 },
    )
  })

  it('make no more subjects than others do', () => {
    const { subjects } = understand('a family of four with their dog and its mother having a picnic, '.repeat(60))
    expect(subjects.length).toBeLessThanOrEqual(10)
  })

  it('nobody who cannot fly is in the sky', () => {
    expect(understand('two children flying kites').subjects.map(({ where }) => where)).toEqual([null, null])
    expect(understand('a woman over the city').subjects[0]?.where).toBeNull()
    expect(understand('a superhero flying over the city').subjects[0]?.where).toBe('air')
  })
})

describe('rooms', () => {
  it.each([
    ['a chef in a restaurant kitchen', 'kitchen'],
    ['a kitchen', 'kitchen'],
    ['a man cooking', 'kitchen'],
    ['a baker in a bakery', 'kitchen'],
    ['a bedroom with a cat', 'bedroom'],
    ['a cat in a living room', 'living room'],
  ])('%s is furnished as a %s', (prompt, interior) => {
    expect(understand(prompt)).toMatchObject({ place: 'room', interior })
  })

  it('who cooks over a campfire is outdoors', () => {
    expect(understand('a man cooking over a campfire').place).not.toBe('room')
  })

  it.each([
    ['a lamp in a living room', ['floor lamp']],
    ['a lamp on a table in a bedroom', ['table lamp', 'table']],
    ['a lamp in a city street', ['street-lamp']],
  ])('%s is of that place', (prompt, drawings) => {
    expect(drawn(understand(prompt))).toEqual(drawings)
  })

  it('what is baked in a kitchen stands on a table', () => {
    expect(drawn(understand('a girl baking a cake'))).toEqual(['girl', 'birthday-cake', 'table'])
  })
})

describe('what grows and where it rises', () => {
  it.each([
    ['a field of sunflowers', 'sunflower', null],
    ['a field of red tulips', 'tulip', '#e3342f'],
    ['a sunflower field at sunset', 'sunflower', null],
    ['a pumpkin patch', 'pumpkin', null],
    ['a wheat field', 'wheat', null],
  ])('%s is full of it', (prompt, name, tint) => {
    const scene = understand(prompt)
    expect(scene).toMatchObject({ place: 'meadow', crop: { name, tint }, subjects: [] })
  })

  it('a thing in a field stays, and a small one small', () => {
    const scene = understand('a bee in a field of tulips')
    expect(drawn(scene)).toEqual(['honeybee'])
    expect(scene.subjects[0]?.scale).toBeLessThan(0.7)
  })

  it.each(['a castle on a hill', 'a castle on top of a hill', 'a cow and a castle on the hill'])(
    '%s has a hill under the castle',
    (prompt) => {
      const scene = understand(prompt)
      expect(scene.subjects[scene.onHill ?? -1]?.drawing).toBe('castle')
    },
  )

  it('a hill by itself is the land', () => {
    expect(understand('rolling hills and a castle').onHill).toBeNull()
  })
})

describe('materials', () => {
  it.each([
    ['apples in a wooden bowl', 'bowl', ['#9a653a']],
    ['a wooden chair', 'chair', []],
    ['a glass bottle', 'bottle-with-popping-cork', ['#b5dfe0']],
    ['a green glass bottle', 'bottle-with-popping-cork', ['#2fa84f']],
    ['a stone house', 'house', ['#9c9890']],
  ])('%s', (prompt, drawing, tints) => {
    expect(understand(prompt).subjects.find((subject) => subject.drawing === drawing)?.tints).toEqual(tints)
  })

  it('of a wooden boat the hull is of wood and the sails are not', () => {
    expect(understand('a wooden boat on a lake').subjects[0]).toMatchObject({
      tints: [],
      parts: [{ part: 'hull', colour: '#9a653a' }],
    })
  })
})
