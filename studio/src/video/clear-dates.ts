const PARENTS: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia'])
/** Headers that hold a time of creation and one of change, after eight bytes of box and four of version and flags. */
const DATED: ReadonlySet<string> = new Set(['mvhd', 'tkhd', 'mdhd'])
const DATES_AT = 12

/** Sets the dates of an MP4 to "unknown", in place: the muxer writes the clock's, and the same film must be the same bytes. */
export function clearDates(bytes: Uint8Array, start = 0, end = bytes.length): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = start; at + 8 <= end;) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (PARENTS.has(type)) clearDates(bytes, at + 8, at + length)
    // In version 1 both are of eight bytes, not four.
    if (DATED.has(type)) bytes.fill(0, at + DATES_AT, at + DATES_AT + (bytes[at + 8] === 1 ? 16 : 8))
    at += length < 8 ? end : length
  }
}
