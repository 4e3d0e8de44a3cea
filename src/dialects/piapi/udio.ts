import { Type } from 'typebox'

import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import { invalidField } from '../../domain/errors.ts'
import type { Task } from '../../domain/task.ts'
import type { StoredItem } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { Asked, Order } from './order.ts'
import { songWork } from './song-work.ts'
import { isBlank, makeInputParser, readSeed, SeedWire, text } from './wire.ts'

const parse = makeInputParser({
  lyrics_type: Type.Union([Type.Literal('generate'), Type.Literal('user'), Type.Literal('instrumental')]),
  gpt_description_prompt: text(),
  lyrics: text(),
  negative_tags: text(),
  title: text(200),
  seed: SeedWire,
  continue_song_id: text(),
})

/** `music-u` / `generate_music`: two songs (contract section 16). */
export function parseUdio(body: JsonObject, { entry }: Asked): Order {
  const input = parse(body)
  const { lyrics_type: lyricsType, gpt_description_prompt: prompt = '', lyrics = '', title = '' } = input
  if (input.continue_song_id !== undefined && input.continue_song_id !== '') {
    // Dropping it would charge for a new song where a longer one was asked for.
    throw invalidField(['input', 'continue_song_id'], 'is not supported: songs cannot be extended here yet', 'enum')
  }
  if (lyricsType === 'user' && isBlank(lyrics)) throw invalidField(['input', 'lyrics'], 'is required', 'missing')
  if (lyricsType !== 'user' && isBlank(prompt)) {
    throw invalidField(['input', 'gpt_description_prompt'], 'is required', 'missing')
  }
  const { seed, seedEcho } = readSeed(input.seed)
  return {
    work: songWork(entry, {
      prompt,
      lyrics: lyricsType === 'user' ? lyrics : '',
      instrumental: lyricsType === 'instrumental',
      title,
      withCover: true,
      seed,
    }),
    echo: {
      gpt_description_prompt: prompt,
      lyrics_type: lyricsType,
      lyrics,
      negative_tags: input.negative_tags ?? '',
      title,
      seed: seedEcho,
    },
  }
}

/** `covers` stand in the order of the songs; fewer covers than songs: the first one serves the rest. */
export function renderSongs(
  task: Task,
  songs: readonly StoredItem[],
  covers: readonly StoredItem[],
  context: RenderContext,
): JsonObject {
  return {
    songs: songs.map((song, index) => {
      const cover = covers[index] ?? covers[0]
      return {
        id: song.artifactId,
        title: song.title ?? '',
        song_path: fileUrl(song, context),
        image_path: cover === undefined ? '' : fileUrl(cover, context),
        lyrics: song.lyrics ?? '',
        duration: song.durationSeconds ?? 0,
        // Udio's are words of style; what an item calls tags are section marks of its words.
        tags: [],
        finished: true,
        seed: song.seed,
      }
    }),
    generation_id: task.id,
  }
}
