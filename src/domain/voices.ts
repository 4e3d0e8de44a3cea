import type { CatalogueModel, Voice } from './catalogue.ts'

/** Before a voice's name, in APIs that name voices by ids. */
const PREFIX = 'voice_'

export function voiceId(voice: Voice): string {
  return PREFIX + voice.name
}

/** The name of a model's voice by its id or name; undefined = it has no such. Where its voices are not known, any will do. */
export function findVoice(model: CatalogueModel, text: string): string | undefined {
  const name = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text
  if (model.voices.length === 0) return name
  return model.voices.find((voice) => voice.name === name)?.name
}

/** Whether a model has a voice for a language (BCP 47), in whichever country's manner. */
export function speaks(model: CatalogueModel, language: string): boolean {
  return model.voices.length === 0 || model.voices.some((voice) => primaryOf(voice.language) === primaryOf(language))
}

/** What is said of a voice that a model has not. */
export const NO_VOICE = 'is no voice of this model: GET /v1/voices lists them'

/** What is said of a language that it does not speak. */
export function notSpoken(model: CatalogueModel): string {
  const spoken = new Set(model.voices.map(({ language }) => language))
  return `is not spoken by this model: it speaks ${[...spoken].join(', ')}`
}

function primaryOf(language: string): string {
  return language.split('-', 1)[0]?.toLowerCase() ?? ''
}
