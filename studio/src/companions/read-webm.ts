import { type VideoFacts, positive } from './video-facts.ts'

/** Elements that hold others. They are walked into as if their content stood beside them, so none can be nested too deep. */
const SEGMENT = 0x18538067
const INFO = 0x1549a966
const TRACKS = 0x1654ae6b
const TRACK = 0xae
const VIDEO = 0xe0
const CLUSTER = 0x1f43b675
const BLOCK_GROUP = 0xa0
const HOLDERS = new Set([SEGMENT, INFO, TRACKS, TRACK, VIDEO, CLUSTER, BLOCK_GROUP])

const TIME_SCALE = 0x2ad7b1
const DURATION = 0x4489
const PIXEL_WIDTH = 0xb0
const PIXEL_HEIGHT = 0xba
const CLUSTER_TIME = 0xe7
const SIMPLE_BLOCK = 0xa3
const BLOCK = 0xa1

/** Null when it has no track. What was recorded live tells no length: it ends one usual step behind its last block. */
export function readWebm(view: DataView): VideoFacts | null {
  const found = { nanoseconds: 1_000_000, duration: 0, width: 0, height: 0 }
  let hasTrack = false
  let clusterTime = 0
  const blocks = { count: 0, track: -1, last: 0 }
  for (const { id, start, size } of elements(view)) {
    switch (id) {
      case TIME_SCALE:
        found.nanoseconds = readInteger(view, start, size)
        break
      case DURATION:
        found.duration = readFloat(view, start, size)
        break
      case PIXEL_WIDTH:
        found.width = readInteger(view, start, size)
        break
      case PIXEL_HEIGHT:
        found.height = readInteger(view, start, size)
        break
      case TRACK:
        hasTrack = true
        break
      case CLUSTER_TIME:
        clusterTime = readInteger(view, start, size)
        break
      case SIMPLE_BLOCK:
      case BLOCK:
        countBlock(view, start, clusterTime, blocks)
        break
    }
  }
  if (!hasTrack) return null
  const streamed = blocks.count < 2 ? 0 : (blocks.last * blocks.count) / (blocks.count - 1)
  return {
    durationSeconds: positive(((found.duration || streamed) * found.nanoseconds) / 1e9),
    video: found.width > 0 && found.height > 0 ? { width: found.width, height: found.height } : null,
  }
}

/** Ten times what an hour of film has; what has more is made to keep us busy. */
const ELEMENTS_MAX = 4_000_000

interface Element {
  id: number
  /** Of its content. */
  start: number
  size: number
}

function* elements(view: DataView): Generator<Element> {
  let at = 0
  for (let count = 0; count < ELEMENTS_MAX && at + 2 <= view.byteLength; count += 1) {
    const idLength = lengthAt(view, at)
    const sizeLength = lengthAt(view, at + idLength)
    const start = at + idLength + sizeLength
    if (idLength > 4 || sizeLength > 8 || start > view.byteLength) return
    const id = readInteger(view, at, idLength)
    // Without the mark in its first byte: with it, eight bytes are too many for an exact number.
    const first = view.getUint8(at + idLength) & (255 >> sizeLength)
    const size = first * 256 ** (sizeLength - 1) + readInteger(view, at + idLength + 1, sizeLength - 1)
    yield { id, start, size }
    at = HOLDERS.has(id) ? start : start + size
  }
}

/** The zeros before the first one of a number say how many bytes it has; nine and more are no number. */
function lengthAt(view: DataView, at: number): number {
  return at < view.byteLength ? Math.clz32(view.getUint8(at)) - 23 : 9
}

/** Times of the first track that has any. */
function countBlock(
  view: DataView,
  start: number,
  clusterTime: number,
  blocks: { count: number; track: number; last: number },
): void {
  if (start + 3 > view.byteLength) return
  const track = view.getUint8(start)
  if (blocks.track === -1) blocks.track = track
  if (blocks.track !== track) return
  blocks.count += 1
  blocks.last = Math.max(blocks.last, clusterTime + view.getInt16(start + 1))
}

/** Up to eight bytes; above 2^53 it is not exact, and no size of ours is there. */
function readInteger(view: DataView, start: number, size: number): number {
  let value = 0
  for (let at = start; at < start + Math.min(8, size); at += 1) value = value * 256 + view.getUint8(at)
  return value
}

function readFloat(view: DataView, start: number, size: number): number {
  return size === 4 ? view.getFloat32(start) : size === 8 ? view.getFloat64(start) : 0
}
