import { type Canvas, createCanvas } from '@napi-rs/canvas'
import type { Pcm } from '../audio/pcm.ts'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { StudioContext } from '../contract.ts'

const WIDTH = 320
const HEIGHT = 80
const BAR = 3
const GAP = 1
/** Seen on light and dark pages, hence no background. */
const PEAK_COLOUR = '#8fa8e8'
const BODY_COLOUR = '#4a6fd4'
/** Pixels that silence still shows. */
const HALF_MIN = 1
/** Samples of one bar are looked at in one go; this many bars in between two looks at the signal. */
const BARS_PER_STEP = 8

/** Peaks, and in them the loudness, of equal parts of the sound. */
export async function drawWaveform({ channels }: Pcm, context: Pick<StudioContext, 'signal'>): Promise<Canvas> {
  const canvas = createCanvas(WIDTH, HEIGHT)
  const painter = canvas.getContext('2d')
  const bars = Math.floor((WIDTH + GAP) / (BAR + GAP))
  const length = channels[0].length
  for (let bar = 0; bar < bars; bar += 1) {
    if (bar % BARS_PER_STEP === 0) await pauseUnlessAborted(context)
    const start = Math.floor((bar * length) / bars)
    const end = Math.max(start + 1, Math.floor(((bar + 1) * length) / bars))
    const { peak, rms } = measure(channels, start, end)
    fillBar(painter, bar, peak, PEAK_COLOUR)
    fillBar(painter, bar, rms, BODY_COLOUR)
  }
  return canvas
}

function fillBar(painter: ReturnType<Canvas['getContext']>, bar: number, level: number, colour: string): void {
  const half = Math.max(HALF_MIN, Math.min(1, level) * (HEIGHT / 2))
  painter.fillStyle = colour
  painter.fillRect(bar * (BAR + GAP), HEIGHT / 2 - half, BAR, half * 2)
}

function measure(channels: Pcm['channels'], start: number, end: number): { peak: number; rms: number } {
  let peak = 0
  let sum = 0
  for (const channel of channels) {
    for (let index = start; index < end; index += 1) {
      const value = Math.abs(channel[index] ?? 0)
      if (value > peak) peak = value
      sum += value * value
    }
  }
  return { peak, rms: Math.sqrt(sum / (2 * (end - start))) }
}
