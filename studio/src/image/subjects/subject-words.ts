import { wordsOfBeings } from './words-of-beings.ts'
import { wordsOfThings } from './words-of-things.ts'

/** Words whose drawing is not the emoji of that name, or that several emoji share: word to drawing. */
export const subjectWords: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...wordsOfBeings, ...wordsOfThings }).flatMap(([drawing, words]) =>
    words.split(', ').map((word): [string, string] => [word, drawing]),
  ),
)
