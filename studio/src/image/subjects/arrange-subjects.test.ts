import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { preparePainting } from '../prepare-painting.ts'
import type { NearHow, Scene, SceneSubject } from '../prompt/scene.ts'
import { understandPrompt } from '../prompt/understand-prompt.ts'
import { makeRandom } from '../random.ts'
import type { PlacedSubject } from './arrange-subjects.ts'
import { paintKiteStrings } from './paint-kite-strings.ts'
import { ownDrawings } from './own-drawings.ts'
import { canFly } from './seats.ts'

const sizes = [
  { width: 256, height: 256 },
  { width: 256, height: 448 },
  { width: 512, height: 224 },
]

function subject(drawing: string, changes: Partial<SceneSubject> = {}): SceneSubject {
  return {
    word: drawing,
    drawing,
    count: 1,
    tints: [],
    parts: [],
    scale: 1,
    where: null,
    held: null,
    near: null,
    pose: null,
    ...changes,
  }
}

interface Placed {
  placed: PlacedSubject[]
  width: number
  height: number
}

/** A meadow at noon, or as changed, with these in it. */
async function place(
  subjects: SceneSubject[],
  changes: Partial<Scene> = {},
  size = sizes[0],
  seed = '1',
): Promise<Placed> {
  const meadow = understandPrompt('a meadow at noon, clear sky', '', makeRandom('1', 'scene'))
  const scene: Scene = { ...meadow, subjects, ...changes }
  const { painting, placed } = await preparePainting(scene, seed, size ?? { width: 256, height: 256 })
  return { placed, width: painting.width, height: painting.height }
}

function edges({ x, y, width, height, habitat }: PlacedSubject): Record<'left' | 'right' | 'top' | 'bottom', number> {
  const top = habitat === 'air' ? y - height / 2 : y - height
  return { left: x - width / 2, right: x + width / 2, top, bottom: top + height }
}

const words = (items: readonly SceneSubject[]): string[] => items.map(({ word }) => word)

describe('what somebody has', () => {
  it.each([
    ['top-hat', 'worn', 'man'],
    ['scarf', 'worn', 'dog'],
    ['umbrella', 'held', 'girl'],
    ['rose', 'held', 'robot'],
    ['cat', 'upon', 'couch-and-lamp'],
    ['locomotive', 'upon', 'stone-bridge'],
    ['tulip', 'inside', 'vase'],
    ['parrot', 'inside', 'deciduous-tree'],
    ['fishing rod', 'held', 'old-man'],
    ['watering can', 'held', 'robot'],
    ['picnic basket', 'upon', 'picnic blanket'],
    // Nothing says how these go together.
    ['anchor', 'worn', 'volcano'],
    ['piano', 'inside', 'butterfly'],
  ] as const)('%s, %s by %s, goes along with it and is counted', async (thing, how, bearer) => {
    for (const size of sizes) {
      const { placed, width } = await place([subject(bearer), subject(thing, { held: { by: 0, how } })], {}, size)
      expect(words(placed.map((item) => item.subject))).toEqual([bearer])
      expect(placed.flatMap((item) => words(item.carries))).toEqual([thing])
      for (const item of placed) {
        expect(edges(item).left).toBeGreaterThan(-20)
        expect(edges(item).right).toBeLessThan(width + 20)
      }
    }
  })

  it('is shared out among all, but for what each of them wears', async () => {
    const { placed } = await place([
      subject('girl', { count: 2 }),
      subject('balloon', { count: 3, held: { by: 0, how: 'held' } }),
      subject('crown', { held: { by: 0, how: 'worn' } }),
    ])
    const carried = placed.map((item) => words(item.carries).toSorted())
    expect(carried.toSorted((one, other) => other.length - one.length)).toEqual([
      ['balloon', 'balloon', 'crown'],
      ['balloon', 'crown'],
    ])
  })

  it('may have something itself', async () => {
    const { placed } = await place([
      subject('table'),
      subject('vase', { held: { by: 0, how: 'upon' } }),
      subject('rose', { count: 5, held: { by: 1, how: 'inside' } }),
    ])
    expect(placed).toHaveLength(1)
    expect(placed.flatMap((item) => words(item.carries))).toEqual(['vase', 'rose', 'rose', 'rose', 'rose', 'rose'])
  })

  it('leaves its bearer as large as it was', async () => {
    const [alone, hatted] = [
      await place([subject('man')]),
      await place([subject('man'), subject('top-hat', { held: { by: 0, how: 'worn' } })]),
    ]
    expect(hatted.placed[0]?.height).toBeGreaterThan((alone.placed[0]?.height ?? 0) * 1.15)
  })
})

