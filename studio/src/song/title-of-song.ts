import type { SongRequest } from '../contract.ts'
import { makeRandom } from '../lyrics/make-random.ts'
import { readPrompt } from '../lyrics/read-prompt.ts'
import { titleCase } from '../lyrics/title-case.ts'
import { titleOfWords } from './title-of-words.ts'

/** A title is one line in a list. */
const CHARACTERS_MAX = 60

/** The given title; else the hook of the words, else what the prompt is about, or a theme that feels like it. */
export function titleOfSong({
  title,
  lyrics,
  prompt,
  seed,
}: Pick<SongRequest, 'title' | 'lyrics' | 'prompt' | 'seed'>): string {
  const given = title?.trim() ?? ''
  if (given !== '') return given
  const found = titleOfWords(lyrics ?? '') ?? titleCase(readPrompt(prompt, makeRandom(seed, 'brief')).hook.text)
  // By whole characters: half a surrogate pair is no text.
  return [...found].slice(0, CHARACTERS_MAX).join('').trim()
}
