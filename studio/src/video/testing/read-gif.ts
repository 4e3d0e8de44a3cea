export interface GifFacts {
  width: number
  height: number
  /** Of each frame, in hundredths of a second. */
  delays: number[]
  /** Bytes of each frame's picture, compressed. */
  sizes: number[]
}

/** Walks a GIF block by block; throws where the file is not what the format says. */
export function readGif(bytes: Uint8Array): GifFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (String.fromCharCode(...bytes.subarray(0, 6)) !== 'GIF89a') throw new Error('No GIF89a')
  const facts: GifFacts = { width: view.getUint16(6, true), height: view.getUint16(8, true), delays: [], sizes: [] }
  let at = 13 + tableBytes(view.getUint8(10))
  const skipParts = (): number => {
    let length = 0
    for (let part = view.getUint8(at); part > 0; part = view.getUint8(at)) {
      length += part
      at += part + 1
    }
    at += 1
    return length
  }
  for (;;) {
    const kind = view.getUint8(at)
    if (kind === 0x3b) return facts
    if (kind === 0x21) {
      if (view.getUint8(at + 1) === 0xf9) facts.delays.push(view.getUint16(at + 4, true))
      at += 2
      skipParts()
    } else if (kind === 0x2c) {
      at += 10 + tableBytes(view.getUint8(at + 9)) + 1
      facts.sizes.push(skipParts())
    } else throw new Error(`Unknown block ${kind} at ${at}`)
  }
}

function tableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1)
}
