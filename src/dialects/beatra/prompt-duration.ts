/** RULINGS 43's range, from the shortest that is still a piece of music. */
const SECONDS_MIN = 5
const SECONDS_MAX = 600

const LENGTH = /\b(\d{1,3})[ -]?(seconds?|secs?|minutes?|mins?)\b/i

/**
 * The length that a prompt asks for in words ("a 30 second jingle", "about 2 minutes"), seconds; null when it names none or
 * one out of range. The API has no field for it: length is guided in the prompt (beatra.md 5.1).
 */
export function promptDuration(prompt: string): number | null {
  const match = LENGTH.exec(prompt)
  if (match === null) return null
  const isMinutes = match[2]?.toLowerCase().startsWith('m') === true
  const seconds = Number(match[1]) * (isMinutes ? 60 : 1)
  return seconds >= SECONDS_MIN && seconds <= SECONDS_MAX ? seconds : null
}
