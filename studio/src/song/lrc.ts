/** What LRC has in front of a line: one time or several, at each of which it is sung. */
const LINE_TIMES = /^\s*((?:\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]\s*)+)/
const WORD_TIMES = /<\d{1,3}:\d{2}(?:[.:]\d{1,3})?>\s*/g
/** "[ti:Neon Rain]", "[offset:+250]". */
const HEADER = /^\s*\[(?:ti|ar|al|au|by|re|ve|la|tool|length|offset|#)\s*:.*\]\s*$/i

/** Words as they are said, without what LRC adds to them. */
export function withoutTimes(lyrics: string): string {
  return lyrics
    .split('\n')
    .filter((line) => !HEADER.test(line))
    .map((line) => line.replace(LINE_TIMES, '').replaceAll(WORD_TIMES, ''))
    .join('\n')
}

/** Seconds; none = the line has no time. */
export function timesOf(line: string): number[] {
  const front = LINE_TIMES.exec(line)?.[1] ?? ''
  return [...front.matchAll(/(\d+):(\d+)(?:[.:](\d+))?/g)].map(
    ([, minutes, seconds, fraction = '0']) => 60 * Number(minutes) + Number(seconds) + Number(`0.${fraction}`),
  )
}
