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

/** Long enough to gather under load, short enough for somebody who watches. */
const GATHER_MS = 100
const GATHER_BYTES = 65_536

/**
 * Lines are gathered and written asynchronously: a write for each costs three times what the line itself does, and a slow
 * reader of stderr must not hold up requests. What is gathered is written when the process exits in any way but by a
 * signal that nobody handles.
 */
function openStderr(): pino.DestinationStream {
  const stderr = pino.destination({ fd: 2, sync: false })
  let gathered = ''
  let timer: NodeJS.Timeout | null = null

  function pass(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (gathered === '') return
    const lines = gathered
    gathered = ''
    stderr.write(lines)
  }

  // Before pino's own listeners, which write out what it holds.
  process.prependListener('beforeExit', pass)
  process.prependListener('exit', pass)
  return {
    write(line) {
      gathered += line
      if (gathered.length >= GATHER_BYTES) pass()
      else timer ??= setTimeout(pass, GATHER_MS).unref()
    },
  }
}

/** The process's logger: JSON lines on stderr, for stdout belongs to the ready line (RULINGS 30). */
export function makeLog(level: pino.LevelWithSilent, destination: pino.DestinationStream = openStderr()): Logger {
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
