import type { SongEditRequest } from '../contract.ts'
import { makeRandom } from '../song/random.ts'
import { titleFromPrompt } from '../song/title-from-prompt.ts'

/** What a foreign song is called once it is changed: its own title is not known. */
export function titleOfEdit({ title, prompt, seed }: Pick<SongEditRequest, 'title' | 'prompt' | 'seed'>): string {
  const given = title?.trim() ?? ''
  return given === '' ? titleFromPrompt(prompt, makeRandom(seed, 'title')) : given
}
