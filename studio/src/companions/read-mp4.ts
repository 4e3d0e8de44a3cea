import { type VideoFacts, positive } from './video-facts.ts'

/** A film of an hour in fragments of a second has a tenth of these; what has more is made to keep us busy. */
const BOXES_MAX = 40_000

interface Box {
  type: string
  /** Of its content. */
  start: number
  end: number
}
interface Track {
  id: number
  kind: string
  timescale: number
  video: { width: number; height: number }
}

/** Null without a "moov" box that has tracks. A file in fragments tells no length; then its fragments are added up. */
export function readMp4(view: DataView): VideoFacts | null {
  const top = [...boxesIn(view, 0, view.byteLength)]
  const movie = top.find((box) => box.type === 'moov')
  if (movie === undefined) return null
  const inner = [...boxesIn(view, movie.start, movie.end)]
  const tracks = inner.filter((box) => box.type === 'trak').map((box) => readTrack(view, box))
  const video = tracks.find((track) => track.kind === 'vide')
  if (tracks.every((track) => track.kind !== 'vide' && track.kind !== 'soun')) return null
  const header = inner.find((box) => box.type === 'mvhd')
  const told = header === undefined ? null : positive(readDuration(view, header.start))
  return {
    durationSeconds: told ?? positive(addFragments(view, top, tracks)),
    video: video?.video ?? null,
  }
}

function* boxesIn(view: DataView, start: number, end: number): Generator<Box> {
  let at = start
  for (let count = 0; count < BOXES_MAX && at + 8 <= end; count += 1) {
    const small = view.getUint32(at)
    const head = small === 1 ? 16 : 8
    const size = small === 1 ? Number(view.getBigUint64(at + 8)) : small === 0 ? end - at : small
    if (size < head) return
    const type = String.fromCharCode(...[4, 5, 6, 7].map((offset) => view.getUint8(at + offset)))
    yield { type, start: at + head, end: Math.min(end, at + size) }
    at += size
  }
}

function find(view: DataView, from: Box, ...path: string[]): Box | null {
  let box: Box | undefined = from
  for (const type of path) {
    box = [...boxesIn(view, box.start, box.end)].find((each) => each.type === type)
    if (box === undefined) return null
  }
  return box
}

function readTrack(view: DataView, track: Box): Track {
  const head = find(view, track, 'tkhd')
  const media = find(view, track, 'mdia', 'mdhd')
  const handler = find(view, track, 'mdia', 'hdlr')
  const kind =
    handler === null ? '' : String.fromCharCode(...[8, 9, 10, 11].map((at) => view.getUint8(handler.start + at)))
  return {
    id: head === null ? 0 : view.getUint32(head.start + (isLong(view, head.start) ? 20 : 12)),
    kind,
    timescale: media === null ? 0 : view.getUint32(media.start + (isLong(view, media.start) ? 20 : 12)),
    video: head === null ? { width: 0, height: 0 } : readSize(view, head.start),
  }
}

/** Boxes of version 1 have times of 64 bits. */
function isLong(view: DataView, start: number): boolean {
  return view.getUint8(start) === 1
}

/** Seconds, of a "mvhd". */
function readDuration(view: DataView, start: number): number {
  return isLong(view, start)
    ? Number(view.getBigUint64(start + 24)) / view.getUint32(start + 20)
    : view.getUint32(start + 16) / view.getUint32(start + 12)
}

/** Of a "tkhd": a matrix that turns by a quarter swaps the sides. */
function readSize(view: DataView, start: number): { width: number; height: number } {
  const matrix = start + (isLong(view, start) ? 52 : 40)
  const [width, height] = [view.getUint16(matrix + 36), view.getUint16(matrix + 40)]
  const isTurned = view.getInt32(matrix) === 0 && view.getInt32(matrix + 4) !== 0
  return isTurned ? { width: height, height: width } : { width, height }
}

/** Seconds at which the last fragment ends. */
function addFragments(view: DataView, top: Box[], tracks: Track[]): number {
  let seconds = 0
  for (const fragment of top.filter((box) => box.type === 'moof')) {
    for (const part of boxesIn(view, fragment.start, fragment.end)) {
      if (part.type === 'traf') seconds = Math.max(seconds, readFragmentEnd(view, part, tracks))
    }
  }
  return seconds
}

function readFragmentEnd(view: DataView, fragment: Box, tracks: Track[]): number {
  const head = find(view, fragment, 'tfhd')
  const time = find(view, fragment, 'tfdt')
  if (head === null || time === null) return 0
  const timescale = tracks.find((track) => track.id === view.getUint32(head.start + 4))?.timescale ?? 0
  if (timescale === 0) return 0
  const flags = view.getUint32(head.start)
  // Behind the track's number: a place of 8 bytes and an index of 4, each only where its flag says so.
  const usual =
    (flags & 8) === 0 ? 0 : view.getUint32(head.start + 8 + ((flags & 1) === 0 ? 0 : 8) + ((flags & 2) === 0 ? 0 : 4))
  let ticks = isLong(view, time.start) ? Number(view.getBigUint64(time.start + 4)) : view.getUint32(time.start + 4)
  for (const run of boxesIn(view, fragment.start, fragment.end)) {
    if (run.type === 'trun') ticks += readRun(view, run, usual)
  }
  return ticks / timescale
}

/** Ticks of all samples of a "trun". */
function readRun(view: DataView, run: Box, usual: number): number {
  const flags = view.getUint32(run.start)
  const count = view.getUint32(run.start + 4)
  if ((flags & 0x100) === 0) return count * usual
  const size = [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0).length * 4
  let at = run.start + 8 + ((flags & 1) === 0 ? 0 : 4) + ((flags & 4) === 0 ? 0 : 4)
  let ticks = 0
  for (; at + size <= run.end; at += size) ticks += view.getUint32(at)
  return ticks
}
