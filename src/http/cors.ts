/** RULINGS 12: any origin, no credentials, our methods and headers. */
export const ALLOWED_HEADERS =
  'authorization, x-api-key, content-type, idempotency-key, x-request-id, prefer, x-max-credits'

/** What a page's script may read of our answers. */
export const EXPOSED_HEADERS = [
  'x-request-id',
  'retry-after',
  'location',
  'etag',
  'allow',
  'idempotent-replayed',
  'preference-applied',
  'ratelimit',
  'ratelimit-policy',
  'content-disposition',
  'content-range',
  'accept-ranges',
].join(', ')

/** Routes for no page of another origin: the operator's (RULINGS 12), and those where people sign in. */
export function isOwnOriginPath(path: string): boolean {
  return ['/operator/v1', '/auth'].some((root) => path === root || path.startsWith(`${root}/`))
}
