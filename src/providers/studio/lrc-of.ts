import type { SungWordTime } from '@medley/studio'

/** Seconds: a line is not left standing through a longer pause. */
const PAUSE_MIN = 3

/**
 * The words of a song in the LRC form that players show while it runs: the lines as they are sung, each with the time at which
 * it begins, and in it each word with its own. An empty line with its time ends one that a pause or the song's end follows.
 */
export function lrcOf(
  words: readonly SungWordTime[],
  { title, durationSeconds }: { title: string; durationSeconds: number },
): string {
  const sung = linesOf(words)
  const lines = sung.flatMap((line, index) => {
    const end = line.at(-1)?.endSeconds ?? 0
    const next = sung[index + 1]?.[0]?.startSeconds ?? durationSeconds
    return next - end > PAUSE_MIN ? [lineOf(line), `[${time(end)}]`] : [lineOf(line)]
  })
  return [`[ti:${title.replaceAll(/[[\]\r\n]/g, ' ')}]`, `[length:${time(durationSeconds)}]`, ...lines, ''].join('\n')
}

function lineOf(words: readonly SungWordTime[]): string {
  const timed = words.map(({ text, startSeconds }) => `<${time(startSeconds)}> ${text}`)
  return `[${time(words[0]?.startSeconds ?? 0)}] ${timed.join(' ')} <${time(words.at(-1)?.endSeconds ?? 0)}>`
}

function linesOf(words: readonly SungWordTime[]): SungWordTime[][] {
  const lines: SungWordTime[][] = []
  for (const word of words) {
    const line = lines.at(-1)
    if (line === undefined || line.at(-1)?.isLineEnd === true) lines.push([word])
    else line.push(word)
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
