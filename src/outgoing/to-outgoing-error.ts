import { errors } from 'undici'

import { OutgoingError } from './outgoing-error.ts'

/** Sorts what came up on the way out. Our own bugs stay what they are. */
export function toOutgoingError(error: unknown): unknown {
  if (error instanceof OutgoingError) return error
  if (error instanceof errors.InvalidArgumentError || error instanceof errors.NotSupportedError) {
    return new OutgoingError('bad_request', `The request cannot be sent: ${error.message}.`, { cause: error })
  }
  if (error instanceof errors.ConnectTimeoutError) {
    return new OutgoingError('connection', 'The host cannot be reached.', { cause: error })
  }
  const code = codeOf(error)
  if (code === null) return error
  if (TLS_CODES.test(code))
    return new OutgoingError('tls', `Its certificate is not accepted (${code}).`, { cause: error })
  return new OutgoingError('connection', `The connection failed (${code}).`, { cause: error })
}

/** The same of what came up after the request was sent: whatever it is, there is no answer that can be read. */
export function toAnswerError(error: unknown): OutgoingError {
  const sorted = toOutgoingError(error)
  if (sorted instanceof OutgoingError) return sorted
  return new OutgoingError('connection', 'The answer cannot be read.', { cause: error })
}

const TLS_CODES = /^(?:ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)|_CERT_|CERTIFICATE/

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
