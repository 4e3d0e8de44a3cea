import { Type } from 'typebox'

import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import { invalidField } from '../../domain/errors.ts'
import type { Warning } from '../../domain/task.ts'
import { companionOf, type StoredItem } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import { filmWork } from './film-work.ts'
import { passOverMedia, readOptionalMedia } from './media.ts'
import type { Asked, FamilyContext, Order } from './order.ts'
import { isBlank, makeInputParser, readSeed, SeedWire, text } from './wire.ts'

/** Printed as a string in the contract's examples, a number in its tables. */
const Scale = Type.Union([
  Type.Number({ minimum: 0, maximum: 1 }),
  Type.String({ pattern: '^(0(\\.\\d{1,6})?|1(\\.0{1,6})?)$' }),
])

export const parse = makeInputParser({
  prompt: text(2500),
  negative_prompt: text(2500),
  cfg_scale: Type.Optional(Scale),
  duration: Type.Optional(Type.Union([Type.Literal(5), Type.Literal(10)])),
  aspect_ratio: Type.Optional(Type.Union([Type.Literal('16:9'), Type.Literal('9:16'), Type.Literal('1:1')])),
  camera_control: Type.Optional(Type.Union([Type.Null(), Type.Object({})])),
  mode: Type.Optional(Type.Union([Type.Literal('std'), Type.Literal('pro')])),
  version: text(),
  image_url: text(),
  image_tail_url: text(),
  seed: SeedWire,
})

/** `kling` / `video_generation`: of a text, or in the shape of a picture (contract section 16). Priced by the second. */
export function parseKling(body: JsonObject, { entry }: Asked, context: FamilyContext): Order {
  const input = parse(body)
  const { prompt = '', negative_prompt: negativePrompt = '', duration = 5, mode = 'std' } = input
  const picture = readOptionalMedia(input.image_url, { path: ['input', 'image_url'], kind: 'image' }, context)
  if (picture.input === null && isBlank(prompt)) throw invalidField(['input', 'prompt'], 'is required', 'missing')
  const { seed, seedEcho } = readSeed(input.seed)
  const ratio = picture.input === null ? (input.aspect_ratio ?? '16:9') : null
  return {
    work: filmWork(entry, { prompt, negativePrompt, image: picture.input, ratio, seconds: duration, seed }),
    echo: {
      prompt,
      negative_prompt: negativePrompt,
      cfg_scale: String(input.cfg_scale ?? 0.5),
      duration,
      aspect_ratio: input.aspect_ratio ?? '16:9',
      mode,
      version: input.version ?? '1.6',
      image_url: picture.echo,
      image_tail_url: passOver(input.image_tail_url, context),
      seed: seedEcho,
    },
    ...(mode === 'pro' ? { priceVariant: 'pro' } : {}),
    warnings: ignored(input),
  }
}

function passOver(url: string | undefined, context: FamilyContext): string {
  return url === undefined || url === '' ? '' : passOverMedia(url, ['input', 'image_tail_url'], context)
}

function ignored(input: ReturnType<typeof parse>): Warning[] {
  const message = 'The studio, which stands in, has no such option: say in the prompt what the camera does.'
  return [
    ...(isGiven(input.camera_control) ? [{ code: 'option_ignored', message, field: 'camera_control' } as const] : []),
    ...(isGiven(input.image_tail_url)
      ? [
          {
            code: 'option_ignored',
            message: 'The studio takes the first picture only.',
            field: 'image_tail_url',
          } as const,
        ]
      : []),
  ]
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

/** Clients read `video_url`, and the file without a watermark among the works. */
export function renderKlingFilm(input: JsonObject, items: readonly StoredItem[], context: RenderContext): JsonObject {
  const source = input['image_url'] === '' || input['image_url'] === undefined ? 'txt' : 'img'
  const type = `m2v_${source}2video${input['mode'] === 'pro' ? '_hq' : ''}`
  const films = items.filter((item) => item.role === 'main')
  const [first] = films
  return {
    type,
    status: 99,
    works: films.map((film) => {
      const poster = companionOf(items, film, 'poster')
      return { status: 99, type, cover: renderWork(poster, context), video: renderWork(film, context) }
    }),
    video_url: first === undefined ? '' : fileUrl(first, context),
    seed: first?.seed ?? null,
  }
}

/** `duration` in milliseconds. */
function renderWork(item: StoredItem | null, context: RenderContext): JsonObject {
  const url = item === null ? '' : fileUrl(item, context)
  return {
    resource: url,
    resource_without_watermark: url,
    height: item?.height ?? 0,
    width: item?.width ?? 0,
    duration: Math.round((item?.durationSeconds ?? 0) * 1000),
  }
}
