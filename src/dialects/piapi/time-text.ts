import type { Instant } from '../../domain/task.ts'

/** RFC 3339 in UTC with microseconds; what has not happened is Go's zero time (RULINGS 14). */
export function timeText(instant: Instant | null): string {
  if (instant === null) return '0001-01-01T00:00:00Z'
  const micros = Math.round(instant * 1000)
  const milliseconds = Math.floor(micros / 1000)
  const rest = String(micros - milliseconds * 1000).padStart(3, '0')
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${rest}Z`
}
