import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { understandPrompt } from '../image/prompt/understand-prompt.ts'
import { makeRandom } from '../image/random.ts'
import type { CameraName } from './camera.ts'
import { cameras, chooseCamera } from './camera.ts'
import { filmPicture } from './film-of-picture.ts'
import { filmScene } from './film-of-scene.ts'
import type { Film } from './film.ts'
import { quietContext } from './testing/make-request.ts'

const size = { width: 192, height: 128, durationSeconds: 4 }

function film(prompt: string, camera: CameraName): Promise<Film> {
  const scene = understandPrompt(prompt, '', makeRandom('7', 'scene'))
  return filmScene({ ...size, scene, seed: '7', prompt, camera }, quietContext())
}

function look(made: Film, seconds: number): Uint8ClampedArray {
  return made.paint(seconds).getContext('2d').getImageData(0, 0, size.width, size.height).data
}

function difference(
  one: Uint8ClampedArray,
  other: Uint8ClampedArray,
  rows: [number, number] = [0, size.height],
): number {
  const [from, to] = [rows[0] * size.width * 4, rows[1] * size.width * 4]
  let sum = 0
  for (let at = from; at < to; at++) sum += Math.abs((one[at] ?? 0) - (other[at] ?? 0))
  return sum / (to - from)
}

/** Columns by which the second picture is the first moved to the right, as far as rows in a stretch tell. */
function shiftOf(one: Uint8ClampedArray, other: Uint8ClampedArray, [top, bottom]: [number, number]): number {
  let best = { shift: 0, error: Infinity }
  const errorOf = (shift: number): number => {
    let error = 0
    for (let y = top; y < bottom; y++)
      for (let at = (y * size.width + 32) * 4; at < ((y + 1) * size.width - 32) * 4; at++)
        error += Math.abs((one[at] ?? 0) - (other[at + shift * 4] ?? 0))
    return error
  }
  for (let shift = -30; shift <= 30; shift++) {
    const error = errorOf(shift)
    if (error < best.error) best = { shift, error }
  }
  return best.shift
}

describe('every film moves', () => {
  it.each([
    'rain over a village',
    'snow in the mountains',
    'a thunderstorm over the sea',
    'aurora above a snowy land',
    'fireworks over the city',
    'fog in a forest',
    'wind in a meadow',
    'waves on a beach',
    'fish under water',
    'an astronaut in space',
    'three butterflies in a garden',
    'a cat in a room',
    'abstract joy',
  ])('%s, though the camera stands still', async (prompt) => {
    const made = await film(prompt, 'static')
    const looks = [0, 0.7, 1.4, 2.1].map((seconds) => new Uint8ClampedArray(look(made, seconds)))
    for (const [index, one] of looks.entries())
      for (const other of looks.slice(index + 1)) expect(difference(one, other)).toBeGreaterThan(0.02)
  })

  it('a moment looks the same whatever was painted before it', async () => {
    const made = await film('a boat on the sea in the rain', 'pan left')
    const first = new Uint8ClampedArray(look(made, 1))
    look(made, 3)
    look(made, 0)
    expect(difference(first, look(made, 1))).toBe(0)
  })
})

