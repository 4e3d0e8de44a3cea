/** Loudness: of one layer in the mix, and of the finished sound. */
import { sampleRate } from './stage.ts'

export type Channels = [Float32Array, Float32Array]

/** RMS of the mix, about what a meter calls -16 LUFS. */
const targetRms = 10 ** (-16 / 20)
/** -1.5 dBFS, which leaves lossy encoders room to overshoot. */
const ceiling = 10 ** (-1.5 / 20)
/** Single hits may be pressed this far to be as loud as beds; further would flatten them. */
const pressMax = 10 ** (7 / 20)

/** RMS over the 50 ms windows in which something sounds: silence between knocks does not count. */
export function activeRms([left, right]: Channels): number {
  const size = Math.round(sampleRate * 0.05)
  const powers: number[] = []
  for (let start = 0; start < left.length; start += size) {
    const end = Math.min(left.length, start + size)
    let sum = 0
    for (let index = start; index < end; index += 1) sum += (left[index] ?? 0) ** 2 + (right[index] ?? 0) ** 2
    powers.push(sum / (2 * (end - start)))
  }
  const loudest = powers.reduce((best, power) => Math.max(best, power), 0)
  const active = powers.filter((power) => power > loudest * 0.01)
  return Math.sqrt(active.reduce((sum, power) => sum + power, 0) / Math.max(1, active.length))
}

/** Fades, loudness and a limiter, in place. */
export function master(channels: Channels): void {
  // Before the fades, so that what they take away is not made up for.
  const rms = activeRms(channels)
  const peak = peakOf(channels)
  if (peak === 0) return
  const gain = Math.min(targetRms / rms, (ceiling * pressMax) / peak)
  scale(channels, gain)
  limit(channels)
  fade(channels)
}

export function scale(channels: Channels, gain: number): void {
  for (const channel of channels)
    for (let index = 0; index < channel.length; index += 1) channel[index] = (channel[index] ?? 0) * gain
}

function peakOf(channels: Channels): number {
  let peak = 0
  for (const channel of channels) for (const value of channel) peak = Math.max(peak, Math.abs(value))
  return peak
}

/** Looks 4 ms ahead, so that the gain is down before the peak comes; rises again over 80 ms. */
function limit([left, right]: Channels): void {
  const ahead = Math.round(sampleRate * 0.004)
  const release = 1 - Math.exp(-1 / (sampleRate * 0.08))
  const needed = new Float32Array(left.length)
  for (let index = 0; index < left.length; index += 1) {
    const loud = Math.max(Math.abs(left[index] ?? 0), Math.abs(right[index] ?? 0))
    needed[index] = loud > ceiling ? ceiling / loud : 1
  }
  let gain = 1
  let lowest = 1
  let lowestAt = -1
  for (let index = 0; index < left.length; index += 1) {
    const next = index + ahead
    if (lowestAt < index) [lowest, lowestAt] = lowestWithin(needed, index, next)
    else if ((needed[next] ?? 1) <= lowest) [lowest, lowestAt] = [needed[next] ?? 1, next]
    gain = lowest < gain ? lowest : gain + (lowest - gain) * release
    left[index] = (left[index] ?? 0) * gain
    right[index] = (right[index] ?? 0) * gain
  }
}

function lowestWithin(values: Float32Array, from: number, to: number): [number, number] {
  let [lowest, lowestAt] = [1, to]
  for (let index = from; index <= to; index += 1) {
    const value = values[index] ?? 1
    if (value <= lowest) [lowest, lowestAt] = [value, index]
  }
  return [lowest, lowestAt]
}

/** In: 8 ms, against a click. Out: a tenth of the sound, at most half a second. */
function fade(channels: Channels): void {
  for (const channel of channels) {
    const opening = Math.min(channel.length, Math.round(sampleRate * 0.008))
    const closing = Math.min(Math.round(channel.length / 10), Math.round(sampleRate * 0.5))
    for (let index = 0; index < opening; index += 1) channel[index] = ((channel[index] ?? 0) * index) / opening
    for (let index = 0; index < closing; index += 1) {
      const at = channel.length - 1 - index
      channel[at] = ((channel[at] ?? 0) * index) / closing
    }
  }
}
