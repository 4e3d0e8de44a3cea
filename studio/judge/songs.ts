/**
 * Judges songs by their sound: `node studio/judge/songs.ts [variants] [seconds]` composes each genre in some variants (every
 * third sung), listens with code that shares nothing with the composer, and prints what was heard beside what was promised.
 * The last lines are the figures.
 */
import { readWav } from '../src/audio/testing/read-wav.ts'
import type { SongResult } from '../src/contract.ts'
import { findChroma } from '../src/listen/find-chroma.ts'
import { listenToSong } from '../src/listen/listen-to-song.ts'
import { toMono as resampleToMono } from '../src/listen/to-mono.ts'
import { ALL_GENRES } from '../src/song/all-genres.ts'
import { composeSong } from '../src/song/compose-song.ts'
import {
  classifyLeavingOneOut,
  countClipped,
  describeSound,
  longestSilenceInside,
  loudnessOf,
  toMono,
} from './audio-features.ts'

const [variants = 3, seconds = 60] = process.argv.slice(2).map(Number)
const context = { signal: new AbortController().signal, onProgress: () => undefined }
const step = () => Promise.resolve()
const CHROMA_RATE = 11_025
/** Moods move tempo and mode to where genres go by themselves seldom. */
const PROMPTS = [
  (genre: string) => genre,
  (genre: string) => `a happy ${genre} song about summer`,
  (genre: string) => `slow and sad ${genre} for a rainy night`,
]
/** What genres call it. */
const CHORUS = /chorus|hook|refrain|drop|bloom|theme/i

interface Heard {
  kind: string
  features: number[]
  isTempoRight: boolean
  isTempoRightOrDoubled: boolean
  isKeyRight: boolean
  isLengthRight: boolean
  isLoudnessRight: boolean
  hasSilence: boolean
  isClipped: boolean
  /** Null = it has no two choruses. */
  repeatsHook: boolean | null
}

const all: Heard[] = []
const started = process.cpuUsage()
for (const { name } of ALL_GENRES) {
  for (let variant = 0; variant < variants; variant++) {
    const before = process.cpuUsage()
    const song = await composeSong(
      {
        kind: 'song',
        prompt: PROMPTS[variant % PROMPTS.length]?.(name) ?? name,
        lyrics: null,
        instrumental: variant % 3 !== 0,
        title: null,
        bpm: null,
        key: null,
        durationSeconds: seconds,
        withStems: false,
        seed: 100 + variant,
        format: 'wav',
      },
      context,
    )
    const { user, system } = process.cpuUsage(before)
    all.push(await judge(name, song, (user + system) / 1e6))
  }
}

async function judge(kind: string, song: SongResult, cpuSeconds: number): Promise<Heard> {
  const pcm = readWav(song.bytes)
  const mono = toMono(pcm)
  const { bpm, key, clarity, beatsPerBar } = await listenToSong(pcm, step)
  const loudness = loudnessOf(pcm)
  const silence = longestSilenceInside(mono, pcm.sampleRate)
  const clipped = countClipped(pcm)
  const hook = await compareChoruses(song, mono, pcm.sampleRate)
  const heard: Heard = {
    kind,
    features: [...describeSound(mono, pcm.sampleRate), Math.log2(bpm), clarity, beatsPerBar],
    isTempoRight: Math.abs(bpm - song.bpm) <= 1,
    // A listener may count every other beat; then the figure is right by a whole factor.
    isTempoRightOrDoubled: [0.5, 1, 2].some((factor) => Math.abs(bpm * factor - song.bpm) <= factor),
    isKeyRight: key.name.replace('Db', 'C#') === song.key.replace('Db', 'C#'),
    isLengthRight: Math.abs(mono.length / pcm.sampleRate / seconds - 1) <= 0.05,
    isLoudnessRight: Math.abs(loudness + 14) <= 1,
    hasSilence: silence > 1.5,
    isClipped: clipped > 0,
    repeatsHook: hook === null ? null : hook.choruses > hook.others,
  }
  const sung = song.words.length > 0 ? 'sung' : ''
  const likeness = hook === null ? '-' : `${hook.choruses.toFixed(2)}/${hook.others.toFixed(2)}`
  print(
    kind.padEnd(12),
    `${song.bpm} heard ${bpm.toFixed(2)}`.padEnd(20),
    `${song.key} heard ${key.name}`.padEnd(28),
    `${loudness.toFixed(1)} LUFS, silence ${silence.toFixed(2)} s, hook ${likeness}, ${cpuSeconds.toFixed(1)} s CPU ${sung}`,
  )
  return heard
}

