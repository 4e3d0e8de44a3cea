/**
 * Listens to the mix by numbers: `node studio/judge/songs-sound.ts [variants] [seconds] [genre]` has each genre sung in some
 * variants and measures the voice against the band and the score, the stereo middle, the spectrum's slope, dynamics, and how
 * songs begin and end. What lies outside its limits is marked with an asterisk and counted in the last line.
 */
import type { Pcm } from '../src/audio/pcm.ts'
import { readWav } from '../src/audio/testing/read-wav.ts'
import type { SongResult } from '../src/contract.ts'
import { makeSpectrum } from '../src/listen/spectrum.ts'
import { SINGING_RATE, singVocals } from '../src/singing/sing-vocals.ts'
import { trackPitch } from '../src/singing/testing/track-pitch.ts'
import { ALL_GENRES } from '../src/song/all-genres.ts'
import { composeSong } from '../src/song/compose-song.ts'
import { readScore } from '../src/song/read-score.ts'
import { makeContext, makeSongRequest } from '../src/song/testing/make-song-request.ts'
import { loudnessOf } from './audio-features.ts'

const [variants = 2, seconds = 60] = process.argv.slice(2, 4).map(Number)
const onlyGenre = process.argv[4] ?? null
const SIZE = 4096
const spectrum = makeSpectrum(SIZE)

/** What each figure may be. */
const LIMITS = {
  /** Decibels of the voice over the band from 300 to 3400 Hz, while it sings. */
  voice: [2, 6],
  /** The same in the section where it is lowest. */
  voiceLow: [0, 8],
  /** Share of the sung notes that are within 50 cents of the score. */
  inTune: [0.85, 1],
  /** dBFS of the louder channel's mean. */
  dc: [-Infinity, -60],
  /** Decibels of left over right. */
  balance: [-1.5, 1.5],
  /** How alike left and right are; below 0 a mono loudspeaker loses sound. */
  likeness: [0.2, 1],
  /** Decibels an octave of the power density, 63 Hz to 8 kHz. */
  slope: [-6, -3],
  /** LU of the choruses over the verses. */
  chorus: [1, 4],
  /** The largest step of the first and of the last 5 ms, as a share of the largest of the song. */
  startStep: [0, 0.5],
  endStep: [0, 0.02],
  /** Decibels of the last tenth of a second against the song: nothing is still held. */
  tail: [-Infinity, -20],
} as const satisfies Record<string, readonly [number, number]>

type Figures = Record<keyof typeof LIMITS, number>

const KEYS = Object.keys(LIMITS).filter((key): key is keyof typeof LIMITS => Object.hasOwn(LIMITS, key))
const all: { name: string; figures: Figures }[] = []
print(['genre'.padEnd(12), 'seed', ...KEYS.map((key) => key.padStart(10))].join(' '))
for (const { name } of ALL_GENRES) {
  if (onlyGenre !== null && name !== onlyGenre) continue
  for (let variant = 0; variant < variants; variant++) {
    const seed = 300 + variant
    const song = await composeSong(
      makeSongRequest({ prompt: name, instrumental: false, durationSeconds: seconds, withStems: true, seed }),
      makeContext(),
    )
    const figures = await measure(song)
    all.push({ name, figures })
    print([name.padEnd(12), String(seed).padStart(4), ...KEYS.map((key) => show(key, figures[key]))].join(' '))
  }
}
const outliers = KEYS.map((key) => `${key} ${all.filter(({ figures }) => isOutside(key, figures[key])).length}`)
print(`outside of ${all.length}: ${outliers.join(', ')}`)

async function measure(song: SongResult): Promise<Figures> {
  const pcm = readWav(song.bytes)
  const [left, right] = pcm.channels
  const mean = (channel: Float32Array) => Math.abs(channel.reduce((sum, sample) => sum + sample, 0)) / channel.length
  const tail = Math.round(0.1 * pcm.sampleRate)
  return {
    ...measureVoice(song),
    inTune: await measureIntonation(song),
    dc: 20 * Math.log10(Math.max(1e-9, mean(left), mean(right))),
    balance: 10 * Math.log10(power(left) / power(right)),
    likeness: likenessOf(left, right),
    slope: slopeOf(pcm),
    chorus: chorusOverVerse(song, pcm),
    startStep: steps(pcm, 0, 0.005) / steps(pcm, 0, Infinity),
    endStep: steps(pcm, left.length / pcm.sampleRate - 0.005, Infinity) / steps(pcm, 0, Infinity),
    tail: 10 * Math.log10((power(left.subarray(-tail)) + 1e-12) / power(left)),
  }
}

