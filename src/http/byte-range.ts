/** First and last byte, both included. */
export interface ByteRange {
  first: number
  last: number
}

/**
 * RFC 9110 section 14: one range of bytes. `whole` = send everything, which is the answer to no range, to several, to
 * another unit and to what cannot be read; `unsatisfiable` = 416.
 */
export function parseByteRange(header: string | undefined, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '')
  const from = match?.[1] ?? ''
  const to = match?.[2] ?? ''
  if (from === '' && to === '') return 'whole'
  if (from === '') {
    const length = Math.min(Number(to), size)
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 }
  }
  const first = Number(from)
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < first) return 'whole'
  return first >= size ? 'unsatisfiable' : { first, last }
}
