import { Type, type Static } from 'typebox'

import { makeParser } from '../../domain/parse-body.ts'

/** RULINGS 6: task-creating bodies refuse keys they do not know. */
const closed = { additionalProperties: false }

/** RULINGS 50. */
const LIMITS = { imagePrompt: 4000, musicText: 5000, title: 200 }

const Model = Type.String({ minLength: 1, maxLength: 200 })
const Seed = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** Their contents are read once the model is known, which decides what a family may say (`model-options.ts`). */
const ModelOptions = Type.Object(
  {
    suno: Type.Optional(Type.Unknown()),
    minimax: Type.Optional(Type.Unknown()),
    studio: Type.Optional(Type.Unknown()),
    simulator: Type.Optional(Type.Unknown()),
  },
  closed,
)
export type ModelOptionsWire = Static<typeof ModelOptions>

/** What every task-creating body takes besides its own fields. */
const taskFields = {
  model: Type.Optional(Model),
  // Checked by hand (`read-task-fields.ts`), since a schema cannot limit a key's length in code points.
  metadata: Type.Optional(Type.Unknown()),
  callback_url: Type.Optional(Type.String()),
  callback_signing_key_id: Type.Optional(Type.Unknown()),
  model_options: Type.Optional(ModelOptions),
}
export type TaskFieldsWire = Static<ReturnType<typeof Type.Object<typeof taskFields>>>

const AspectRatio = Type.Union([
  Type.Literal('auto'),
  Type.Literal('1:1'),
  Type.Literal('16:9'),
  Type.Literal('9:16'),
  Type.Literal('4:3'),
  Type.Literal('3:4'),
  Type.Literal('2:1'),
])
export type AspectRatio = Static<typeof AspectRatio>

const ImageBody = Type.Object(
  {
    ...taskFields,
    prompt: Type.String({ minLength: 1, maxLength: LIMITS.imagePrompt }),
    quality: Type.Optional(Type.Union([Type.Literal('standard'), Type.Literal('hd')])),
    aspect_ratio: Type.Optional(AspectRatio),
    n: Type.Optional(Type.Integer({ minimum: 1, maximum: 4 })),
  },
  closed,
)
export type ImageBodyWire = Static<typeof ImageBody>

const MusicBody = Type.Object(
  {
    ...taskFields,
    prompt: Type.String({ minLength: 1, maxLength: LIMITS.musicText }),
    lyrics: Type.Optional(Type.String({ maxLength: LIMITS.musicText })),
    instrumental: Type.Optional(Type.Boolean()),
    title: Type.Optional(Type.String({ maxLength: LIMITS.title })),
  },
  closed,
)
export type MusicBodyWire = Static<typeof MusicBody>

/** `model_options.suno` (beatra.md 5.1). */
const SunoOptions = Type.Object(
  { custom_mode: Type.Optional(Type.Boolean()), style_weight: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })) },
  closed,
)

/** `model_options.minimax`: the contract names no option of it, so none can be called unknown. */
const MinimaxOptions = Type.Object({})

/** `model_options.studio` of pictures (ours). */
const StudioImageOptions = Type.Object(
  {
    seed: Type.Optional(Seed),
    format: Type.Optional(Type.Union([Type.Literal('png'), Type.Literal('jpeg'), Type.Literal('webp')])),
  },
  closed,
)

/** `model_options.studio` of music (ours). */
const StudioMusicOptions = Type.Object(
  {
    seed: Type.Optional(Seed),
    bpm: Type.Optional(Type.Integer({ minimum: 30, maximum: 300 })),
    duration_seconds: Type.Optional(Type.Number({ minimum: 1, maximum: 600 })),
    format: Type.Optional(
      Type.Union([Type.Literal('mp3'), Type.Literal('wav'), Type.Literal('ogg'), Type.Literal('flac')]),
    ),
  },
  closed,
)

export const parseImageBody = makeParser(ImageBody)
export const parseMusicBody = makeParser(MusicBody)
export const parseSunoOptions = makeParser(SunoOptions)
export const parseMinimaxOptions = makeParser(MinimaxOptions)
export const parseStudioImageOptions = makeParser(StudioImageOptions)
export const parseStudioMusicOptions = makeParser(StudioMusicOptions)
