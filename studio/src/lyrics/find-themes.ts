/** Which themes a prompt is about, the strongest first. */
import { baseForms } from './base-forms.ts'
import { wordsOf } from './pronounce.ts'
import { type Theme, themes } from './themes.ts'

interface Keyword {
  word: string
  theme: Theme
}

const keywords: Keyword[] = themes.flatMap((theme) => theme.words.split(/\s+/).map((word) => ({ word, theme })))
const keywordsByWord = Map.groupBy(keywords, (keyword) => keyword.word)
/** Scripts that write without spaces are searched for, not split. */
const unspaced = keywords.filter((keyword) => /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(keyword.word))

/** At most three: more would leave no thread to follow. */
export function findThemes(text: string): Theme[] {
  const scores = new Map<Theme, number>()
  const add = (theme: Theme, points: number) => scores.set(theme, (scores.get(theme) ?? 0) + points)
  for (const [index, word] of wordsOf(text).entries()) {
    // What a prompt names first, it is usually about; but a loss outweighs where it happened.
    for (const theme of themesOfWord(word)) add(theme, (theme.name === 'loss' ? 2 : 1) - Math.min(0.5, index / 100))
  }
  for (const { word, theme } of unspaced) if (text.includes(word)) add(theme, 1)
  const ranked = [...scores].sort(([, left], [, right]) => right - left)
  return ranked.slice(0, 3).map(([theme]) => theme)
}

export function themesOfWord(word: string): Theme[] {
  // "leaves" as it stands belongs to autumn; taken for a form of "leave" it would be a loss.
  const found = keywordsByWord.get(word) ?? baseForms(word).flatMap((form) => keywordsByWord.get(form) ?? [])
  return [...new Set(found.map((keyword) => keyword.theme))]
}
