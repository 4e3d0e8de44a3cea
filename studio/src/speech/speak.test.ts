import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SpeechRequest } from '../contract.ts'
import { Refusal } from '../refusal.ts'
import { speak } from './speak.ts'
import { envelope, hearPitch, hearWav, longestSilence, onsets } from './testing/hear.ts'
import { VOICES } from './voices.ts'

const PLAIN = { kind: 'speech', voice: null, speed: 1, language: null, seed: 1, format: 'wav' } as const
const quiet = () => ({ signal: new AbortController().signal, onProgress() {} })

function say(text: string, wanted: Partial<SpeechRequest> = {}) {
  return speak({ ...PLAIN, text, ...wanted }, quiet())
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

describe('voices', () => {
  test.each(VOICES.map((voice) => [voice.name, voice] as const))(
    '%s is heard, at its pitch and as loud as all',
    async (name, voice) => {
      const result = await say('The old man came home in the evening, and nobody was there.', { voice: name })
      const sound = hearWav(result.bytes)
      expect(result.voice).toBe(name)
      expect(Math.abs(hearPitch(sound).median / voice.shift.hertz - 1)).toBeLessThan(0.12)
      const levels = envelope(sound).filter((level) => level > -45)
      const loudness = 10 * Math.log10(levels.reduce((sum, level) => sum + 10 ** (level / 10), 0) / levels.length)
      expect(Math.abs(loudness + 17.4)).toBeLessThan(1.5)
      expect(sound.samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeLessThan(0.9)
    },
  )

  test('no two are the same, and their names are distinct', async () => {
    const hashes = await Promise.all(
      VOICES.map(async ({ name }) => sha256((await say('Good morning.', { voice: name })).bytes)),
    )
    expect(new Set(hashes).size).toBe(VOICES.length)
    expect(new Set(VOICES.map((voice) => voice.name)).size).toBe(VOICES.length)
  })

  test('a voice that is not there is refused with the names of those that are', async () => {
    await expect(say('Hello', { voice: 'nobody' })).rejects.toThrow(/voice: .*river, oak/)
  })

  test('twice the speed takes half the time, half the speed twice', async () => {
    const text = 'Nobody was there when the old man came home in the evening.'
    const [slow, plain, fast] = await Promise.all([0.5, 1, 2].map((speed) => say(text, { speed })))
    const spoken = (seconds = 0) => seconds - 0.24
    expect(spoken(slow?.durationSeconds) / spoken(plain?.durationSeconds)).toBeCloseTo(2, 0)
    expect(spoken(plain?.durationSeconds) / spoken(fast?.durationSeconds)).toBeCloseTo(2, 0)
  })
})

describe('words', () => {
  test('each begins within 80 ms of where it is heard', async () => {
    const { words, bytes } = await say('Monday, Tuesday, summer, winter, apples, kitchen, garden, window.')
    const heard = onsets(envelope(hearWav(bytes)), 0.06)
    for (const { text, startSeconds } of words) {
      const nearest = Math.min(...heard.map((onset) => Math.abs(onset - startSeconds)))
      expect(nearest, text).toBeLessThan(0.08)
    }
  })

  test('what is written as one word is one, however many are said', async () => {
    const { words } = await say('Dr. Hill paid $12.50 for 21 apples & a “café” in 1999!')
    expect(words.map((word) => word.text)).toEqual([
      'Dr',
      'Hill',
      'paid',
      '$12.50',
      'for',
      '21',
      'apples',
      '&',
      'a',
      'café',
      'in',
      '1999',
    ])
    const seconds = Object.fromEntries(words.map((word) => [word.text, word.endSeconds - word.startSeconds]))
    expect(seconds['$12.50']).toBeGreaterThan((seconds['apples'] ?? 0) * 1.8)
  })

  test('they follow each other within the sound', async () => {
    const { words, durationSeconds } = await say('One two, three. Four: five; six?\n\nSeven - eight… nine (ten).', {
      voice: 'lark',
    })
    expect(words.length).toBe(10)
    let last = 0
    for (const { startSeconds, endSeconds } of words) {
      expect(startSeconds).toBeGreaterThanOrEqual(last)
      expect(endSeconds).toBeGreaterThan(startSeconds)
      last = endSeconds
    }
    expect(last).toBeLessThan(durationSeconds)
  })

  test('a paragraph pauses longer than a sentence, and a sentence longer than "Dr. Hill"', async () => {
    const pause = async (text: string) => longestSilence(envelope(hearWav((await say(text)).bytes)))
    const [within, between, paragraph] = [
      await pause('See Dr. Hill now'),
      await pause('See him. Ill now'),
      await pause('See him.\n\nIll now'),
    ]
    expect(between).toBeGreaterThan(within + 0.15)
    expect(paragraph).toBeGreaterThan(between + 0.3)
  })
})

describe('what cannot be spoken', () => {
  test.each(['de', 'fr-FR', 'zh', 'german', 'ent'])('language %s is refused with the alternative', async (language) => {
    await expect(say('Guten Tag', { language })).rejects.toThrow(/language: .*sherpa-onnx/)
  })

  test.each(['en', 'en-GB', 'EN_us', 'English'])('language %s is English', async (language) => {
    expect((await say('Hello', { language })).words.length).toBe(1)
  })

  test.each(['これは日本語です', 'Привет, мир', 'שלום hi', '안녕하세요'])(
    '%s is refused with the alternative',
    async (text) => {
      await expect(say(text)).rejects.toThrow(/Latin letters.*sherpa-onnx/)
    },
  )

  test.each(['', '   \n\t', '🙂🎉🚀', '\0\u0001\u0002\u001b', '... !!! ---', '\u202e\u200b'])(
    '%j holds nothing to say',
    async (text) => {
      await expect(say(text)).rejects.toBeInstanceOf(Refusal)
    },
  )

  test('10,001 characters are refused', async () => {
    await expect(say('a'.repeat(10_001))).rejects.toThrow(/10001 characters are too many/)
  })

  test('what takes longer than half an hour to say is refused, however few its characters', async () => {
    const text = 'w\n\n'.repeat(3000)
    await expect(say(text, { voice: 'wire', speed: 0.5 })).rejects.toThrow(/longer than 30 minutes/)
  })

  test('a few foreign letters and signs are passed over', async () => {
    const { words } = await say('The word 日本 means Japan 🙂 <b>really</b>')
    expect(words.map((word) => word.text)).toEqual(['The', 'word', 'means', 'Japan', 'really'])
  })

  test('any text is spoken or refused', async () => {
    const bits = fc.constantFrom(
      ...'Dr. $3.50 3/4 % -5 1e9 … x+y=z “hi” don’t \0 -t $ St. é ½ 12:61 <a> _b_ ## 9999999999999999999999 a.b.c iv'.split(
        ' ',
      ),
    )
    const texts = fc.oneof(
      fc.array(bits, { maxLength: 8 }).map((parts) => parts.join(' ')),
      fc.string({ unit: 'binary', maxLength: 40 }),
    )
    const property = fc.asyncProperty(texts, async (text) => {
      const result = await say(text, { voice: 'wire', speed: 2 }).catch((error: unknown) => error)
      expect(result instanceof Refusal || (typeof result === 'object' && result !== null && 'bytes' in result)).toBe(
        true,
      )
    })
    await fc.assert(property, { numRuns: 40 })
  })
})

describe('bytes', () => {
  test.each([
    ['mp3', 'audio/mpeg'],
    ['ogg', 'audio/ogg'],
    ['flac', 'audio/flac'],
    ['wav', 'audio/wav'],
  ] as const)('%s is encoded', async (format, mediaType) => {
    const result = await say('Good morning', { format })
    expect(result.mediaType).toBe(mediaType)
    expect(result.bytes.length).toBeGreaterThan(5000)
  })

  test('the same request gives the same bytes in another process, another seed another reading', async () => {
    const own = sha256((await say('Rain in the morning.', { seed: 7 })).bytes)
    const script = `
      import { createHash } from 'node:crypto'
      import { speak } from ${JSON.stringify(new URL('./speak.ts', import.meta.url).href)}
      const request = ${JSON.stringify({ ...PLAIN, text: 'Rain in the morning.', seed: 7 })}
      const { bytes } = await speak(request, { signal: new AbortController().signal, onProgress() {} })
      process.stdout.write(createHash('sha256').update(bytes).digest('hex'))`
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', script]).toString()).toBe(own)
    expect(sha256((await say('Rain in the morning.', { seed: 8 })).bytes)).not.toBe(own)
  })
})

describe('progress and abort', () => {
  const long = 'The old man came home in the evening, and nobody was there. '.repeat(8)

  test('progress rises to 100', async () => {
    const seen: number[] = []
    await speak({ ...PLAIN, text: long }, { ...quiet(), onProgress: (percent) => seen.push(percent) })
    expect(seen).toEqual(seen.toSorted((left, right) => left - right))
    expect(seen.length).toBeGreaterThan(10)
    expect(seen.at(-1)).toBe(100)
  })

  test('an abort between two sentences stops it with its reason', async () => {
    const abort = new AbortController()
    const reason = new Error('enough')
    const seen: number[] = []
    const onProgress = (percent: number) => {
      seen.push(percent)
      if (percent > 0) abort.abort(reason)
    }
    await expect(speak({ ...PLAIN, text: long }, { signal: abort.signal, onProgress })).rejects.toBe(reason)
    expect(seen.length).toBe(2)
  })
})
