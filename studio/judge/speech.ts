/**
 * Judges the voices: `node studio/judge/speech.ts [folder]` lets each speak the texts below, prints what can be heard, and
 * writes the recordings into the folder. The last line has the figures of all.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { envelope, hearPitch, hearWav, longestSilence, onsets } from '../src/speech/testing/hear.ts'
import { speak } from '../src/speech/speak.ts'
import { VOICES } from '../src/speech/voices.ts'

/** Each word begins after a silence. */
const parted = 'Monday, Tuesday, Wednesday, Sunday, summer, winter, apples, kitchen, garden, window, river, mountain.'
/** No silence between the words, but a hiss at the beginning of every second one and hardly elsewhere. */
const hissing = 'one Sam one seed one Sue one said one seven one sun one sing one sofa one sailor one sense'
const story =
  'The harbour was quiet when Dr. Hill came home at 6:30. She had paid $12.50 for 3 fish; nobody else was there. "Where is everyone?" she asked.\n\nThen, far away, a bell began to ring.'
/** What a listener forgives between a word and its caption. */
const TOLERANCE_SECONDS = 0.08

const folder = process.argv[2] ?? null
if (folder !== null) mkdirSync(folder, { recursive: true })
const errors: number[] = []
let [asHigh, loudEnough] = [0, 0]

for (const voice of VOICES) {
  const record = async (text: string) => {
    const context = { signal: new AbortController().signal, onProgress() {} }
    const request = {
      kind: 'speech',
      text,
      voice: voice.name,
      speed: 1,
      language: null,
      seed: 1,
      format: 'wav',
    } as const
    const result = await speak(request, context)
    return { ...result, sound: hearWav(result.bytes) }
  }
  const [days, hisses, told] = [await record(parted), await record(hissing), await record(story)]
  const late = [
    ...compare(
      days.words.map((word) => word.startSeconds),
      onsets(envelope(days.sound), 0.06),
    ),
    ...compare(
      hisses.words.filter((word) => word.text.toLowerCase().startsWith('s')).map((word) => word.startSeconds),
      onsets(envelope(hisses.sound, voice.base === 'kal' ? 3000 : 5000), 0.05, 16),
    ),
  ]
  errors.push(...late)
  const pitch = hearPitch(told.sound)
  const loudness = speechLoudness(told.sound.samples)
  if (Math.abs(pitch.median / voice.shift.hertz - 1) < 0.08) asHigh += 1
  if (Math.abs(loudness + 19) < 2.5) loudEnough += 1
  if (folder !== null) writeFileSync(join(folder, `${voice.name}.wav`), told.bytes)
  const close = late.filter((seconds) => Math.abs(seconds) <= TOLERANCE_SECONDS).length
  print(
    voice.name.padEnd(8),
    voice.base.padEnd(6),
    `${told.durationSeconds.toFixed(1)} s`,
    `${loudness.toFixed(1)} dB`,
    `pitch ${pitch.median.toFixed(0)} of ${voice.shift.hertz} Hz, ±${pitch.spread.toFixed(0)}, voiced ${(pitch.voicedShare * 100).toFixed(0)} %`,
    `silence ${longestSilence(envelope(told.sound)).toFixed(2)} s`,
    `words ${close} of ${late.length} in time, the median ${(median(late.map(Math.abs)) * 1000).toFixed(0)} ms off`,
  )
}
const inTime = errors.filter((seconds) => Math.abs(seconds) <= TOLERANCE_SECONDS).length
print(
  `${VOICES.length} voices: ${inTime} of ${errors.length} words within 80 ms, pitch right in ${asHigh}, loudness right in ${loudEnough}`,
)

/** How far the nearest sound that begins is from where each word says it does. */
function compare(told: number[], heard: number[]): number[] {
  return told.map((seconds) => {
    const distances = heard.map((onset) => onset - seconds)
    return distances.reduce((best, each) => (Math.abs(each) < Math.abs(best) ? each : best), Infinity)
  })
}

/** Mean power of the moments in which something is said. */
function speechLoudness(samples: Float32Array): number {
  const levels = envelope({ sampleRate: 44_100, samples })
  const loudest = levels.reduce((best, level) => Math.max(best, level), -100)
  const spoken = levels.filter((level) => level > loudest - 30)
  return 10 * Math.log10(spoken.reduce((sum, level) => sum + 10 ** (level / 10), 0) / spoken.length)
}

function median(numbers: number[]): number {
  return numbers.toSorted((left, right) => left - right)[numbers.length >> 1] ?? Number.NaN
}

function print(...parts: string[]): void {
  process.stdout.write(`${parts.join('  ')}\n`)
}
