/** Colours are '#rrggbb' everywhere; mixing happens in OKLab so that blends stay clean instead of going grey. */
export type Colour = `#${string}`

export interface Lch {
  lightness: number
  chroma: number
  /** Degrees. */
  hue: number
}

type Triple = [number, number, number]

export function mix(from: Colour, to: Colour, amount: number): Colour {
  if (amount <= 0) return from
  if (amount >= 1) return to
  const [l1, a1, b1] = toOklab(from)
  const [l2, a2, b2] = toOklab(to)
  return fromOklab([l1 + (l2 - l1) * amount, a1 + (a2 - a1) * amount, b1 + (b2 - b1) * amount])
}

/** What a surface of this colour looks like under light of that colour. */
export function multiply(surface: Colour, light: Colour): Colour {
  const [r1, g1, b1] = toRgb(surface)
  const [r2, g2, b2] = toRgb(light)
  return fromRgb([(r1 * r2) / 255, (g1 * g2) / 255, (b1 * b2) / 255])
}

export function lighten(colour: Colour, amount: number): Colour {
  return mix(colour, '#ffffff', amount)
}

export function darken(colour: Colour, amount: number): Colour {
  return mix(colour, '#0b0a1c', amount)
}

export function fade(colour: Colour, alpha: number): string {
  const [r, g, b] = toRgb(colour)
  return `rgba(${Math.round(r)},${Math.round(g)},${Math.round(b)},${Math.max(0, Math.min(1, alpha)).toFixed(3)})`
}

export function toLch(colour: Colour): Lch {
  const [lightness, a, b] = toOklab(colour)
  return { lightness, chroma: Math.hypot(a, b), hue: ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360 }
}

export function fromLch({ lightness, chroma, hue }: Lch): Colour {
  const angle = (hue * Math.PI) / 180
  return fromOklab([lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)])
}

/** The shortest way round the hue circle, 0 to 180. */
export function hueDistance(one: number, other: number): number {
  const distance = Math.abs(one - other) % 360
  return distance > 180 ? 360 - distance : distance
}

function toRgb(colour: Colour): Triple {
  const digits = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour
  const value = Number.parseInt(digits.slice(1, 7), 16) || 0
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

function fromRgb(rgb: Triple): Colour {
  const [r, g, b] = rgb.map((channel) => Math.max(0, Math.min(255, Math.round(channel))))
  return `#${(((r ?? 0) << 16) | ((g ?? 0) << 8) | (b ?? 0)).toString(16).padStart(6, '0')}`
}

// The matrices are Björn Ottosson's OKLab (public domain).
function toOklab(colour: Colour): Triple {
  const [r, g, b] = toRgb(colour).map(toLinear)
  if (r === undefined || g === undefined || b === undefined) return [0, 0, 0]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function fromOklab([lightness, a, b]: Triple): Colour {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return fromRgb([
    fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ])
}

function toLinear(channel: number): number {
  const value = channel / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function fromLinear(value: number): number {
  return 255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * Math.max(0, value) ** (1 / 2.4) - 0.055)
}
