import { NO_FACTS, type LyricsWork, type ProducedItem } from '../../domain/work.ts'
import type { Making } from './making.ts'

/** The words of a song, as a text. */
export async function produceWords({ work, seed, run }: Making<LyricsWork>): Promise<ProducedItem[]> {
  const { title, lyrics, tags } = await run({ kind: 'lyrics', prompt: work.prompt, seed }, 1)
  const facts = { ...NO_FACTS, kind: 'text', mediaType: 'text/plain; charset=utf-8', seed } as const
  return [{ ...facts, title, lyrics, tags, bytes: new TextEncoder().encode(lyrics) }]
}
