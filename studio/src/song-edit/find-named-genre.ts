import { ALL_GENRES } from '../song/all-genres.ts'
import type { Genre } from '../song/genre.ts'
import { hasPhrase, toPromptWords } from '../song/prompt-words.ts'
import { readPrompt } from '../song/read-prompt.ts'

/** The genre that a prompt names or hints at; null = it leaves that open. */
export function findNamedGenre(prompt: string): Genre | null {
  const words = toPromptWords(prompt)
  const isOpen = !ALL_GENRES.some(({ names, hints }) => [...names, ...hints].some((phrase) => hasPhrase(words, phrase)))
  return isOpen ? null : readPrompt(prompt).genre
}
