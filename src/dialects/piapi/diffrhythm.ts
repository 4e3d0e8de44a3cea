import { Type } from 'typebox'

import { invalidField } from '../../domain/errors.ts'
import type { ParseContext } from '../../domain/dialect.ts'
import type { JsonObject } from '../../lib/json.ts'
import { passOverMedia } from './media.ts'
import type { Asked, Order } from './order.ts'
import { songWork } from './song-work.ts'
import { isBlank, makeInputParser, readSeed, SeedWire, text } from './wire.ts'

const STYLE_DEFAULT = 'pop'

export const parse = makeInputParser({
  lyrics: text(),
  style_prompt: text(),
  style_audio: Type.Optional(Type.String()),
  seed: SeedWire,
})

/** `Qubico/diffrhythm`: one song, of 95 or 285 seconds by its task type; instrumental without words. */
export function parseDiffrhythm(body: JsonObject, { entry }: Asked, context: ParseContext): Order {
  const input = parse(body)
  const { lyrics = '', style_prompt: style = '', style_audio: styleAudio = '' } = input
  if (isBlank(lyrics) && isBlank(style) && isBlank(styleAudio)) {
    throw invalidField(['input'], 'must hold at least one of lyrics, style_prompt, style_audio', 'missing')
  }
  const styleEcho = styleAudio === '' ? '' : passOverMedia(styleAudio, ['input', 'style_audio'], context)
  const { seed, seedEcho } = readSeed(input.seed)
  const prompt = isBlank(style) ? STYLE_DEFAULT : style
  return {
    work: songWork(entry, {
      prompt,
      // As LRC, each line with its time in front ("[00:12.34]"), which is when it is sung.
      lyrics,
      instrumental: isBlank(lyrics),
      title: '',
      withCover: false,
      seed,
    }),
    echo: { style_audio: styleEcho, style_prompt: prompt, lyrics, seed: seedEcho },
  }
}
