import type { StoredItem } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { Asked, Order } from './order.ts'
import { makeInputParser, readSeed, requiredText, SeedWire } from './wire.ts'

export const parse = makeInputParser({ prompt: requiredText(), seed: SeedWire })

/** `generate_lyrics`, of `music-u` and `music-s` alike: one kind of work, two texts (RULINGS 62). */
export function parseLyrics(body: JsonObject, { entry }: Asked): Order {
  const input = parse(body)
  const { seed, seedEcho } = readSeed(input.seed)
  return {
    work: { capability: 'lyrics.generate', prompt: input.prompt, seed, count: entry.outputs, script: null },
    echo: { prompt: input.prompt, seed: seedEcho },
  }
}

export function renderLyricsPairs(items: readonly StoredItem[]): JsonObject {
  return { lyrics_pairs: items.map((item) => ({ title: item.title ?? '', text: item.lyrics ?? '', seed: item.seed })) }
}
