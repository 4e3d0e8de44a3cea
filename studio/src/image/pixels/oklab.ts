/** OKLab for whole pictures: colour.ts does the same for single colours, but on strings. */
export interface Lab {
  l: number
  a: number
  b: number
}

const linear = Float32Array.from({ length: 256 }, (_, value) => {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
})

const STEPS = 4096
const gamma = Uint8ClampedArray.from({ length: STEPS + 1 }, (_, step) => {
  const share = step / STEPS
  return Math.round(255 * (share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055))
})

/** The colour at `offset` of a picture's bytes, written into `lab`. */
export function readLab(data: Uint8ClampedArray, offset: number, lab: Lab): void {
  const red = linear[data[offset] ?? 0] ?? 0
  const green = linear[data[offset + 1] ?? 0] ?? 0
  const blue = linear[data[offset + 2] ?? 0] ?? 0
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  lab.l = 0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short
  lab.a = 1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short
  lab.b = 0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short
}

/** Writes red, green and blue at `offset`; what no screen can show is cut off. */
export function writeLab(data: Uint8ClampedArray, offset: number, { l, a, b }: Lab): void {
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  data[offset] = encode(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short)
  data[offset + 1] = encode(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short)
  data[offset + 2] = encode(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short)
}

function encode(value: number): number {
  return gamma[value <= 0 ? 0 : value >= 1 ? STEPS : Math.round(value * STEPS)] ?? 0
}
