import { Type } from 'typebox'

import { fileUrl, type RenderContext } from '../../domain/dialect.ts'
import { invalidField } from '../../domain/errors.ts'
import { companionOf, type StoredItem } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'
import { filmWork } from './film-work.ts'
import { readOptionalMedia } from './media.ts'
import type { Asked, FamilyContext, Order } from './order.ts'
import { isBlank, makeInputParser, readSeed, SeedWire, text } from './wire.ts'

/** Of a text, of a picture, or of either. `s2v-01` keeps a face, which nobody here can. */
const MODELS: Readonly<Record<string, 'text' | 'picture' | 'either'>> = {
  't2v-01': 'text',
  't2v-01-director': 'text',
  't2v-02': 'text',
  'i2v-01': 'picture',
  'i2v-01-live': 'picture',
  'i2v-01-director': 'picture',
  'i2v-02': 'picture',
  'v2.3': 'either',
}
const MODEL_DEFAULT = 't2v-01'

export const parse = makeInputParser({
  model: text(),
  prompt: text(2000),
  image_url: text(),
  duration: Type.Optional(Type.Union([Type.Literal(6), Type.Literal(10)])),
  resolution: Type.Optional(Type.Union([Type.Literal(768), Type.Literal(1080)])),
  expand_prompt: Type.Optional(Type.Boolean()),
  seed: SeedWire,
})

/** `hailuo` / `video_generation`; the model among the inputs says what it is made of (contract section 16). */
export function parseHailuo(body: JsonObject, { entry }: Asked, context: FamilyContext): Order {
  const input = parse(body)
  const { model = MODEL_DEFAULT, prompt = '', image_url: image = '', duration = 6 } = input
  const source = Object.hasOwn(MODELS, model) ? MODELS[model] : undefined
  if (source === undefined) {
    throw invalidField(['input', 'model'], `must be one of ${Object.keys(MODELS).join(', ')}`, 'enum')
  }
  if (source === 'picture' && image === '') throw invalidField(['input', 'image_url'], 'is required', 'missing')
  if (source === 'text' && image !== '')
    throw invalidField(['input', 'image_url'], `must not be sent to ${model}`, 'enum')
  if (image === '' && isBlank(prompt)) throw invalidField(['input', 'prompt'], 'is required', 'missing')
  const picture = readOptionalMedia(image, { path: ['input', 'image_url'], kind: 'image' }, context)
  const { seed, seedEcho } = readSeed(input.seed)
  return {
    work: filmWork(entry, {
      prompt,
      negativePrompt: '',
      image: picture.input,
      ratio: null,
      seconds: duration,
      seed,
    }),
    echo: {
      model,
      prompt,
      image_url: picture.echo,
      duration,
      resolution: input.resolution ?? 768,
      expand_prompt: input.expand_prompt ?? false,
      seed: seedEcho,
    },
  }
}

export function renderHailuoFilm(input: JsonObject, items: readonly StoredItem[], context: RenderContext): JsonObject {
  const film = items.find((item) => item.role === 'main')
  const poster = film === undefined ? null : companionOf(items, film, 'poster')
  const url = film === undefined ? '' : fileUrl(film, context)
  return {
    percent: 100,
    cover_url: poster === null ? '' : fileUrl(poster, context),
    video_url: url,
    download_url: url,
    desc: input['prompt'] ?? '',
    prompt_img_url: input['image_url'] ?? '',
    status: 2,
    user_origin_prompt: true,
    width: film?.width ?? 0,
    height: film?.height ?? 0,
    model_id: input['model'] ?? '',
    message: 'success',
    seed: film?.seed ?? null,
  }
}
