import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { AudioFormat } from '../contract.ts'
import { Refusal } from '../refusal.ts'
import { chooseLayers, layers } from './choose-layers.ts'
import { makeSound } from './make-sound.ts'

interface Wanted {
  prompt: string
  negativePrompt?: string
  durationSeconds?: number | null
  video?: Uint8Array | null
  seed?: number
  format?: AudioFormat
  signal?: AbortSignal
  onProgress?: (percent: number) => void
}

function make(wanted: Wanted) {
  const { prompt, negativePrompt = '', durationSeconds = 2, video = null, seed = 1, format = 'wav' } = wanted
  const context = { signal: wanted.signal ?? new AbortController().signal, onProgress: wanted.onProgress ?? (() => {}) }
  return makeSound({ kind: 'sound', prompt, negativePrompt, durationSeconds, video, seed, format }, context)
}

interface Samples {
  left: number[]
  right: number[]
}

/** The test's own reader of 16-bit stereo WAV. */
function readWav(bytes: Uint8Array): Samples {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  expect(Buffer.from(bytes.subarray(0, 4)).toString()).toBe('RIFF')
  expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)]).toEqual([2, 44100, 16])
  const start = Buffer.from(bytes).indexOf('data') + 8
  const frames = view.getUint32(start - 4, true) / 4
  const channel = (offset: number) =>
    Array.from({ length: frames }, (_, index) => view.getInt16(start + index * 4 + offset, true) / 32768)
  return { left: channel(0), right: channel(2) }
}

function rms(values: number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
}

function peak({ left, right }: Samples): number {
  return [...left, ...right].reduce((best, value) => Math.max(best, Math.abs(value)), 0)
}

/** Sign changes a second: how bright a sound is. */
function brightness(values: number[]): number {
  let changes = 0
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index] ?? 0) > 0 !== (values[index - 1] ?? 0) > 0) changes += 1
  }
  return (changes * 44100) / values.length
}

