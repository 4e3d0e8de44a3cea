import { Type, type Static } from 'typebox'

import { FILM_SHAPES } from '../../domain/film-size.ts'
import { makeParser } from '../../domain/parse-body.ts'
import { AUDIO_FORMATS, SONG_TRANSFORMS } from '../../domain/work.ts'

/** RULINGS 6: task-creating bodies refuse keys they do not know. */
const closed = { additionalProperties: false }

/** RULINGS 50. */
const LIMITS = { imagePrompt: 4000, musicText: 5000, title: 200, speech: 10_000 }

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

const imageFields = {
  ...taskFields,
  prompt: Type.String({ minLength: 1, maxLength: LIMITS.imagePrompt }),
  quality: Type.Optional(Type.Union([Type.Literal('standard'), Type.Literal('hd')])),
  aspect_ratio: Type.Optional(AspectRatio),
  n: Type.Optional(Type.Integer({ minimum: 1, maximum: 4 })),
}
const ImageBody = Type.Object(imageFields, closed)
export type ImageBodyWire = Static<typeof ImageBody>

const musicFields = {
  ...taskFields,
  prompt: Type.String({ minLength: 1, maxLength: LIMITS.musicText }),
  lyrics: Type.Optional(Type.String({ maxLength: LIMITS.musicText })),
  instrumental: Type.Optional(Type.Boolean()),
  title: Type.Optional(Type.String({ maxLength: LIMITS.title })),
}
const MusicBody = Type.Object(musicFields, closed)
export type MusicBodyWire = Static<typeof MusicBody>

/** beatra.md 5.3; read by `read-media-reference.ts`. */
const MediaReference = Type.Unknown()

/** Whether a change needs words is for what is changed to say (RULINGS 85). */
const ImageEditBody = Type.Object(
  {
    ...imageFields,
    prompt: Type.Optional(Type.String({ maxLength: LIMITS.imagePrompt })),
    image: MediaReference,
    extra_images: Type.Optional(Type.Array(MediaReference, { maxItems: 15 })),
  },
  closed,
)

const MusicEditBody = Type.Object(
  {
    ...musicFields,
    prompt: Type.Optional(Type.String({ maxLength: LIMITS.musicText })),
    reference_audio: MediaReference,
  },
  closed,
)

/** beatra.md 7, and RULINGS 77 for what it leaves open. */
const SpeechBody = Type.Object(
  {
    ...taskFields,
    input: Type.String({ minLength: 1, maxLength: LIMITS.speech }),
    voice: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    speed: Type.Optional(Type.Number({ minimum: 0.5, maximum: 2 })),
    language: Type.Optional(Type.String({ minLength: 1, maxLength: 35 })),
  },
  closed,
)
export type SpeechBodyWire = Static<typeof SpeechBody>

/** beatra.md 7, and RULINGS 77 for what it leaves open. */
const VideoBody = Type.Object(
  {
    ...taskFields,
    prompt: Type.String({ minLength: 1, maxLength: LIMITS.imagePrompt }),
    duration_seconds: Type.Optional(Type.Number({ minimum: 1, maximum: 10 })),
    aspect_ratio: Type.Optional(Type.Enum([...FILM_SHAPES])),
    image: Type.Optional(MediaReference),
  },
  closed,
)
export type VideoBodyWire = Static<typeof VideoBody>

/** `model_options.suno` (beatra.md 5.1). */
const SunoOptions = Type.Object(
  { custom_mode: Type.Optional(Type.Boolean()), style_weight: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })) },
  closed,
)

/** `model_options.minimax`: the contract names no option of it, so none can be called unknown. */
const MinimaxOptions = Type.Object({})

/** `model_options.studio` of speech (ours). */
const StudioSpeechOptions = Type.Object(
  { seed: Type.Optional(Seed), format: Type.Optional(Type.Enum([...AUDIO_FORMATS])) },
  closed,
)

/** `model_options.studio` of films (ours). */
const StudioVideoOptions = Type.Object(
  {
    seed: Type.Optional(Seed),
    format: Type.Optional(Type.Enum(['mp4', 'gif'])),
    negative_prompt: Type.Optional(Type.String({ maxLength: LIMITS.imagePrompt })),
  },
  closed,
)

/** What all pictures of the studio take. */
const pictureOptions = {
  seed: Type.Optional(Seed),
  format: Type.Optional(Type.Union([Type.Literal('png'), Type.Literal('jpeg'), Type.Literal('webp')])),
}

/** `model_options.studio` of pictures (ours). */
const StudioImageOptions = Type.Object(pictureOptions, closed)

/** What all songs of the studio take. */
const songOptions = {
  seed: Type.Optional(Seed),
  format: Type.Optional(
    Type.Union([Type.Literal('mp3'), Type.Literal('wav'), Type.Literal('ogg'), Type.Literal('flac')]),
  ),
  // One track of each group of instruments comes along.
  stems: Type.Optional(Type.Boolean()),
}

/** `model_options.studio` of music (ours). */
const StudioMusicOptions = Type.Object(
  {
    ...songOptions,
    bpm: Type.Optional(Type.Integer({ minimum: 30, maximum: 300 })),
    duration_seconds: Type.Optional(Type.Number({ minimum: 1, maximum: 600 })),
  },
  closed,
)

/** Of a song that may be ten minutes long. */
const Seconds = Type.Optional(Type.Number({ minimum: 0, maximum: 600 }))

/** `model_options.studio` of changes of a song (ours). */
const StudioMusicEditOptions = Type.Object(
  {
    ...songOptions,
    transform: Type.Optional(Type.Enum([...SONG_TRANSFORMS])),
    crop_end_at: Seconds,
    replace_start_at: Seconds,
    replace_end_at: Seconds,
  },
  closed,
)
export type StudioMusicEditWire = Static<typeof StudioMusicEditOptions>

const Margin = Type.Optional(Type.Integer({ minimum: 0, maximum: 2048 }))

/** `model_options.studio` of changes of a picture (ours). */
const StudioImageEditOptions = Type.Object(
  {
    ...pictureOptions,
    edit: Type.Optional(
      Type.Union([
        Type.Literal('restyle'),
        Type.Literal('inpaint'),
        Type.Literal('outpaint'),
        Type.Literal('upscale'),
        Type.Literal('remove_background'),
      ]),
    ),
    negative_prompt: Type.Optional(Type.String({ maxLength: LIMITS.imagePrompt })),
    mask: Type.Optional(MediaReference),
    strength: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
    margins: Type.Optional(Type.Object({ left: Margin, right: Margin, top: Margin, bottom: Margin }, closed)),
    scale: Type.Optional(Type.Number({ minimum: 1, maximum: 10 })),
  },
  closed,
)

export const parseImageBody = makeParser(ImageBody)
export const parseMusicBody = makeParser(MusicBody)
export const parseSunoOptions = makeParser(SunoOptions)
export const parseMinimaxOptions = makeParser(MinimaxOptions)
export const parseStudioImageOptions = makeParser(StudioImageOptions)
export const parseStudioMusicOptions = makeParser(StudioMusicOptions)
export const parseImageEditBody = makeParser(ImageEditBody)
export const parseMusicEditBody = makeParser(MusicEditBody)
export const parseStudioImageEditOptions = makeParser(StudioImageEditOptions)
export const parseStudioMusicEditOptions = makeParser(StudioMusicEditOptions)
export const parseSpeechBody = makeParser(SpeechBody)
export const parseVideoBody = makeParser(VideoBody)
export const parseStudioSpeechOptions = makeParser(StudioSpeechOptions)
export const parseStudioVideoOptions = makeParser(StudioVideoOptions)
