/**
 * Whether an `If-None-Match` names this ETag, strong or weak: it compares weakly (RFC 9110 13.1.2), for a proxy that compressed
 * may have weakened ours.
 */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '')
  return header.split(',').some((part) => part.trim() === '*' || opaque(part) === opaque(etag))
}