/** Separate sounds: the level rises over a threshold after 60 ms below it. */
function onsets(values: number[]): number {
  const size = 441
  const threshold = values.reduce((best, value) => Math.max(best, Math.abs(value)), 0) * 0.15
  let count = 0
  let quiet = 10
  for (let start = 0; start + size <= values.length; start += size) {
    const isLoud = values.slice(start, start + size).some((value) => Math.abs(value) > threshold)
    if (isLoud && quiet >= 6) count += 1
    quiet = isLoud ? 0 : quiet + 1
  }
  return count
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

describe('each family', () => {
  test.each(layers.map((layer) => [layer.name, layer] as const))(
    '%s is audible and does not clip',
    async (name, layer) => {
      const { bytes, facts } = await make({ prompt: name, durationSeconds: 1.2 })
      expect(facts.layers).toEqual([name])
      const samples = readWav(bytes)
      expect(rms(samples.left)).toBeGreaterThan(0.01)
      expect(rms(samples.right)).toBeGreaterThan(0.01)
      expect(peak(samples)).toBeLessThan(10 ** (-1 / 20))
      const word = layer.words.split(' ')[0] ?? name
      expect(chooseLayers(word, '').map((part) => part.layer.name)).toContain(name)
    },
  )

  test('no two families sound the same', async () => {
    const hashes = new Set<string>()
    for (const layer of layers) hashes.add(sha256((await make({ prompt: layer.name, durationSeconds: 0.2 })).bytes))
    expect(hashes.size).toBe(layers.length)
  })

  test('thunder is darker than rain, crickets are brighter than waves', async () => {
    const bright = async (prompt: string) =>
      brightness(readWav((await make({ prompt, durationSeconds: 4 })).bytes).left)
    expect(await bright('thunder')).toBeLessThan((await bright('rain')) / 10)
    expect(await bright('crickets')).toBeGreaterThan((await bright('waves')) * 3)
  })

  test('beds are about -16 dB RMS', async () => {
    for (const prompt of ['rain', 'waves', 'stream', 'engine', 'space']) {
      const level = 20 * Math.log10(rms(readWav((await make({ prompt, durationSeconds: 6 })).bytes).left))
      expect(level).toBeGreaterThan(-18.5)
      expect(level).toBeLessThan(-14)
    }
  })
})

describe('what the prompt says', () => {
  test('several words are mixed', async () => {
    const { facts } = await make({ prompt: 'Heavy rain with distant thunder, a crackling fire and birds' })
    expect(facts.layers).toEqual(['rain', 'thunder', 'fire', 'birds'])
  })

  test('a scene is made of its sounds', async () => {
    expect((await make({ prompt: 'a storm at night' })).facts.layers).toEqual(['rain', 'thunder', 'wind', 'crickets'])
  })

  test('the negative prompt leaves layers out', async () => {
    const prompt = 'rain, thunder and wind'
    const { facts, bytes } = await make({ prompt, negativePrompt: 'no thunder please' })
    expect(facts.layers).toEqual(['rain', 'wind'])
    expect(sha256(bytes)).not.toBe(sha256((await make({ prompt })).bytes))
  })

  test('a prompt with nothing left, nothing known or nothing at all gives a soft ambience', async () => {
    for (const wanted of [
      { prompt: 'rain', negativePrompt: 'rain' },
      { prompt: 'xyzzy plugh' },
      { prompt: '' },
      { prompt: '🎧 雨' },
    ]) {
      const { facts, bytes } = await make(wanted)
      expect(facts.layers).toEqual(['ambience'])
      expect(rms(readWav(bytes).left)).toBeGreaterThan(0.05)
    }
  })

  test('a number counts events', async () => {
    for (const [prompt, count] of [
      ['three gunshots', 3],
      ['one explosion', 1],
      ['five dog barks', 5],
    ] as const) {
      expect(onsets(readWav((await make({ prompt, durationSeconds: 10 })).bytes).left), prompt).toBe(count)
    }
  })

  test('what is distant is duller', async () => {
    const bright = async (prompt: string) => brightness(readWav((await make({ prompt })).bytes).left)
    expect(await bright('distant rain')).toBeLessThan((await bright('rain')) / 2)
  })

  test('3,000 characters and object property names are only words', async () => {
    const { facts } = await make({ prompt: '__proto__ constructor toString '.repeat(100), durationSeconds: 1 })
    expect(facts.layers).toEqual(['ambience'])
  })
})

describe('two words that belong together', () => {
  const chosen = (prompt: string) => chooseLayers(prompt, '').map((part) => part.layer.name)

  test.each([
    ['a car horn honking', ['horn']],
    ['footsteps in deep snow', ['crunching-steps']],
    ['someone knocking on a wooden door', ['knock']],
    ['game over', ['error']],
    ['fire alarm', ['alarm']],
    ['wind howling', ['wind']],
    ['a roaring fire', ['fire']],
    ['a steam train with a whistle', ['train']],
  ])('%s is %j', (prompt, expected) => {
    expect(chosen(prompt)).toEqual(expected)
  })

  test('what is said behind a sound can put it far away', () => {
    expect(chooseLayers('rain and a dog barking in the distance', '').map((part) => part.isDistant)).toEqual([
      false,
      true,
    ])
  })
})

describe('a soundtrack for a video', () => {
  const video = readFileSync(new URL('../companions/fixtures/two-seconds.mp4', import.meta.url))

  test('is as long as the video, or as is asked', async () => {
    expect((await make({ prompt: 'rain', durationSeconds: null, video })).durationSeconds).toBeCloseTo(2, 2)
    expect((await make({ prompt: 'rain', durationSeconds: 3, video })).durationSeconds).toBe(3)
  })

  test('of a video longer than 30 s has 30 s', async () => {
    const long = Buffer.from(video)
    const header = long.indexOf('mvhd')
    // In thousandths of a second.
    long.writeUInt32BE(600_000, header + 20)
    expect((await make({ prompt: 'click', durationSeconds: null, video: long })).durationSeconds).toBe(30)
  })

  test('is refused when the bytes are no video', async () => {
    for (const garbage of [
      Buffer.from(''),
      Buffer.from('not a video'),
      video.subarray(0, 60),
      Buffer.alloc(1000, 'ftyp'),
    ]) {
      await expect(make({ prompt: 'rain', durationSeconds: null, video: garbage })).rejects.toBeInstanceOf(Refusal)
    }
  })

  test('of no given length lasts 8 s', async () => {
    expect((await make({ prompt: 'click', durationSeconds: null })).durationSeconds).toBe(8)
  })
})

describe('length and bytes', () => {
  test.each([1, 1.37, 4, 30])('%d s are exactly that long', async (durationSeconds) => {
    const { bytes, durationSeconds: told } = await make({ prompt: 'clock', durationSeconds })
    expect(readWav(bytes).left.length).toBe(Math.round(durationSeconds * 44100))
    expect(told).toBeCloseTo(durationSeconds, 4)
  })

  test('it begins and ends in silence', async () => {
    const { left } = readWav((await make({ prompt: 'siren' })).bytes)
    expect(Math.abs(left[0] ?? 1)).toBeLessThan(0.001)
    expect(Math.abs(left.at(-1) ?? 1)).toBeLessThan(0.001)
  })

  test('events go on to the end', async () => {
    const { left } = readWav((await make({ prompt: 'footsteps', durationSeconds: 20 })).bytes)
    for (let second = 0; second < 19; second += 2) {
      expect(rms(left.slice(second * 44100, (second + 2) * 44100))).toBeGreaterThan(0.01)
    }
  })

  test('the same seed gives the same bytes, another seed others', async () => {
    const wanted = { prompt: 'rain and a barking dog', seed: 5 }
    const first = sha256((await make(wanted)).bytes)
    expect(sha256((await make(wanted)).bytes)).toBe(first)
    expect(sha256((await make({ ...wanted, seed: 6 })).bytes)).not.toBe(first)
  })

  test('another process makes the same bytes', async () => {
    const request = { kind: 'sound', prompt: 'rain and a barking dog', negativePrompt: '', durationSeconds: 1 }
    const script = `
      import { createHash } from 'node:crypto'
      import { makeSound } from ${JSON.stringify(new URL('./make-sound.ts', import.meta.url).href)}
      const request = ${JSON.stringify({ ...request, video: null, seed: 5, format: 'ogg' })}
      const { bytes } = await makeSound(request, { signal: new AbortController().signal, onProgress() {} })
      process.stdout.write(createHash('sha256').update(bytes).digest('hex'))`
    const other = execFileSync(process.execPath, ['--input-type=module', '-e', script]).toString()
    expect(sha256((await make({ prompt: request.prompt, durationSeconds: 1, seed: 5, format: 'ogg' })).bytes)).toBe(
      other,
    )
  })

  test.each([
    ['mp3', 'audio/mpeg'],
    ['ogg', 'audio/ogg'],
    ['flac', 'audio/flac'],
    ['wav', 'audio/wav'],
  ] as const)('%s is encoded', async (format, mediaType) => {
    const result = await make({ prompt: 'bell', durationSeconds: 1, format })
    expect(result.mediaType).toBe(mediaType)
    expect(result.bytes.length).toBeGreaterThan(1000)
  })
})

describe('abort and progress', () => {
  test('an abort between layers stops the work with its reason', async () => {
    const abort = new AbortController()
    const reason = new Error('enough')
    const seen: number[] = []
    const onProgress = (percent: number) => {
      seen.push(percent)
      if (percent > 0) abort.abort(reason)
    }
    const prompt = 'rain, wind, birds and a train'
    await expect(make({ prompt, signal: abort.signal, onProgress })).rejects.toBe(reason)
    expect(seen.length).toBe(2)
  })

  test('progress rises to 100', async () => {
    const seen: number[] = []
    await make({ prompt: 'rain and wind', onProgress: (percent) => seen.push(percent) })
    expect(seen).toEqual(seen.toSorted((left, right) => left - right))
    expect(seen.at(-1)).toBe(100)
  })
})