function measureVoice({ stems, words, sections }: SongResult): { voice: number; voiceLow: number } {
  const [low, high] = [300, 3400].map((hertz) => Math.round((hertz * SIZE) / SINGING_RATE))
  const tracks = stems.flatMap(({ name, bytes }) => {
    const side = name === 'vocals' ? ('voice' as const) : ('band' as const)
    return readWav(bytes).channels.map((channel) => ({ side, channel }))
  })
  const magnitudes = new Float32Array(SIZE / 2)
  const powers = sections.map(() => ({ voice: 1e-12, band: 1e-12, seconds: 0 }))
  for (const { startSeconds, endSeconds } of words) {
    const power = powers[sections.findLastIndex((section) => section.startSeconds <= startSeconds)]
    if (power === undefined) continue
    power.seconds += endSeconds - startSeconds
    for (let at = startSeconds * SINGING_RATE; at < endSeconds * SINGING_RATE; at += SIZE / 2) {
      for (const { side, channel } of tracks) {
        spectrum(channel, Math.round(at), magnitudes)
        power[side] += magnitudes.subarray(low, high).reduce((sum, value) => sum + value * value, 0)
      }
    }
  }
  const total = (side: 'voice' | 'band') => powers.reduce((sum, power) => sum + power[side], 0)
  const told = powers.filter((power) => power.seconds > 2)
  return {
    voice: 10 * Math.log10(total('voice') / total('band')),
    voiceLow: Math.min(...told.map(({ voice, band }) => 10 * Math.log10(voice / band))),
  }
}

/** Of the score's notes that have a clear pitch, by the median of five moments of each. */
async function measureIntonation(song: SongResult): Promise<number> {
  const score = readScore(song.score)
  const { samples } = await singVocals(score, () => Promise.resolve())
  const errors = (score.vocals?.lines ?? [])
    .flatMap(({ words }) => words.flatMap(({ notes }) => notes))
    .flatMap(({ beat, beats, pitch }) => {
      const [start, end] = [(beat * 60) / score.bpm + 0.05, ((beat + beats) * 60) / score.bpm - 0.06]
      const heard = Array.from({ length: 5 }, (_, index) => start + ((end - start) * index) / 4)
        .flatMap((moment) => trackPitch(samples, SINGING_RATE, moment) ?? [])
        .toSorted((a, b) => a - b)
      const median = heard[Math.floor(heard.length / 2)]
      return median === undefined || heard.length < 2 ? [] : [Math.abs(median - pitch)]
    })
  return errors.filter((error) => error <= 0.5).length / Math.max(1, errors.length)
}

function power(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
}

function likenessOf(left: Float32Array, right: Float32Array): number {
  const together = left.reduce((sum, sample, at) => sum + sample * (right[at] ?? 0), 0) / left.length
  return together / Math.sqrt(power(left) * power(right))
}

/** The line through the octaves' mean power densities. */
function slopeOf({ sampleRate, channels }: Pcm): number {
  const magnitudes = new Float32Array(SIZE / 2)
  const octaves = Array.from({ length: 8 }, () => 1e-12)
  for (const channel of channels) {
    for (let at = 0; at + SIZE < channel.length; at += 2 * SIZE) {
      spectrum(channel, at, magnitudes)
      for (const [octave, sum] of octaves.entries()) {
        const [from, to] = [-0.5, 0.5].map((half) => (62.5 * 2 ** (octave + half) * SIZE) / sampleRate)
        const bins = magnitudes.subarray(Math.round(from ?? 0), Math.round(to ?? 0))
        octaves[octave] = sum + bins.reduce((total, value) => total + value * value, 0) / bins.length
      }
    }
  }
  const middle = (octaves.length - 1) / 2
  const spread = octaves.reduce((sum, _, octave) => sum + (octave - middle) ** 2, 0)
  return octaves.reduce((sum, value, octave) => sum + (octave - middle) * 10 * Math.log10(value), 0) / spread
}

function chorusOverVerse(song: SongResult, pcm: Pcm): number {
  const score = readScore(song.score)
  const [verse, chorus] = ['verse', 'chorus'].map((kind) => {
    const spans = score.sections.filter((section) => section.kind === kind)
    const cut = (channel: Float32Array) => {
      const parts = spans.map(({ beat, beats }) => {
        const [from, to] = [beat, Math.min(beat + beats, score.landingBeat)].map((at) => (at * 60) / score.bpm)
        return channel.subarray(Math.round((from ?? 0) * pcm.sampleRate), Math.round((to ?? 0) * pcm.sampleRate))
      })
      return Float32Array.from(parts.flatMap((part) => [...part]))
    }
    return loudnessOf({ ...pcm, channels: [cut(pcm.channels[0]), cut(pcm.channels[1])] })
  })
  return (chorus ?? 0) - (verse ?? 0)
}

function steps({ sampleRate, channels }: Pcm, from: number, to: number): number {
  let largest = 0
  for (const channel of channels) {
    const end = Math.min(channel.length, Math.round(to * sampleRate))
    // Before the first sample there was silence, and there is after the last.
    for (let at = Math.round(from * sampleRate); at <= end; at++)
      largest = Math.max(largest, Math.abs((channel[at] ?? 0) - (channel[at - 1] ?? 0)))
  }
  return largest
}

function isOutside(key: keyof typeof LIMITS, value: number): boolean {
  const [low, high] = LIMITS[key]
  return !(value >= low && value <= high)
}

function show(key: keyof typeof LIMITS, value: number): string {
  const text = Math.abs(value) < 1 ? value.toFixed(3) : value.toFixed(1)
  return `${text}${isOutside(key, value) ? '*' : ' '}`.padStart(10)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
