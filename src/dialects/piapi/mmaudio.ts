import { Type } from 'typebox'

import type { JsonObject } from '../../lib/json.ts'
import { readMedia } from './media.ts'
import type { Asked, FamilyContext, Order } from './order.ts'
import { makeInputParser, readSeed, SeedWire, text } from './wire.ts'

const STEPS_DEFAULT = 25
/** The prompt's key is required, its text is not: the film alone may say what is to be heard (contract section 16). */
const Prompt = Type.String({ maxLength: 10_000 })

export const parse = makeInputParser({
  prompt: Prompt,
  video: Type.String(),
  negative_prompt: text(),
  steps: Type.Optional(Type.Integer({ minimum: 20, maximum: 50 })),
  // The contract's table and its example differ in the name: both are taken.
  seed: SeedWire,
  seeds: SeedWire,
})

/** `Qubico/mmaudio` / `video2audio`: as long as its film, and priced by that (RULINGS 79). */
export function parseMmaudio(body: JsonObject, { entry }: Asked, context: FamilyContext): Order {
  const input = parse(body)
  const video = readMedia(input.video, { path: ['input', 'video'], kind: 'video' }, context)
  const { seed, seedEcho } = readSeed(input.seed ?? input.seeds)
  const negativePrompt = input.negative_prompt ?? ''
  return {
    work: {
      capability: 'sound.generate',
      prompt: input.prompt,
      negativePrompt,
      durationSeconds: null,
      video: video.input,
      seed,
      count: entry.outputs,
      script: null,
    },
    echo: {
      prompt: input.prompt,
      negative_prompt: negativePrompt,
      video: video.echo,
      steps: input.steps ?? STEPS_DEFAULT,
      seed: seedEcho,
    },
  }
}
