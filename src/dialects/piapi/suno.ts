import { entryOf } from '../../domain/catalogue.ts'
import { Type } from 'typebox'

import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import { invalidField } from '../../domain/errors.ts'
import type { Task } from '../../domain/task.ts'
import type { StoredItem } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { Asked, Order } from './order.ts'
import { songWork } from './song-work.ts'
import { timeText } from './time-text.ts'
import { isBlank, makeInputParser, readSeed, SeedWire, text } from './wire.ts'

export const parse = makeInputParser({
  gpt_description_prompt: text(3000),
  prompt: text(3000),
  make_instrumental: Type.Optional(Type.Boolean()),
  seed: SeedWire,
})

/** `music-s` / `generate_music`: two clips from a description, under either of its names (contract section 16). */
export function parseSuno(body: JsonObject, { entry }: Asked): Order {
  const input = parse(body)
  const { gpt_description_prompt: description = '', prompt = '', make_instrumental: instrumental = false } = input
  if (isBlank(description) && isBlank(prompt)) {
    throw invalidField(['input', 'gpt_description_prompt'], 'is required', 'missing')
  }
  const { seed, seedEcho } = readSeed(input.seed)
  const told = isBlank(description) ? prompt : description
  return {
    work: songWork(entry, { prompt: told, lyrics: '', instrumental, title: '', withCover: true, seed }),
    echo: { gpt_description_prompt: description, prompt, make_instrumental: instrumental, seed: seedEcho },
  }
}

export const parseCustom = makeInputParser({
  prompt: text(3000),
  title: text(80),
  tags: text(200),
  negative_tags: text(200),
  make_instrumental: Type.Optional(Type.Boolean()),
  seed: SeedWire,
})

/** `music-s` / `generate_music_custom`: `prompt` holds the words to sing, `tags` the style (contract section 16). */
export function parseSunoCustom(body: JsonObject, { entry }: Asked): Order {
  const input = parseCustom(body)
  const { prompt = '', title = '', tags = '', make_instrumental: instrumental = false } = input
  if (isBlank(prompt) && !instrumental) throw invalidField(['input', 'prompt'], 'is required', 'missing')
  if (isBlank(prompt) && isBlank(tags)) throw invalidField(['input', 'tags'], 'is required', 'missing')
  const { seed, seedEcho } = readSeed(input.seed)
  return {
    work: songWork(entry, { prompt: tags, lyrics: prompt, instrumental, title, withCover: true, seed }),
    echo: {
      prompt,
      title,
      tags,
      negative_tags: input.negative_tags ?? '',
      make_instrumental: instrumental,
      seed: seedEcho,
    },
  }
}

/** A map keyed by clip id. `input` gives the words that Suno repeats in each clip's metadata. */
export function renderClips(
  task: Task,
  input: JsonObject,
  clips: readonly StoredItem[],
  covers: readonly StoredItem[],
  context: RenderContext,
): JsonObject {
  const entries = clips.map((clip, index) => {
    const cover = covers[index] ?? covers[0]
    return [clip.artifactId, renderClip(task, input, clip, cover, context)] as const
  })
  return { clips: Object.fromEntries(entries) }
}

function renderClip(
  task: Task,
  input: JsonObject,
  clip: StoredItem,
  cover: StoredItem | undefined,
  context: RenderContext,
): JsonObject {
  const image = cover === undefined ? '' : fileUrl(cover, context)
  const { version, code } = entryOf(context.catalogue, task)
  return {
    id: clip.artifactId,
    video_url: '',
    audio_url: fileUrl(clip, context),
    image_url: image,
    image_large_url: image,
    is_video_pending: false,
    major_model_version: `v${version}`,
    model_name: code,
    metadata: {
      tags: input['tags'] ?? '',
      prompt: clip.lyrics ?? '',
      gpt_description_prompt: input['gpt_description_prompt'] ?? '',
      audio_prompt_id: null,
      history: null,
      concat_history: null,
      type: 'gen',
      duration: clip.durationSeconds ?? 0,
      refund_credits: false,
      stream: false,
      error_type: null,
      error_message: null,
      seed: clip.seed,
    },
    is_liked: false,
    user_id: task.organisation.id,
    display_name: '',
    handle: '',
    is_handle_updated: false,
    is_trashed: false,
    reaction: null,
    created_at: timeText(task.completedAt ?? task.createdAt),
    status: 'complete',
    title: clip.title ?? '',
    play_count: 0,
    upvote_count: 0,
    is_public: false,
  }
}
