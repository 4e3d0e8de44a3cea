import type { Pcm } from '../../audio/pcm.ts'

const BLOCK_SECONDS = 0.4
/** Blocks overlap by three quarters. */
const HOPS_PER_BLOCK = 4
const ABSOLUTE_GATE = -70
const RELATIVE_GATE = -10

/** Second-order filter, direct form: b0 b1 b2 a1 a2. */
export type Biquad = [number, number, number, number, number]

/** Integrated loudness in LUFS by ITU-R BS.1770-4, gated; -Infinity for silence. */
export function measureLoudness({ sampleRate, channels }: Pcm): number {
  const hop = Math.round((BLOCK_SECONDS / HOPS_PER_BLOCK) * sampleRate)
  const energies = channels.map((channel) => hopEnergies(channel, sampleRate, hop))
  const hops = (energies[0]?.length ?? 0) - HOPS_PER_BLOCK + 1
  const blocks = Array.from({ length: Math.max(0, hops) }, (_, start) => {
    let sum = 0
    for (const energy of energies) for (let i = 0; i < HOPS_PER_BLOCK; i++) sum += energy[start + i] ?? 0
    return sum / (hop * HOPS_PER_BLOCK)
  })
  const loud = blocks.filter((power) => toLoudness(power) > ABSOLUTE_GATE)
  const gate = toLoudness(mean(loud)) + RELATIVE_GATE
  return toLoudness(mean(loud.filter((power) => toLoudness(power) > gate)))
}

function toLoudness(power: number): number {
  return -0.691 + 10 * Math.log10(power)
}

function mean(numbers: number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

/** Energy of each hop after the K-weighting filters. */
function hopEnergies(channel: Float32Array, sampleRate: number, hop: number): Float64Array {
  const [s0, s1, s2, s3, s4] = shelf(sampleRate)
  const [h0, h1, h2, h3, h4] = highPass(sampleRate)
  let [x1, x2, y1, y2, z1, z2] = [0, 0, 0, 0, 0, 0]
  const energies = new Float64Array(Math.floor(channel.length / hop))
  for (let block = 0, at = 0; block < energies.length; block++) {
    let energy = 0
    for (const end = at + hop; at < end; at++) {
      const x = channel[at] ?? 0
      const y = s0 * x + s1 * x1 + s2 * x2 - s3 * y1 - s4 * y2
      const z = h0 * y + h1 * y1 + h2 * y2 - h3 * z1 - h4 * z2
      x2 = x1
      x1 = x
      y2 = y1
      y1 = y
      z2 = z1
      z1 = z
      energy += z * z
    }
    energies[block] = energy
  }
  return energies
}

/** The standard gives its filters for 48 kHz; these are their analogue prototypes, as libebur128 derives them. */
function shelf(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate)
  const q = 0.7071752369554196
  const high = 10 ** (3.999843853973347 / 20)
  const band = high ** 0.4996667741545416
  const a0 = 1 + k / q + k * k
  return [
    (high + (band * k) / q + k * k) / a0,
    (2 * (k * k - high)) / a0,
    (high - (band * k) / q + k * k) / a0,
    (2 * (k * k - 1)) / a0,
    (1 - k / q + k * k) / a0,
  ]
}

function highPass(sampleRate: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate)
  const q = 0.5003270373238773
  const a0 = 1 + k / q + k * k
  return [1, -2, 1, (2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0]
}
