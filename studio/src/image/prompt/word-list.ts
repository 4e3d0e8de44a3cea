/** Words and phrases from running text with commas: a long list stays readable, and on few lines. */
export function wordList(text: string): readonly string[] {
  return text.trim().split(/\s*,\s*/)
}
