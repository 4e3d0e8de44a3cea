/** More of a prompt than this is not read: nobody describes a song at such length, and hostile prompts stay cheap. */
const CHARACTERS_MAX = 5000

/** A prompt in lower case with single spaces between and around its words, for `hasPhrase`. */
export function toPromptWords(prompt: string): string {
  const plain = prompt.slice(0, CHARACTERS_MAX).normalize('NFKC').toLowerCase()
  return ` ${plain.replace(/[^\p{L}\p{M}\p{N}#&/'-]+/gu, ' ').trim()} `
}

/** Whether whole words say `phrase`. Chinese and Japanese, which leave no spaces, may have it anywhere. */
export function hasPhrase(words: string, phrase: string): boolean {
  if (/[\u3040-\u30ff\u4e00-\u9fff]/.test(phrase)) return words.includes(phrase)
  return words.includes(` ${phrase} `)
}
