import { Type } from 'typebox'

import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import { invalidField } from '../../domain/errors.ts'
import { readMediaId } from '../../domain/read-media-input.ts'
import type { Task } from '../../domain/task.ts'
import type { StoredItem } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { Asked, FamilyContext, Order } from './order.ts'
import { songWork } from './song-work.ts'
import { isBlank, makeInputParser, readSeed, SeedWire, text } from './wire.ts'

export const parse = makeInputParser({
  lyrics_type: Type.Union([Type.Literal('generate'), Type.Literal('user'), Type.Literal('instrumental')]),
  gpt_description_prompt: text(),
  lyrics: text(),
  negative_tags: text(),
  title: text(200),
  seed: SeedWire,
  continue_song_id: text(),
  continue_at: Type.Optional(Type.Number({ minimum: 0, maximum: 600 })),
})
type Input = ReturnType<typeof parse>

/** What a song that is continued is made and priced under. */
const EXTEND_KEY = 'udio/extend'

/** `music-u` / `generate_music`: two songs (contract section 16), or two ways on from one that is there. */
export function parseUdio(body: JsonObject, { entry }: Asked, context: FamilyContext): Order {
  const input = parse(body)
  const { lyrics_type: lyricsType, gpt_description_prompt: prompt = '', lyrics = '', title = '' } = input
  const { continue_song_id: continued = '' } = input
  if (lyricsType === 'user' && isBlank(lyrics)) throw invalidField(['input', 'lyrics'], 'is required', 'missing')
  if (!isBlank(continued)) return extend(input, continued, context)
  if (lyricsType !== 'user' && isBlank(prompt)) {
    throw invalidField(['input', 'gpt_description_prompt'], 'is required', 'missing')
  }
  const { seed } = readSeed(input.seed)
  return {
    work: songWork(entry, {
      prompt,
      lyrics: lyricsType === 'user' ? lyrics : '',
      instrumental: lyricsType === 'instrumental',
      title,
      withCover: true,
      seed,
    }),
    echo: echoOf(input),
  }
}

/** Of a song or, as the contract's clients name it, of the task that made it; `continue_at` 0 is its end. */
function extend(input: Input, continued: string, context: FamilyContext): Order {
  const { gpt_description_prompt: prompt = '', lyrics = '', title = '', continue_at: continueAt = 0 } = input
  const place = { path: ['input', 'continue_song_id'], kind: 'audio' } as const
  const reading = readMediaId(continued, place, context.needs)
  if ('fault' in reading) throw invalidField(place.path, reading.fault, reading.type)
  return {
    modelKey: EXTEND_KEY,
    work: {
      capability: 'music.modify',
      transform: 'extend',
      audio: reading.input,
      prompt,
      title: isBlank(title) ? null : title,
      lyrics: input.lyrics_type === 'user' ? lyrics : null,
      lyricsArtifact: null,
      withStems: false,
      cropEndAt: continueAt === 0 ? null : continueAt,
      replaceStartAt: null,
      replaceEndAt: null,
      format: 'mp3',
      seed: readSeed(input.seed).seed,
      count: context.catalogue.byKey(EXTEND_KEY).outputs,
      script: null,
    },
    echo: { ...echoOf(input), continue_song_id: continued, continue_at: continueAt },
  }
}

function echoOf(input: Input): JsonObject {
  return {
    gpt_description_prompt: input.gpt_description_prompt ?? '',
    lyrics_type: input.lyrics_type,
    lyrics: input.lyrics ?? '',
    negative_tags: input.negative_tags ?? '',
    title: input.title ?? '',
    seed: readSeed(input.seed).seedEcho,
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
