import { Type, type Static, type TProperties } from 'typebox'

import { FILM_SHAPES } from '../../domain/film-size.ts'
import { makeParser } from '../../domain/parse-body.ts'
import { AUDIO_FORMATS, IMAGE_EDITS, SONG_TRANSFORMS } from '../../domain/work.ts'

/**
 * The bodies OmnAPI takes. Objects are open: unknown keys are dropped, whatever they hold (RULINGS 6), because the readers
 * pick the known ones. What a schema cannot say in a sentence (a text of spaces, a bad URL) is checked by the readers.
 */
const text = (maxLength: number) => Type.String({ maxLength })
/** RULINGS 22. */
const Seed = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
/** RULINGS 43. */
const Length = Type.Number({ minimum: 1, maximum: 600 })
/** Of a song that may be ten minutes long. */
const Seconds = Type.Number({ minimum: 0, maximum: 600 })

/** omnapi.md 6.1 with the limits of RULINGS 43; `webhookUrl` and the size of `metadata` are checked when read. */
const Config = Type.Object({
  priority: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
  webhookUrl: Type.Optional(Type.String()),
  tags: Type.Optional(Type.Array(text(64), { maxItems: 20 })),
  metadata: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type Config = Static<typeof Config>
const config = Type.Optional(Config)

/** omnapi.md 7.1 and 7.2; other kinds of work that start from one text take the same keys. */
const prompted = (maxLength: number) => ({ prompt: text(maxLength), seed: Type.Optional(Seed) })
const sound = {
  ...prompted(2000),
  negativePrompt: Type.Optional(text(2000)),
  video: Type.Optional(Type.String()),
  length: Type.Optional(Type.Number({ minimum: 1, maximum: 30 })),
}
/** omnapi.md 7.3 in its order. */
const music = {
  soundPrompt: Type.Optional(text(3000)),
  lyrics: Type.Optional(text(5000)),
  instrumental: Type.Optional(Type.Boolean()),
  // Ours: one track of each group of instruments comes along.
  stems: Type.Optional(Type.Boolean()),
  seed: Type.Optional(Seed),
  bpm: Type.Optional(Type.Number({ minimum: 30, maximum: 300 })),
  length: Type.Optional(Length),
  title: Type.Optional(text(200)),
  imageId: Type.Optional(Type.String()),
  imagePrompt: Type.Optional(text(2000)),
  lyricsId: Type.Optional(Type.String()),
  currentSongId: Type.Optional(Type.String()),
  model: Type.Optional(text(200)),
  advancedMode: Type.Optional(Type.Boolean()),
  conversationId: Type.Optional(text(200)),
}

/** omnapi.md 7.4 in its order. What a transform needs is checked by the reader. */
const modify = {
  clipId: Type.Optional(Type.String()),
  modifyMode: Type.Optional(Type.Literal('task')),
  transform: Type.Optional(Type.Enum([...SONG_TRANSFORMS])),
  prompt: Type.Optional(text(3000)),
  title: Type.Optional(text(200)),
  tags: Type.Optional(text(1000)),
  lyrics: Type.Optional(text(5000)),
  lyricsId: Type.Optional(Type.String()),
  soundPrompt: Type.Optional(text(3000)),
  cropEndAt: Type.Optional(Seconds),
  replaceStartAt: Type.Optional(Seconds),
  replaceEndAt: Type.Optional(Seconds),
  conversationId: Type.Optional(text(200)),
  currentSongId: Type.Optional(Type.String()),
  stems: Type.Optional(Type.Boolean()),
  seed: Type.Optional(Seed),
}
const Margin = Type.Optional(Type.Integer({ minimum: 0, maximum: 2048 }))
const Side = Type.Optional(Type.Integer({ minimum: 64, maximum: 4096 }))
/** Ours: the contract has no page for it. */
const imageEdit = {
  image: Type.Optional(Type.String()),
  edit: Type.Optional(Type.Enum([...IMAGE_EDITS])),
  prompt: Type.Optional(text(2000)),
  negativePrompt: Type.Optional(text(2000)),
  mask: Type.Optional(Type.String()),
  strength: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
  width: Side,
  height: Side,
  margins: Type.Optional(Type.Object({ left: Margin, right: Margin, top: Margin, bottom: Margin })),
  scale: Type.Optional(Type.Number({ minimum: 1, maximum: 10 })),
  format: Type.Optional(Type.Union([Type.Literal('png'), Type.Literal('jpeg'), Type.Literal('webp')])),
  seed: Type.Optional(Seed),
}

/** Ours, as are the two that follow (RULINGS 78). */
const speech = {
  ...prompted(10_000),
  voice: Type.Optional(text(200)),
  speed: Type.Optional(Type.Number({ minimum: 0.5, maximum: 2 })),
  language: Type.Optional(text(35)),
  format: Type.Optional(Type.Union(AUDIO_FORMATS.map((format) => Type.Literal(format)))),
}
const film = {
  prompt: Type.Optional(text(5000)),
  seed: Type.Optional(Seed),
  negativePrompt: Type.Optional(text(2000)),
  image: Type.Optional(Type.String()),
  aspectRatio: Type.Optional(Type.Union(FILM_SHAPES.map((shape) => Type.Literal(shape)))),
  length: Type.Optional(Type.Number({ minimum: 1, maximum: 10 })),
  format: Type.Optional(Type.Union([Type.Literal('mp4'), Type.Literal('gif')])),
}
const model3d = {
  prompt: Type.Optional(text(5000)),
  seed: Type.Optional(Seed),
  image: Type.Optional(Type.String()),
}

/** What a `sim/*` model takes besides the keys of the work it plays (RULINGS 29); no key is required. */
const played = { prompt: Type.Optional(text(5000)), script: Type.Optional(Type.Unknown()) }

const parserOf = <Properties extends TProperties>(properties: Properties) => makeParser(Type.Object(properties))

/** The purpose-made endpoints' bodies. */
export const parseImageBody = parserOf({ ...prompted(2000), config })
export const parseLyricsBody = parserOf({ ...prompted(3000), config })
export const parseComposeBody = parserOf({ ...music, config })
export const parseModifyBody = parserOf({ ...modify, config })

/** `POST /api/v1/tasks` (omnapi.md 6.4); what `inputParameters` holds depends on the model. */
export const parseTaskBody = parserOf({
  provider: Type.Optional(text(200)),
  model: Type.Optional(text(500)),
  feature: Type.Optional(text(200)),
  inputParameters: Type.Object({}),
  config,
})

/** `inputParameters`, by the work that the model does. */
export const parseImageInput = parserOf(prompted(2000))
export const parseLyricsInput = parserOf(prompted(3000))
export const parseMusicInput = parserOf(music)
export const parseModifyInput = parserOf(modify)
export const parseImageEditInput = parserOf(imageEdit)
export const parseSoundInput = parserOf(sound)
export const parseSpeechInput = parserOf(speech)
export const parseFilmInput = parserOf(film)
export const parseModel3dInput = parserOf(model3d)
export const parsePlainInput = parserOf(prompted(5000))
/** The same for the simulator's models. */
export const parsePlayedInput = parserOf({ ...prompted(5000), ...played })
export const parsePlayedMusicInput = parserOf({ ...music, ...played })
export const parsePlayedModifyInput = parserOf({ ...modify, ...played })
export const parsePlayedImageEditInput = parserOf({ ...imageEdit, ...played })
export const parsePlayedSoundInput = parserOf({ ...sound, ...played })
export const parsePlayedSpeechInput = parserOf({ ...speech, ...played })
export const parsePlayedFilmInput = parserOf({ ...film, ...played })
export const parsePlayedModel3dInput = parserOf({ ...model3d, ...played })

interface Played {
  prompt?: string
  script?: unknown
}
export interface PromptedInput extends Played {
  seed?: number
}
export interface SoundInput extends PromptedInput {
  negativePrompt?: string
  video?: string
  length?: number
}
export type MusicInput = Static<ReturnType<typeof Type.Object<typeof music>>> & Played
export type ModifyInput = Static<ReturnType<typeof Type.Object<typeof modify>>> & Played
export type ImageEditInput = Static<ReturnType<typeof Type.Object<typeof imageEdit>>> & Played
export type SpeechInput = Partial<Static<ReturnType<typeof Type.Object<typeof speech>>>> & Played
export type FilmInput = Static<ReturnType<typeof Type.Object<typeof film>>> & Played
export type Model3dInput = Static<ReturnType<typeof Type.Object<typeof model3d>>> & Played
