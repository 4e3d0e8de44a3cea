import { Type } from 'typebox'

import type { Warning } from '../../domain/task.ts'
import type { JsonObject } from '../../lib/json.ts'
import { passOverMedia } from './media.ts'
import type { Asked, FamilyContext, Order } from './order.ts'
import { makeInputParser, readSeed, requiredText, SeedWire, text } from './wire.ts'

export const parse = makeInputParser({
  gen_text: requiredText(10_000),
  ref_audio: Type.String(),
  ref_text: text(),
  seed: SeedWire,
})

const VOICE_NOT_COPIED: Warning = {
  code: 'option_ignored',
  message: 'The studio, which stands in, speaks with a voice of its own: it cannot copy one.',
  field: 'ref_audio',
}

/** `Qubico/tts` / `zero-shot`: priced by the character (RULINGS 80). */
export function parseTts(body: JsonObject, { entry }: Asked, context: FamilyContext): Order {
  const input = parse(body)
  const refAudio = passOverMedia(input.ref_audio, ['input', 'ref_audio'], context)
  const { seed, seedEcho } = readSeed(input.seed)
  return {
    work: {
      capability: 'speech.synthesize',
      prompt: input.gen_text,
      voice: null,
      speed: 1,
      language: null,
      format: 'mp3',
      seed,
      count: entry.outputs,
      script: null,
    },
    echo: { gen_text: input.gen_text, ref_audio: refAudio, ref_text: input.ref_text ?? '', seed: seedEcho },
    warnings: [VOICE_NOT_COPIED],
  }
}
