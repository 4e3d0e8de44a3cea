/** What a check has found. `fail`: promises are broken or the gateway cannot work; `warn`: it works, but somebody should look. */
export interface Finding {
  check: string
  level: 'ok' | 'warn' | 'fail'
  found: string
  /** What to do; null where nothing is to be done. */
  remedy: string | null
}

export function ok(check: string, found: string): Finding {
  return { check, level: 'ok', found, remedy: null }
}

export function warn(check: string, found: string, remedy: string): Finding {
  return { check, level: 'warn', found, remedy }
}

export function fail(check: string, found: string, remedy: string): Finding {
  return { check, level: 'fail', found, remedy }
}

/** `1 worker`, `2 workers`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`
}

/** A length of time for people. */
export function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3600)} h`
  return `${Math.round(seconds / 86_400)} days`
}
