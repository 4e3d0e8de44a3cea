import { StartupError } from '../startup-error.ts'

/** Whatever keeps the embedded database from starting; the message is one sentence for the person who starts Medley. */
export class LaunchError extends StartupError {
  override name = 'LaunchError'
}

/** The code of a failed system call (`EACCES`, `ENOSPC` …), or null for any other error. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
