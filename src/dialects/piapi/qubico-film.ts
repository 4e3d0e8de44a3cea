import { Type } from 'typebox'

import { invalidField } from '../../domain/errors.ts'
import type { JsonObject } from '../../lib/json.ts'
import { filmWork } from './film-work.ts'
import { readMedia } from './media.ts'
import type { Asked, FamilyContext, Order } from './order.ts'
import { makeInputParser, readSeed, requiredText, SeedWire, text } from './wire.ts'

const fields = {
  prompt: requiredText(),
  negative_prompt: text(),
  aspect_ratio: Type.Optional(Type.Union([Type.Literal('16:9'), Type.Literal('9:16'), Type.Literal('1:1')])),
  image: Type.Optional(Type.String()),
  // Skyreels' alone; 0 is none.
  guidance_scale: Type.Optional(Type.Number({ minimum: 0, maximum: 10 })),
  seed: SeedWire,
}
export const parse = makeInputParser(fields)
export const parseHunyuan = makeInputParser({ ...fields, prompt: requiredText(1000) })

/** `Qubico/wanx`, `Qubico/hunyuan`, `Qubico/skyreels`: of a text, or of a text and a picture, by the task type. */
export function parseQubicoFilm(body: JsonObject, { entry, model, taskType }: Asked, context: FamilyContext): Order {
  const input = model === 'Qubico/hunyuan' ? parseHunyuan(body) : parse(body)
  const { prompt, negative_prompt: negativePrompt = '', aspect_ratio: ratio = '16:9', image = '' } = input
  const isOfPicture = taskType.startsWith('img2video')
  if (isOfPicture && image === '') throw invalidField(['input', 'image'], 'is required', 'missing')
  const picture = isOfPicture ? readMedia(image, { path: ['input', 'image'], kind: 'image' }, context) : null
  const { seed, seedEcho } = readSeed(input.seed)
  return {
    work: filmWork(entry, { prompt, negativePrompt, image: picture?.input ?? null, ratio, seconds: null, seed }),
    echo: {
      prompt,
      negative_prompt: negativePrompt,
      aspect_ratio: ratio,
      image: picture?.echo ?? '',
      ...(model === 'Qubico/skyreels' ? { guidance_scale: input.guidance_scale ?? 3.5 } : {}),
      seed: seedEcho,
    },
  }
}
