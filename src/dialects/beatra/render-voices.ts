import type { RenderContext, WireResponse } from '../../domain/dialect.ts'
import { voiceId } from '../../domain/voices.ts'

/** What can be named as `voice` now, each with the model that speaks so (RULINGS 77). */
export function renderVoices({ catalogue }: RenderContext): WireResponse {
  const models = catalogue.models.filter((model) => model.servable && model.listed)
  const data = models.flatMap((model) =>
    model.voices.map((voice) => ({
      id: voiceId(voice),
      object: 'voice',
      name: voice.name,
      description: voice.description,
      language: voice.language,
      model: model.code,
    })),
  )
  return { status: 200, body: { object: 'list', data } }
}
