import type { TimedWord } from '@medley/studio'

/** A pause in the singing that ends a line. */
const PAUSE_SECONDS = 0.6
const WORDS_MAX = 10

/**
 * The words of a song in the LRC form that players show while it runs: each line with the time at which it begins, and in it
 * each word with its own.
 */
export function lrcOf(
  words: readonly TimedWord[],
  { title, durationSeconds }: { title: string; durationSeconds: number },
): string {
  const lines = linesOf(words).map((line) => {
    const [first] = line
    const last = line.at(-1)
    const timed = line.map(({ text, startSeconds }) => `<${time(startSeconds)}> ${text}`)
    return `[${time(first?.startSeconds ?? 0)}] ${timed.join(' ')} <${time(last?.endSeconds ?? 0)}>`
  })
  return [`[ti:${title.replaceAll(/[[\]\r\n]/g, ' ')}]`, `[length:${time(durationSeconds)}]`, ...lines, ''].join('\n')
}

/** Where one breathes, or at the latest when a line is full. */
function linesOf(words: readonly TimedWord[]): TimedWord[][] {
  const lines: TimedWord[][] = []
  for (const word of words) {
    const line = lines.at(-1)
    const before = line?.at(-1)
    const goesOn =
      line !== undefined &&
      before !== undefined &&
      line.length < WORDS_MAX &&
      word.startSeconds - before.endSeconds < PAUSE_SECONDS
    if (goesOn) line.push(word)
    else lines.push([word])
  }
  return lines
}

/** Minutes, seconds and hundredths: "01:07.25". */
function time(seconds: number): string {
  const hundredths = Math.round(seconds * 100)
  const minutes = Math.floor(hundredths / 6000)
  const rest = ((hundredths % 6000) / 100).toFixed(2)
  return `${String(minutes).padStart(2, '0')}:${rest.padStart(5, '0')}`
}
