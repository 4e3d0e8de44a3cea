import { GatewayError } from '../domain/errors.ts'
import { isDatabaseAway } from '../lib/sql.ts'

/**
 * What any thrown value means to the client. Fastify's refusals become those of the one table; a database that is away or
 * full is `unavailable`; whatever else is thrown, no error at all included, is `internal`, with the thrown value as its
 * cause and none of its text.
 */
export function toGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') {
    const status = 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : 500
    if (status === 500 && isDatabaseAway(thrown)) return away(thrown)
    return fromCode(thrown.code, status, thrown)
  }
  return isDatabaseAway(thrown) ? away(thrown) : new GatewayError('internal', {}, { cause: thrown })
}

function away(cause: unknown): GatewayError {
  return new GatewayError('unavailable', { retryAfterSeconds: 2 }, { cause })
}

function fromCode(code: string, status: number, cause: Error): GatewayError {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new GatewayError('payload_too_large', {}, { cause })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new GatewayError('unsupported_media_type', {}, { cause })
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new GatewayError('invalid_json', {}, { cause })
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new GatewayError(
        'invalid_request',
        { message: 'The body is not as long as Content-Length says.' },
        { cause },
      )
    // An id that does not parse names nothing (RULINGS 5 and 16: 404, never 400), and a bad escape can be no other id.
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_NOT_FOUND':
      return new GatewayError('not_found', {}, { cause })
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new GatewayError('uri_too_long', {}, { cause })
    case 'FST_ERR_HANDLER_TIMEOUT':
      return new GatewayError('unavailable', {}, { cause })
    // The client went away in the middle of its body: nobody reads the answer, and nothing is wrong with us.
    case 'ECONNRESET':
      if (status === 400) return new GatewayError('invalid_request', { message: 'The body was cut off.' }, { cause })
      return new GatewayError('internal', {}, { cause })
    default:
      if (code.startsWith('FST_') && status >= 400 && status < 500)
        return new GatewayError('invalid_request', {}, { cause })
      return new GatewayError('internal', {}, { cause })
  }
}
