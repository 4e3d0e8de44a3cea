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

/** The operator's routes are for no page of another origin (RULINGS 12). */
export function isOperatorPath(path: string): boolean {
  return path === '/operator/v1' || path.startsWith('/operator/v1/')
}
