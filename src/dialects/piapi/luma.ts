import { Type } from 'typebox'

import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import { invalidField } from '../../domain/errors.ts'
import type { Task, Warning } from '../../domain/task.ts'
import { companionOf, type ItemRole, type StoredItem } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import { filmWork } from './film-work.ts'
import { passOverMedia, readMedia } from './media.ts'
import type { Asked, FamilyContext, Order } from './order.ts'
import { timeText } from './time-text.ts'
import { makeInputParser, readSeed, requiredText, SeedWire, text } from './wire.ts'

const Frame = Type.Union([Type.Null(), Type.Object({ type: text(), url: text(), id: text() })])
const Flag = Type.Optional(Type.Boolean())
const Url = Type.Optional(Type.Union([Type.Null(), Type.String()]))

export const parse = makeInputParser({
  prompt: requiredText(),
  key_frames: Type.Optional(
    Type.Union([Type.Null(), Type.Object({ frame0: Type.Optional(Frame), frame1: Type.Optional(Frame) })]),
  ),
  image_url: Url,
  image_end_url: Url,
  model_name: text(),
  duration: Type.Optional(Type.Union([Type.Literal(5), Type.Literal(10)])),
  aspect_ratio: Type.Optional(
    Type.Union([
      // Its own echo of none.
      Type.Literal(''),
      Type.Literal('9:16'),
      Type.Literal('3:4'),
      Type.Literal('1:1'),
      Type.Literal('4:3'),
      Type.Literal('16:9'),
      Type.Literal('21:9'),
    ]),
  ),
  expand_prompt: Flag,
  loop: Flag,
  seed: SeedWire,
})
type Input = ReturnType<typeof parse>

const END_IGNORED: Warning = {
  code: 'option_ignored',
  message: 'The studio, which stands in, takes the first picture only.',
  field: 'key_frames',
}

/** `luma` / `video_generation`: of a text, or of a text and a first picture (contract section 16). */
export function parseLuma(body: JsonObject, { entry }: Asked, context: FamilyContext): Order {
  const input = parse(body)
  const first = firstFrame(input)
  const picture = first === null ? null : readMedia(first.url, { path: first.path, kind: 'image' }, context)
  const { prompt, aspect_ratio: asked = '', duration = 5 } = input
  const ratio = asked === '' ? null : asked
  const { seed, seedEcho } = readSeed(input.seed)
  const image = picture?.input ?? null
  const end = lastFrame(input, context)
  return {
    work: filmWork(entry, { prompt, negativePrompt: '', image, ratio, seconds: duration, seed }),
    echo: {
      prompt,
      key_frames: { frame0: picture === null ? null : { type: 'image', url: picture.echo }, frame1: end },
      model_name: input.model_name ?? '',
      duration,
      aspect_ratio: asked,
      expand_prompt: input.expand_prompt ?? false,
      loop: input.loop ?? false,
      seed: seedEcho,
    },
    warnings: end === null ? [] : [END_IGNORED],
  }
}

/** A first frame of no type is none: clients send such for films of a text. */
function firstFrame(input: Input): { url: string; path: string[] } | null {
  const frame = input.key_frames?.frame0
  const path = ['input', 'key_frames', 'frame0']
  if (frame?.type !== undefined && frame.type !== '') {
    if (frame.type !== 'image') throw invalidField([...path, 'type'], 'must be image', 'enum')
    if (frame.url === undefined || frame.url === '') throw invalidField([...path, 'url'], 'is required', 'missing')
    return { url: frame.url, path: [...path, 'url'] }
  }
  const url = input.image_url ?? ''
  return url === '' ? null : { url, path: ['input', 'image_url'] }
}

/** Only to be shown again. */
function lastFrame(input: Input, context: FamilyContext): JsonObject | null {
  const inFrames = input.key_frames?.frame1?.url ?? ''
  const path = inFrames === '' ? ['input', 'image_end_url'] : ['input', 'key_frames', 'frame1', 'url']
  const url = inFrames === '' ? (input.image_end_url ?? '') : inFrames
  return url === '' ? null : { type: 'image', url: passOverMedia(url, path, context) }
}

/** `video_raw` and `last_frame` are read by clients too, numbers included. */
export function renderLumaFilm(
  task: Task,
  input: JsonObject,
  items: readonly StoredItem[],
  context: RenderContext,
): JsonObject {
  const film = items.find((item) => item.role === 'main')
  const picture = (role: ItemRole) => (film === undefined ? null : companionOf(items, film, role))
  const video = renderFile(film ?? null, context)
  return {
    prompt: input['prompt'] ?? '',
    internal_state: 'completed',
    created_at: timeText(task.createdAt),
    video,
    video_raw: video,
    thumbnail: renderFile(picture('poster'), context),
    last_frame: renderFile(picture('last_frame'), context),
    seed: film?.seed ?? null,
  }
}

function renderFile(item: StoredItem | null, context: RenderContext): JsonObject | null {
  return item === null ? null : { url: fileUrl(item, context), width: item.width ?? 0, height: item.height ?? 0 }
}
