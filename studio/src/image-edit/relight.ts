import { toLch } from '../image/colour.ts'
import type { Lab } from '../image/pixels/oklab.ts'
import { readLab, writeLab } from '../image/pixels/oklab.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { eachRow } from '../image/pixels/pixels.ts'
import type { TimeName } from '../image/sky/times.ts'
import { times } from '../image/sky/times.ts'

/** Mean lightness of a picture by its hour, in OKLab; how much its colours stand out. */
const targets: Readonly<Record<TimeName, { light: number; chroma: number }>> = {
  dawn: { light: 0.66, chroma: 0.9 },
  morning: { light: 0.72, chroma: 1 },
  day: { light: 0.72, chroma: 1.08 },
  sunset: { light: 0.58, chroma: 1.05 },
  dusk: { light: 0.46, chroma: 0.85 },
  night: { light: 0.34, chroma: 0.75 },
}

/** The picture in the light of another hour: its brightness, and the colour of that light on everything. In place. */
export async function relight(pixels: Pixels, time: TimeName, signal: AbortSignal): Promise<void> {
  const { light, chroma } = targets[time]
  const mean = await meanLight(pixels, signal)
  // A curve keeps black black and white white, however bright the picture was.
  const curve = Math.max(0.45, Math.min(2.6, Math.log(light) / Math.log(Math.max(0.05, Math.min(0.95, mean)))))
  const ambient = toLch(times[time].ambient)
  const angle = (ambient.hue * Math.PI) / 180
  // The table's colours are for multiplying; added to a picture half of it looks the same.
  const [tintA, tintB] = [ambient.chroma * Math.cos(angle) * 0.8, ambient.chroma * Math.sin(angle) * 0.8]
  const lab: Lab = { l: 0, a: 0, b: 0 }
  await eachRow(pixels, signal, (y) => {
    for (let x = 0; x < pixels.width; x++) {
      const offset = (y * pixels.width + x) * 4
      readLab(pixels.data, offset, lab)
      lab.l = Math.max(0, lab.l) ** curve
      lab.a = lab.a * chroma + tintA * lab.l ** 0.5
      lab.b = lab.b * chroma + tintB * lab.l ** 0.5
      writeLab(pixels.data, offset, lab)
    }
  })
}

async function meanLight(pixels: Pixels, signal: AbortSignal): Promise<number> {
  let sum = 0
  const lab: Lab = { l: 0, a: 0, b: 0 }
  await eachRow(pixels, signal, (y) => {
    for (let x = 0; x < pixels.width; x += 2) {
      readLab(pixels.data, (y * pixels.width + x) * 4, lab)
      sum += lab.l
    }
  })
  return sum / (Math.ceil(pixels.width / 2) * pixels.height)
}