/** How alike choruses sound to each other, and to the sections before them: the mean likeness of their chroma, moment by moment. */
async function compareChoruses(
  song: SongResult,
  mono: Float32Array,
  sampleRate: number,
): Promise<{ choruses: number; others: number } | null> {
  const low = await resampleToMono({ sampleRate, channels: [mono, mono] }, CHROMA_RATE, step)
  const chroma = await findChroma(low, CHROMA_RATE, step)
  const spans = song.sections.map(({ name, startSeconds }, index) => ({
    name,
    start: startSeconds,
    end: song.sections[index + 1]?.startSeconds ?? song.durationSeconds,
  }))
  const chorusName = spans.find(({ name }) => CHORUS.test(name))?.name
  const choruses = spans.filter(({ name }) => name === chorusName)
  const others = spans.filter(({ name, start, end }) => name !== chorusName && end - start > 4)
  const [first, ...again] = choruses
  if (first === undefined || again.length === 0 || others.length === 0) return null
  const likeness = (a: { start: number; end: number }, b: { start: number; end: number }) => {
    const count = Math.floor(Math.min(a.end - a.start, b.end - b.start) * chroma.rate)
    let sum = 0
    for (let i = 0; i < count; i++) {
      const [x, y] = [a, b].map(({ start }) => chroma.all[Math.round(start * chroma.rate) + i] ?? new Float32Array(12))
      sum += cosine(x ?? new Float32Array(12), y ?? new Float32Array(12))
    }
    return sum / Math.max(1, count)
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    choruses: mean(again.map((other) => likeness(first, other))),
    others: mean(others.map((other) => likeness(first, other))),
  }
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 1e-12, 1e-12]
  for (const [i, value] of a.entries()) {
    ab += value * (b[i] ?? 0)
    aa += value * value
    bb += (b[i] ?? 0) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}

function print(...words: string[]): void {
  process.stdout.write(`${words.join(' ')}\n`)
}

function count(isRight: (heard: Heard) => boolean): string {
  return `${all.filter(isRight).length} of ${all.length}`
}

const { right, confusions } = classifyLeavingOneOut(all)
const hooked = all.filter(({ repeatsHook }) => repeatsHook !== null)
print(`genre told by a nearest mean: ${right} of ${all.length}; ${confusions.join(', ')}`)
print(
  `hook comes back: ${hooked.filter(({ repeatsHook }) => repeatsHook).length} of ${hooked.length} with two choruses`,
)
const { user, system } = process.cpuUsage(started)
print(`CPU in all ${((user + system) / 1e6).toFixed(0)} s for ${all.length * seconds} s of music, listening included`)
print(
  [
    `tempo within 1 bpm ${count((heard) => heard.isTempoRight)} (counting halves too ${count((heard) => heard.isTempoRightOrDoubled)})`,
    `key ${count((heard) => heard.isKeyRight)}`,
    `length ${count((heard) => heard.isLengthRight)}`,
    `loudness ${count((heard) => heard.isLoudnessRight)}`,
    `silent ${count((heard) => heard.hasSilence)}`,
    `clipped ${count((heard) => heard.isClipped)}`,
  ].join('; '),
)