describe('the camera', () => {
  it('pans: what is near crosses the picture further than what is far', async () => {
    const made = await film('mountains with a clear sky', 'pan right')
    const [before, after] = [new Uint8ClampedArray(look(made, 1.8)), new Uint8ClampedArray(look(made, 2.2))]
    const [far, near] = [shiftOf(before, after, [45, 70]), shiftOf(before, after, [110, 126])]
    expect(far).toBeLessThan(0)
    expect(near).toBeLessThan(far)
  })

  it("the two ways to pan are each other's mirror in time", async () => {
    const right = await film('a castle on a hill without clouds', 'pan right')
    const left = await film('a castle on a hill without clouds', 'pan left')
    const [start, end] = [new Uint8ClampedArray(look(right, 0)), new Uint8ClampedArray(look(right, 4))]
    // The far hills stand where they stood; clouds, grass and shadows have moved on.
    expect(difference(start, look(left, 4))).toBeLessThan(difference(start, end) / 4)
  })

  it.each([
    ['a fox, camera pans to the left', 'pan left', 'a fox'],
    ['slow zoom in on a lighthouse', 'zoom in', 'on a lighthouse'],
    ['zoom out from a castle', 'zoom out', 'from a castle'],
    ['a village, the camera slowly tilts up', 'tilt up', 'a village'],
    ['drone shot of an island', 'dolly in', 'of an island'],
    ['a ship, static shot', 'static', 'a ship'],
    ['handheld, a dog', 'handheld', 'a dog'],
    ['the camera circles around a tree', 'orbit', 'a tree'],
  ])('"%s" is %s', (prompt, name, rest) => {
    const chosen = chooseCamera(prompt, makeRandom('1', 'camera'))
    expect(chosen.name).toBe(name)
    expect(chosen.scenePrompt.replaceAll(/[\s,]+/g, ' ').trim()).toBe(rest)
  })

  it('a pan in a kitchen, a crane on a lake and a flying dragon are no camera movements', () => {
    for (const prompt of ['a frying pan in a kitchen', 'a crane on a lake', 'a dragon flying over a castle'])
      expect(chooseCamera(prompt, makeRandom('1', 'camera')).scenePrompt).toBe(prompt)
  })

  it('never shows what lies beside the stage', async () => {
    for (const name of Object.keys(cameras).filter((each): each is CameraName => each in cameras)) {
      const made = await film('a lake', name)
      for (const seconds of [0, 2, 3.96]) {
        const data = look(made, seconds)
        expect(data.every((value, at) => at % 4 !== 3 || value === 255)).toBe(true)
      }
    }
  })
})

it('water moves and the land beside it does not', async () => {
  const made = await film('a lake without clouds', 'static')
  const [before, after] = [new Uint8ClampedArray(look(made, 1)), new Uint8ClampedArray(look(made, 1.6))]
  expect(difference(before, after, [80, 100])).toBeGreaterThan(0.25)
  expect(difference(before, after, [118, 128])).toBeLessThan(0.1)
})

describe('a given picture', () => {
  const picture = createCanvas(400, 300)
  const pen = picture.getContext('2d')
  pen.fillStyle = '#8ab4e8'
  pen.fillRect(0, 0, 400, 300)
  pen.fillStyle = '#c0392b'
  for (let x = 0; x < 400; x += 40) pen.fillRect(x, 0, 12, 300)

  function filmOf(prompt: string, camera: CameraName): Promise<Film> {
    const scene = understandPrompt(prompt, '', makeRandom('7', 'scene'))
    return filmPicture({ ...size, picture, scene, seed: '7', camera }, quietContext())
  }

  it('moves under the camera, its lower part further than its upper', async () => {
    const made = await filmOf('', 'pan right')
    const [before, after] = [new Uint8ClampedArray(look(made, 1)), new Uint8ClampedArray(look(made, 3))]
    expect(shiftOf(before, after, [100, 126])).toBeLessThan(shiftOf(before, after, [2, 30]))
  })

  it('stays as it is where nothing is asked for', async () => {
    const made = await filmOf('', 'static')
    expect(difference(new Uint8ClampedArray(look(made, 0)), look(made, 3))).toBe(0)
    expect(made.facts).toMatchObject({ place: 'given picture', weather: 'as given', subjects: [] })
  })

  it('gets the weather of the prompt', async () => {
    const [plain, snowy] = [await filmOf('', 'static'), await filmOf('snow', 'static')]
    expect(difference(new Uint8ClampedArray(look(plain, 1)), look(snowy, 1))).toBeGreaterThan(0.3)
    expect(snowy.facts.weather).toBe('snow')
  })
})
