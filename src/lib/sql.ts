import type { BatchFailure } from './batcher.ts'

/** What `store/` asks of a database: named statements, whose rows come typed by the caller. */
export interface Sql {
  query<Row>(name: string, text: string, values: readonly unknown[]): Promise<Row[]>
}

/** The SQLSTATE of a database error, or the code of a socket error; null for anything else. */
export function errorCodeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

const SOCKET_CODES = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'])

/**
 * What a failed statement means for the members of its batch: deadlocks, serialisation, lost connections and a restarting
 * server are tried again; faults of data are bisected to their member; the rest (no space, no memory, our own bugs) fails all.
 */
export function classifyDatabaseError(error: unknown): BatchFailure {
  // A value that does not fit its column, found before anything was sent.
  if (error instanceof RangeError) return 'bisect'
  const code = errorCodeOf(error)
  if (code === null) return isConnectionLoss(error) ? 'repeat' : 'fail'
  // A socket that is not there has a server that is not there; a file that is not there is another matter.
  if (SOCKET_CODES.has(code) || (code === 'ENOENT' && isFromConnect(error))) return 'repeat'
  // 40P01 deadlock, 40001 serialisation, 55P03 lock not available, 25P03/25P04 our own timeouts, 08 connection, 57P shutdown
  if (/^(40P01|40001|55P03|25P0[34]|08...|57P..|57014)$/.test(code)) return 'repeat'
  if (/^2[23]...$/.test(code) || code === '54001') return 'bisect'
  return 'fail'
}

/** Whether a failed statement surely changed nothing: the database said so itself, or was never reached. */
export function isSurelyUndone(error: unknown): boolean {
  const code = errorCodeOf(error) ?? ''
  return isFromConnect(error) || (/^[0-9A-Z]{5}$/.test(code) && !SOCKET_CODES.has(code) && !code.startsWith('08'))
}

function isFromConnect(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error && error.syscall === 'connect'
}

/** The database cannot be asked, or has no room: nothing is wrong with the request, and the same one may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  return classifyDatabaseError(error) === 'repeat' || /^53...$/.test(errorCodeOf(error) ?? '')
}

/** pg reports a lost connection by sentence only. */
function isConnectionLoss(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
      error.message,
    )
  )
}
