import type { Canvas } from '@napi-rs/canvas'
import type { Colour } from '../colour.ts'

/** Beyond this distance between its channels a pixel counts as fully coloured. */
const COLOURED = 70
/** How much of the light's colour a grey does not take. */
const NEUTRAL_KEEPS = 0.8
/** How much of the light's darkness white does not take. */
const WHITE_KEEPS = 0.85

/**
 * Colours all pixels by a light. Black, grey and white take its brightness and little of its hue, white not all of its
 * darkness: else a white cat at dusk is a lilac one.
 */
export function lightPixels(canvas: Canvas, light: Colour): void {
  const value = Number.parseInt(light.slice(1), 16)
  const [red, green, blue] = [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
  const grey = 0.3 * red + 0.6 * green + 0.1 * blue
  const pen = canvas.getContext('2d')
  const image = pen.getImageData(0, 0, canvas.width, canvas.height)
  const { data } = image
  for (let offset = 0; offset < data.length; offset += 4) {
    if (data[offset + 3] === 0) continue
    const [r, g, b] = [data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0]
    const most = Math.max(r, g, b)
    const neutral = Math.max(0, 1 - (most - Math.min(r, g, b)) / COLOURED)
    const white = neutral * Math.max(0, (most - 190) / 65)
    const own = grey + (1 - grey) * WHITE_KEEPS * white
    const keeps = neutral * NEUTRAL_KEEPS
    data[offset] = r * (red + (own - red) * keeps)
    data[offset + 1] = g * (green + (own - green) * keeps)
    data[offset + 2] = b * (blue + (own - blue) * keeps)
  }
  pen.putImageData(image, 0, 0)
}