describe.each(sizes)('who stands by others, at $width x $height', (size) => {
  const pair = async (how: NearHow, bears = 'bear', target = 'house'): Promise<[PlacedSubject, PlacedSubject]> => {
    const subjects = [subject(bears, { near: { how, to: [1] } }), subject(target)]
    const { placed } = await place(subjects, {}, size)
    const [first, second] = [bears, target].map((name) => placed.find((item) => item.subject.drawing === name))
    if (first === undefined || second === undefined) throw new Error('Not placed')
    return [first, second]
  }

  it('behind is painted first, half hidden', async () => {
    const [bear, house] = await pair('behind')
    expect(bear.y).toBeLessThan(house.y)
    expect(edges(bear).left).toBeLessThan(edges(house).right)
    expect(edges(bear).right).toBeGreaterThan(edges(house).left)
    expect(Math.min(edges(bear).left - edges(house).left, edges(house).right - edges(bear).right)).toBeLessThan(0)
  })

  it.each(['before', 'under'] as const)('%s is painted last, at its foot', async (how) => {
    const [bear, house] = await pair(how)
    expect(bear.y).toBeGreaterThan(house.y)
    expect(Math.abs(bear.x - house.x)).toBeLessThan((bear.width + house.width) / 2)
  })

  it('over is above it, the shadow below', async () => {
    const [dog, fence] = await pair('over', 'dog', 'fence')
    expect(edges(dog).bottom - dog.lift).toBeLessThan(edges(fence).top + fence.height * 0.5)
  })

  it('between has as many on its left as on its right', async () => {
    const { placed } = await place(
      [subject('robot', { near: { how: 'between', to: [1, 2] } }), subject('house'), subject('deciduous-tree')],
      {},
      size,
    )
    const order = placed.toSorted((one, other) => one.x - other.x).map((item) => item.subject.drawing)
    expect(order[1]).toBe('robot')
  })

  it('a couple between two others is between both together', async () => {
    const near = { how: 'between', to: [2, 3] } as const
    const others = [subject('house'), subject('deciduous-tree')]
    const { placed } = await place([subject('man', { near }), subject('woman', { near }), ...others], {}, size)
    const order = placed.toSorted((one, other) => one.x - other.x).map((item) => item.subject.drawing)
    expect(order.slice(1, 3).toSorted()).toEqual(['man', 'woman'])
  })

  it('beside is next to it', async () => {
    const subjects = ['fox', 'owl', 'cat'].map((name) => subject(name))
    const { placed } = await place([...subjects, subject('dog', { near: { how: 'beside', to: [0] } })], {}, size)
    const order = placed.toSorted((one, other) => one.x - other.x).map((item) => item.subject.drawing)
    expect(Math.abs(order.indexOf('dog') - order.indexOf('fox'))).toBe(1)
  })

  it('a rider is seen to the top of his hat, however large his mount', async () => {
    const { placed } = await place(
      [
        subject('elephant', { scale: 1.85, where: 'front' }),
        subject('man', { held: { by: 0, how: 'upon' } }),
        subject('top-hat', { held: { by: 1, how: 'worn' } }),
      ],
      {},
      size,
    )
    for (const item of placed) expect(edges(item).top).toBeGreaterThan(0)
  })
})

it('who jumps is off the ground, who sleeps lies under the letters of sleep', async () => {
  const { placed } = await place([subject('dog', { pose: 'jumping' })])
  expect(placed[0]?.lift).toBeGreaterThan(20)
  const [awake, asleep] = [await place([subject('man')]), await place([subject('man', { pose: 'asleep' })])]
  const ratio = ({ placed: [item] }: Placed): number => (item?.width ?? 0) / (item?.height ?? 1)
  expect(ratio(awake)).toBeLessThan(0.8)
  expect(ratio(asleep)).toBeGreaterThan(1)
})

it('who sleeps keeps his hat on his head, which is on the left, under letters that can be read', async () => {
  for (const seed of ['one', 'two', 'three', 'four']) {
    const hat = subject('top-hat', { held: { by: 0, how: 'worn' } })
    const { placed } = await place([subject('man', { pose: 'asleep' }), hat], {}, sizes[0], seed)
    const [bare] = (await place([subject('man', { pose: 'asleep' })])).placed
    const [item] = placed
    expect(item?.mirrored).toBe(false)
    // A hat over the sleeper would make him taller; at his head it makes him longer.
    expect((item?.figure.view.height ?? 0) / (bare?.figure.view.height ?? 1)).toBeLessThan(1.1)
    expect((item?.figure.view.width ?? 0) / (bare?.figure.view.width ?? 1)).toBeGreaterThan(1.1)
  }
})

it('an egg in a meal is cut in two, one in a basket is whole', async () => {
  const bodyIn = async (bearer: string): Promise<string> => {
    const { placed } = await place([subject(bearer), subject('egg', { held: { by: 0, how: 'inside' } })])
    return placed[0]?.figure.drawing.body ?? ''
  }
  expect(await bodyIn('steaming-bowl')).toContain(ownDrawings['halved-egg']?.body)
  expect(await bodyIn('basket')).not.toContain(ownDrawings['halved-egg']?.body)
})

