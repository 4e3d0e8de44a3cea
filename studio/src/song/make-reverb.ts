import type { ReverbProcessor } from 'spessasynth_core'

/**
 * A hall in place of the synthesizer's own: a feedback network of eight delay lines, as good for this use and a
 * quarter of the time, which was a third of a whole song's rendering.
 */
export function makeReverb(sampleRate: number, decaySeconds: number): ReverbProcessor {
  const lines = LINE_SECONDS.map((seconds, index) =>
    makeLine(Math.round(seconds * sampleRate), index, decaySeconds, sampleRate),
  )
  const diffusers = DIFFUSER_SECONDS.map((seconds) => makeDiffuser(Math.round(seconds * sampleRate)))
  const diffused = new Float32Array(BLOCK_MAX)
  const sum = new Float32Array(BLOCK_MAX)
  const settings = { level: 64, preLowpass: 0, character: 4, time: 64, delayFeedback: 0, preDelayTime: 0 }
  return {
    ...settings,
    getSnapshot: () => ({ ...settings }),
    process(input, outputLeft, outputRight, startIndex, sampleCount) {
      diffused.set(input.subarray(0, sampleCount))
      for (const diffuser of diffusers) diffuse(diffuser, diffused, sampleCount)
      for (const line of lines) readLine(line, sampleCount)
      mixLines(lines, sum, sampleCount)
      for (const [index, line] of lines.entries()) {
        const output = index % 2 === 0 ? outputLeft : outputRight
        // Alternate signs: what both sides share cancels, the hall gets wide.
        const gain = index % 4 < 2 ? GAIN : -GAIN
        for (let i = 0; i < sampleCount; i++)
          output[startIndex + i] = (output[startIndex + i] ?? 0) + gain * (line.block[i] ?? 0)
        writeLine(line, diffused, sampleCount)
      }
    },
  }
}

/** The synthesizer's block; every line is longer, so a block's output never feeds back into itself. */
const BLOCK_MAX = 128
/** Lengths without common factors at 44.1 and 48 kHz, or the tail rings. */
const LINE_SECONDS = [0.03081, 0.03503, 0.03917, 0.04373, 0.04817, 0.05329, 0.05909, 0.06353]
const DIFFUSER_SECONDS = [0.00473, 0.00829, 0.01277]
const DIFFUSION = 0.62
const GAIN = 0.5
/** High tones die first, as air and curtains take them. */
const DAMPING_HZ = 5200

interface Line {
  memory: Float32Array
  mask: number
  length: number
  at: number
  /** Kept of the signal at each turn, for the wanted decay. */
  feedback: number
  brightness: number
  damped: number
  block: Float32Array
  mixed: Float32Array
}

function makeLine(length: number, index: number, decaySeconds: number, sampleRate: number): Line {
  const size = 2 ** Math.ceil(Math.log2(length + BLOCK_MAX + 1))
  return {
    memory: new Float32Array(size),
    mask: size - 1,
    length,
    at: 0,
    // 60 dB down after `decaySeconds`.
    feedback: 10 ** ((-3 * length) / (decaySeconds * sampleRate)),
    brightness: 1 - Math.exp((-2 * Math.PI * (DAMPING_HZ + 300 * (index % 3))) / sampleRate),
    damped: 0,
    block: new Float32Array(BLOCK_MAX),
    mixed: new Float32Array(BLOCK_MAX),
  }
}

function readLine(line: Line, count: number): void {
  const { memory, mask, block, brightness, feedback } = line
  const from = line.at - line.length
  let damped = line.damped
  for (let i = 0; i < count; i++) {
    damped += brightness * ((memory[(from + i) & mask] ?? 0) - damped)
    block[i] = damped * feedback
  }
  // A tail far below hearing becomes denormal numbers, which cost a hundred times as much.
  line.damped = Math.abs(damped) < 1e-15 ? 0 : damped
}

function writeLine(line: Line, input: Float32Array, count: number): void {
  const { memory, mask, mixed, at } = line
  for (let i = 0; i < count; i++) memory[(at + i) & mask] = (mixed[i] ?? 0) + (input[i] ?? 0)
  line.at = (at + count) & mask
}

/** A Householder mix: each line gets itself minus a quarter of the sum, which keeps the energy. */
function mixLines(lines: Line[], sum: Float32Array, count: number): void {
  sum.fill(0)
  for (const { block } of lines) for (let i = 0; i < count; i++) sum[i] = (sum[i] ?? 0) + (block[i] ?? 0)
  const share = 2 / lines.length
  for (const { block, mixed } of lines)
    for (let i = 0; i < count; i++) mixed[i] = (block[i] ?? 0) - share * (sum[i] ?? 0)
}

interface Diffuser {
  memory: Float32Array
  at: number
}

function makeDiffuser(length: number): Diffuser {
  return { memory: new Float32Array(length), at: 0 }
}

/** A Schroeder all-pass: smears clicks without colouring. */
function diffuse(diffuser: Diffuser, block: Float32Array, count: number): void {
  const { memory } = diffuser
  let { at } = diffuser
  for (let i = 0; i < count; i++) {
    const delayed = memory[at] ?? 0
    const fed = (block[i] ?? 0) + DIFFUSION * delayed
    memory[at] = fed
    block[i] = delayed - DIFFUSION * fed
    at = at + 1 === memory.length ? 0 : at + 1
  }
  diffuser.at = at
}
