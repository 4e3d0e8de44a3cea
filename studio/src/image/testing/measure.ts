import { createCanvas, loadImage } from '@napi-rs/canvas'

export interface Measured {
  data: Uint8ClampedArray
  width: number
  height: number
}

export async function decode(bytes: Uint8Array): Promise<Measured> {
  const image = await loadImage(bytes)
  const pen = createCanvas(image.width, image.height).getContext('2d')
  pen.drawImage(image, 0, 0)
  const { data } = pen.getImageData(0, 0, image.width, image.height)
  return { data, width: image.width, height: image.height }
}

/** 1 for each pixel that two pictures of one size do not share. */
export function differing(one: Measured, other: Measured, threshold = 24): Uint8Array {
  return Uint8Array.from({ length: one.width * one.height }, (_, index) =>
    [0, 1, 2].some((channel) => Math.abs(at(one, index, channel) - at(other, index, channel)) > threshold) ? 1 : 0,
  )
}

/** Mean difference of all channels, 0 to 255. */
export function meanDifference(one: Measured, other: Measured): number {
  let sum = 0
  for (let index = 0; index < one.data.length; index++)
    sum += Math.abs((one.data[index] ?? 0) - (other.data[index] ?? 0))
  return sum / one.data.length
}

export interface Region {
  size: number
  x: number
  y: number
}

/** The joined regions of marked pixels of at least this size, with their centres as shares of the picture. */
export function regionsOf(marked: Uint8Array, width: number, sizeMin: number): Region[] {
  const seen = new Uint8Array(marked.length)
  const regions: Region[] = []
  for (let start = 0; start < marked.length; start++) {
    if (marked[start] !== 1 || seen[start] === 1) continue
    const region = collect(marked, seen, start, width)
    if (region.length < sizeMin) continue
    const height = marked.length / width
    const sum = region.reduce(
      (total, index) => ({ x: total.x + (index % width), y: total.y + Math.floor(index / width) }),
      {
        x: 0,
        y: 0,
      },
    )
    regions.push({ size: region.length, x: sum.x / region.length / width, y: sum.y / region.length / height })
  }
  return regions
}

function collect(marked: Uint8Array, seen: Uint8Array, start: number, width: number): number[] {
  const region = [start]
  seen[start] = 1
  for (let next = 0; next < region.length; next++) {
    const index = region[next] ?? 0
    const x = index % width
    for (const near of [x > 0 ? index - 1 : -1, x < width - 1 ? index + 1 : -1, index - width, index + width]) {
      if (near < 0 || near >= marked.length || marked[near] !== 1 || seen[near] === 1) continue
      seen[near] = 1
      region.push(near)
    }
  }
  return region
}

/** Mean of a channel over the marked pixels, or over all. */
export function meanOf(picture: Measured, channel: number, marked: Uint8Array | null = null): number {
  let [sum, count] = [0, 0]
  for (let index = 0; index < picture.width * picture.height; index++) {
    if (marked !== null && marked[index] !== 1) continue
    sum += at(picture, index, channel)
    count += 1
  }
  return sum / Math.max(1, count)
}

function at({ data }: Measured, index: number, channel: number): number {
  return data[index * 4 + channel] ?? 0
}