it('people stay on the ground, those of tales may fly', async () => {
  for (const person of ['woman', 'old-man', 'cook', 'knight']) {
    const { placed } = await place([subject(person, { where: 'air' })])
    expect(placed[0]?.habitat, person).toBe('ground')
    expect(canFly(person), person).toBe(false)
  }
  for (const flyer of ['man-superhero', 'woman-fairy', 'bird']) {
    const { placed } = await place([subject(flyer, { where: 'air' })])
    expect(placed[0]?.habitat, flyer).toBe('air')
  }
})

it('an iceberg drifts, and bears whom it is said to', async () => {
  const penguins = subject('penguin', { count: 2, held: { by: 0, how: 'upon' } })
  const { placed } = await place([subject('iceberg'), penguins], { place: 'sea' })
  expect(placed.map(({ habitat }) => habitat)).toEqual(['water'])
  expect(placed.flatMap((item) => words(item.carries))).toEqual(['penguin', 'penguin'])
})

it('several colours go round the instances', async () => {
  const tints = ['#e3342f', '#2f6fe0', '#ffd21f'] as const
  const { placed } = await place([subject('balloon', { count: 4, tints })])
  const bodies = placed.toSorted((one, other) => one.x - other.x).map((item) => item.figure.drawing.body)
  expect(new Set(bodies).size).toBe(3)
})

describe.each(sizes)('at $width x $height', (size) => {
  it('a close-up fills most of the height or the width and stays inside', async () => {
    const { placed, width, height } = await place([subject('hamburger')], { framing: 'close' }, size)
    const [item] = placed
    if (item === undefined) throw new Error('Nothing is placed')
    expect(Math.max(item.height / height, item.width / width)).toBeGreaterThan(0.6)
    expect(edges(item).top).toBeGreaterThan(0)
    expect(edges(item).bottom).toBeLessThan(height)
  })

  it('a portrait comes up from the lower edge and nearly to the upper one', async () => {
    const subjects = [subject('old-man'), subject('top-hat', { held: { by: 0, how: 'worn' } })]
    const { placed, width, height } = await place(subjects, { framing: 'portrait' }, size)
    const [item] = placed
    if (item === undefined) throw new Error('Nothing is placed')
    expect(edges(item).bottom).toBeGreaterThanOrEqual(height)
    expect(edges(item).top).toBeGreaterThan(0)
    expect(Math.max(item.height / height, item.width / width)).toBeGreaterThan(0.8)
  })

  it('a logo is in the middle', async () => {
    const { placed, width, height } = await place(
      [subject('fox')],
      { framing: 'logo', place: 'plain background' },
      size,
    )
    expect(placed[0]?.x).toBeCloseTo(width / 2)
    expect(placed[0]?.y).toBeCloseTo(height / 2)
  })
})

describe('hills and chairs', () => {
  it('who stands on a hill stands above the plain, wholly in the picture', async () => {
    const castle = subject('castle')
    const plain = await place([castle])
    const hill = await place([castle], { onHill: 0 })
    const [below, above] = [plain.placed[0], hill.placed[0]]
    if (below === undefined || above === undefined) throw new Error('Nothing was placed')
    expect(above.y).toBeLessThan(below.y - hill.height * 0.1)
    expect(edges(above).top).toBeGreaterThan(0)
  })

  it('a grown sitter is as large as the armchair', async () => {
    const chair = subject('armchair')
    const sitter = subject('old-woman', { held: { by: 1, how: 'upon' } })
    const { placed } = await place([sitter, chair])
    const alone = await place([chair])
    const [seated, empty] = [placed[0]?.figure.view.height ?? 0, alone.placed[0]?.figure.view.height ?? 1]
    expect(seated / empty).toBeGreaterThan(1.05)
  })

  it.each(['dog', 'cat', 'cow'])('a sleeping %s is lower than one that stands', async (name) => {
    const bodyHeight = async (pose: SceneSubject['pose']): Promise<number> => {
      const { placed } = await place([subject(name, { pose })])
      const { body = '' } = placed[0]?.figure.drawing ?? {}
      return Number(/<clipPath id="lying[^>]*><rect [^>]*height="([\d.]+)"/.exec(body)?.[1] ?? 32)
    }
    expect(await bodyHeight('asleep')).toBeLessThan((await bodyHeight(null)) * 0.85)
  })

  it('a kite is tied to who flies it by a string', async () => {
    const { placed, width, height } = await place([subject('child'), subject('kite')])
    const canvas = createCanvas(width, height)
    const pen = canvas.getContext('2d')
    paintKiteStrings(pen, placed)
    const opaque = pen.getImageData(0, 0, width, height).data.filter((value, at) => at % 4 === 3 && value > 0)
    expect(opaque.length).toBeGreaterThan(100)
    pen.clearRect(0, 0, width, height)
    paintKiteStrings(
      pen,
      placed.filter(({ subject: { drawing } }) => drawing === 'kite'),
    )
    expect(pen.getImageData(0, 0, width, height).data.some((value) => value > 0)).toBe(false)
  })
})
