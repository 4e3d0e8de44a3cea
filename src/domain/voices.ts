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

function primaryOf(language: string): string {
  return language.split('-', 1)[0]?.toLowerCase() ?? ''
}
