export interface Box {
  type: string
  start: number
  length: number
}

/** The boxes of an MP4 in one stretch of it, in order; throws where they do not fill it. */
export function readBoxes(bytes: Uint8Array, start = 0, end = bytes.length): Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const boxes: Box[] = []
  let at = start
  while (at < end) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (length < 8 || at + length > end) throw new Error(`The box ${type} at ${at} is ${length} long`)
    boxes.push({ type, start: at, length })
    at += length
  }
  return boxes
}
