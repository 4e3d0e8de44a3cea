/** The words to letter on the picture, and the prompt without them: "poster titled 'Night Market'" is no scene at night. */
interface TitleAndRest {
  title: string | null
  rest: string
}

/** More does not fit a line that can be read. */
const TITLE_MAX = 48
const PROMPT_MAX = 4000

const quoted = String.raw`["“”«»„]([^"“”«»„\n]{1,120})["“”«»„]|(?<![\p{L}\p{N}])['‘’]([^\n]{1,120}?)['’](?![\p{L}\p{N}])`
const introduction = String.raw`\b(?:titled|entitled|title|headline|headlined|caption|captioned|text|words?|lettering|called|named|saying|says|that reads|reading|reads|logo|slogan)(?:\s+(?:is|of|reads|saying))?\s*:?\s*`

const introducedQuote = new RegExp(`(?:\\bwith\\s+(?:the|a)?\\s*)?${introduction}(?:${quoted})`, 'iu')
/** "titled Night Market, red lanterns": capitalised words after the word that can mean nothing else. */
const introducedName =
  /\b(?:titled|entitled|with the title)\s*:?\s*((?:\p{Lu}|\p{N})[\p{L}\p{N}'’&-]*(?:\s+(?:(?:of|the|and|in|on|at|to|for|a|an|&)\s+)*(?:\p{Lu}|\p{N})[\p{L}\p{N}'’&-]*)*)/u
const anyQuote = new RegExp(quoted, 'u')
/** Where these are named, quoted words stand on them. */
const lettered = /\b(?:poster|flyer|cover|banner|card|postcard|sign|billboard)\b/i

export function findTitle(prompt: string): TitleAndRest {
  const text = prompt.slice(0, PROMPT_MAX)
  const match =
    introducedQuote.exec(text) ?? introducedName.exec(text) ?? (lettered.test(text) ? anyQuote.exec(text) : null)
  const title = match?.slice(1).find((group) => group !== undefined) ?? null
  if (match === null || title === null) return { title: null, rest: prompt }
  const cleaned = title.replace(/\s+/g, ' ').trim().slice(0, TITLE_MAX).trim()
  const rest = `${text.slice(0, match.index)} , ${text.slice(match.index + match[0].length)}`
  return { title: cleaned === '' ? null : cleaned, rest }
}
