import type { Pcm } from '../audio/pcm.ts'
import { Refusal } from '../refusal.ts'

/** Collects decoded blocks of any number of channels as stereo, and refuses what grows past the limits. */
export interface StereoSink {
  write(channels: readonly Float32Array[]): void
  /** The samples so far, of each side. */
  length(): number
  finish(): Pcm
}

const SECONDS_MAX = 600
/** Ten minutes at 48 kHz, 230 MB in memory: at 96 kHz five minutes are left, at 192 kHz two and a half. */
const FRAMES_MAX = SECONDS_MAX * 48_000
const RATE_MIN = 8000
const RATE_MAX = 192_000
/** Twelve decibels above full scale. */
const LOUDEST = 4
const FIRST_CAPACITY = 1 << 20

/** `frames` is what the file says of its length; null = it does not. */
export function makeStereoSink(file: { sampleRate: number; channels: number; frames: number | null }): StereoSink {
  const { sampleRate } = file
  if (!(sampleRate >= RATE_MIN && sampleRate <= RATE_MAX))
    throw new Refusal(`The audio's sample rate is ${sampleRate} Hz; send one of 8 to 192 kHz.`)
  const framesMax = Math.min(FRAMES_MAX, SECONDS_MAX * sampleRate)
  assertLength(file.frames ?? 0, framesMax, sampleRate)
  const weights = mixdownWeights(file.channels)
  let left = new Float32Array(file.frames ?? FIRST_CAPACITY)
  let right = new Float32Array(left.length)
  let length = 0
  return {
    write(channels) {
      const count = channels[0]?.length ?? 0
      assertLength(length + count, framesMax, sampleRate)
      if (length + count > left.length) {
        left = grow(left, Math.min(framesMax, Math.max(length + count, left.length * 2)))
        right = grow(right, left.length)
      }
      for (const [index, channel] of channels.entries()) {
        const [toLeft, toRight] = weights[index] ?? [0, 0]
        if (toLeft > 0) addTo(left, length, channel, toLeft)
        if (toRight > 0) addTo(right, length, channel, toRight)
      }
      length += count
    },
    length: () => length,
    finish: () => ({ sampleRate, channels: [left.subarray(0, length), right.subarray(0, length)] }),
  }
}

function assertLength(frames: number, framesMax: number, sampleRate: number): void {
  if (frames > framesMax)
    throw new Refusal(
      `The audio is longer than ${Math.floor(framesMax / sampleRate)} seconds, the most at ${sampleRate} Hz; send a part of it.`,
    )
}

function grow(samples: Float32Array, capacity: number): Float32Array<ArrayBuffer> {
  const grown = new Float32Array(capacity)
  grown.set(samples)
  return grown
}

function addTo(side: Float32Array, at: number, channel: Float32Array, weight: number): void {
  for (let i = 0; i < channel.length; i++) {
    const sample = channel[i] ?? 0
    // Float files may hold what is no number, and numbers that are no sound.
    if (Math.abs(sample) < LOUDEST) side[at + i] = (side[at + i] ?? 0) + weight * sample
  }
}

const SIDE = Math.SQRT1_2
const L: [number, number] = [1, 0]
const R: [number, number] = [0, 1]
const CENTRE: [number, number] = [SIDE, SIDE]
/** The low-frequency channel repeats what the others hold. */
const LOW: [number, number] = [0, 0]
const BACK_L: [number, number] = [SIDE, 0]
const BACK_R: [number, number] = [0, SIDE]
/** How much of each channel goes left and right, in the order of WAV and FLAC, by the number of channels. */
const LAYOUTS: Record<number, [number, number][]> = {
  1: [[1, 1]],
  2: [L, R],
  3: [L, R, CENTRE],
  4: [L, R, BACK_L, BACK_R],
  5: [L, R, CENTRE, BACK_L, BACK_R],
  6: [L, R, CENTRE, LOW, BACK_L, BACK_R],
  7: [L, R, CENTRE, LOW, CENTRE, BACK_L, BACK_R],
  8: [L, R, CENTRE, LOW, BACK_L, BACK_R, BACK_L, BACK_R],
}

/** Of each channel left and right; the sums are 1, so that a mixdown never clips. */
function mixdownWeights(channels: number): [number, number][] {
  const layout = LAYOUTS[channels] ?? Array.from({ length: channels }, (_, index) => (index % 2 === 0 ? L : R))
  const sum = layout.reduce((total, [left]) => total + left, 0)
  return layout.map(([left, right]) => [left / sum, right / sum])
}
