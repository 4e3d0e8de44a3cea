import { Type, type Static, type TProperties } from 'typebox'

import { makeParser } from '../../domain/parse-body.ts'

/**
 * The bodies OmnAPI takes. Objects are open: unknown keys are dropped, whatever they hold (RULINGS 6), because the readers
 * pick the known ones. What a schema cannot say in a sentence (a text of spaces, a bad URL) is checked by the readers.
 */
const text = (maxLength: number) => Type.String({ maxLength })
/** RULINGS 22. */
const Seed = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
/** RULINGS 43. */
const Length = Type.Number({ minimum: 1, maximum: 600 })

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
const sound = { ...prompted(2000), negativePrompt: Type.Optional(text(2000)), length: Type.Optional(Length) }
/** omnapi.md 7.3 in its order. */
const music = {
  soundPrompt: Type.Optional(text(3000)),
  lyrics: Type.Optional(text(5000)),
  instrumental: Type.Optional(Type.Boolean()),
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

/** What a `sim/*` model takes besides the keys of the work it plays (RULINGS 29); no key is required. */
const played = { prompt: Type.Optional(text(5000)), script: Type.Optional(Type.Unknown()) }

const parserOf = <Properties extends TProperties>(properties: Properties) => makeParser(Type.Object(properties))

/** The purpose-made endpoints' bodies. */
export const parseImageBody = parserOf({ ...prompted(2000), config })
export const parseLyricsBody = parserOf({ ...prompted(3000), config })
export const parseComposeBody = parserOf({ ...music, config })

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
export const parseSoundInput = parserOf(sound)
export const parsePlainInput = parserOf(prompted(5000))
/** The same for the simulator's models. */
export const parsePlayedInput = parserOf({ ...prompted(5000), ...played })
export const parsePlayedMusicInput = parserOf({ ...music, ...played })
export const parsePlayedSoundInput = parserOf({ ...sound, ...played })

interface Played {
  prompt?: string
  script?: unknown
}
export interface PromptedInput extends Played {
  seed?: number
}
export interface SoundInput extends PromptedInput {
  negativePrompt?: string
  length?: number
}
export type MusicInput = Static<ReturnType<typeof Type.Object<typeof music>>> & Played
