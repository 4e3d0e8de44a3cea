import type { SungWordTime } from '@medley/studio'

/**
 * The words of a song in the LRC form that players show while it runs: the lines as they are sung, each with the time at which
 * it begins, and in it each word with its own.
 */
export function lrcOf(
  words: readonly SungWordTime[],
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
