import pino from 'pino'

export type Logger = pino.Logger

/**
 * What a log line never shows, should somebody pass it by mistake. Our own lines do not carry any of it: a request's line
 * names its route pattern, never its URL, headers or body (DESIGN 8).
 */
const SECRET_FIELDS = [
  'authorization',
  'apiKey',
  'key',
  'secret',
  'password',
  'body',
  'prompt',
  'headers.authorization',
  'headers["x-api-key"]',
  'headers.cookie',
]

/**
 * The process's logger: JSON lines on stderr, for stdout belongs to the ready line (RULINGS 30). Lines are written
 * asynchronously and flushed at exit, so that a slow reader of stderr does not hold up requests.
 */
export function makeLog(
  level: pino.LevelWithSilent,
  destination: pino.DestinationStream = pino.destination({ fd: 2, sync: false }),
): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      redact: { paths: SECRET_FIELDS, censor: '[redacted]' },
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, error: describeError },
    },
    destination,
  )
}

/**
 * An error without its own properties: libraries hang row values (pg's `detail`), request bodies and headers on them.
 * Causes are followed a few steps.
 */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error, message: typeof error === 'string' ? error : '' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const described = { type: error.name, message: error.message, code, stack: error.stack }
  if (error.cause === undefined || depth >= 4) return described
  return { ...described, cause: describeError(error.cause, depth + 1) }
}
