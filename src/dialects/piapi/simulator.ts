import { Type } from 'typebox'

import { GatewayError, invalidField } from '../../domain/errors.ts'
import { parseScript } from '../../domain/simulator-script.ts'
import type { Work } from '../../domain/work.ts'
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import { filmWork } from './film-work.ts'
import { readMedia } from './media.ts'
import type { Asked, FamilyContext, Order } from './order.ts'
import { songWork } from './song-work.ts'
import { isBlank, makeInputParser, readSeed, SeedWire, text } from './wire.ts'

export const parse = makeInputParser({
  prompt: text(),
  // What the families that are simulated call their prompt.
  gpt_description_prompt: text(),
  gen_text: text(),
  batch_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 4 })),
  // What is changed, for those that change something.
  image: Type.Optional(Type.String()),
  audio: Type.Optional(Type.String()),
  seed: SeedWire,
})

/** `sim/*` (RULINGS 29): a prompt, and a script of what is to happen. Pictures take a `batch_size` besides. */
export function parseSimulator(body: JsonObject, asked: Asked, context: FamilyContext): Order {
  const input = parse(body)
  const given = [input.prompt, input.gpt_description_prompt, input.gen_text]
  const prompt = given.find((words) => words !== undefined && !isBlank(words))
  if (prompt === undefined) {
    const isMissing = given.every((words) => words === undefined)
    const message = isMissing ? 'is required' : 'must hold a character that is not a space'
    throw invalidField(['input', 'prompt'], message, isMissing ? 'missing' : 'format')
  }
  const { seed, seedEcho } = readSeed(input.seed)
  const changed = readChanged(asked, input, context)
  const count = input.batch_size ?? asked.entry.outputs
  const work = changed?.toWork({ prompt, seed, count }) ?? simulatedWork(asked, prompt, seed, count)
  const wireScript = readScript(body)
  const echo: JsonObject = { prompt, ...changed?.echo, seed: seedEcho }
  if (work.capability === 'image.generate') echo['batch_size'] = work.count
  if (wireScript !== null) echo['script'] = wireScript
  return { work: { ...work, script: parseScript(wireScript, ['input', 'script']) }, echo }
}

interface Changed {
  toWork(base: { prompt: string; seed: number | null; count: number }): Work
  echo: JsonObject
}

/** What is changed, and how; null = this model changes nothing. */
function readChanged(
  { entry }: Asked,
  { image, audio }: { image?: string; audio?: string },
  context: FamilyContext,
): Changed | null {
  switch (entry.capability) {
    case 'image.edit': {
      const { input, echo } = readFile(image, 'image', context)
      return { toWork: (base) => ({ ...base, ...RESTYLE, image: input }), echo: { image: echo } }
    }
    case 'music.modify': {
      const { input, echo } = readFile(audio, 'audio', context)
      return { toWork: (base) => ({ ...base, ...EXTEND, count: entry.outputs, audio: input }), echo: { audio: echo } }
    }
    default:
      return null
  }
}

function readFile(text: string | undefined, kind: 'image' | 'audio', context: FamilyContext) {
  const path = ['input', kind]
  if (text === undefined) throw invalidField(path, 'is required', 'missing')
  return readMedia(text, { path, kind }, context)
}

function readScript(body: JsonObject): JsonValue {
  const input = body['input']
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? (input['script'] ?? null) : null
}

const RESTYLE = {
  capability: 'image.edit',
  edit: 'restyle',
  mask: null,
  negativePrompt: '',
  strength: 0.7,
  width: null,
  height: null,
  margins: { left: 0, right: 0, top: 0, bottom: 0 },
  scale: 1,
  format: 'png',
  script: null,
} as const
const EXTEND = {
  capability: 'music.modify',
  transform: 'extend',
  title: null,
  lyrics: null,
  lyricsArtifact: null,
  withStems: false,
  cropEndAt: null,
  replaceStartAt: null,
  replaceEndAt: null,
  format: 'mp3',
  script: null,
} as const

function simulatedWork({ entry }: Asked, prompt: string, seed: number | null, pictures: number): Work {
  const base = { prompt, seed, count: entry.outputs, script: null }
  switch (entry.capability) {
    case 'image.generate':
      return {
        ...base,
        capability: entry.capability,
        negativePrompt: '',
        width: 1024,
        height: 1024,
        format: 'png',
        count: pictures,
      }
    case 'music.compose':
      return songWork(entry, { prompt, lyrics: '', instrumental: false, title: '', withCover: false, seed })
    case 'sound.generate':
      return {
        ...base,
        capability: entry.capability,
        negativePrompt: '',
        durationSeconds: entry.durationSeconds ?? 8,
        video: null,
      }
    case 'speech.synthesize':
      return { ...base, capability: entry.capability, voice: null, speed: 1, language: null, format: 'mp3' }
    case 'video.generate':
      return filmWork(entry, { prompt, negativePrompt: '', image: null, ratio: null, seconds: null, seed })
    case 'model3d.generate':
      return { ...base, capability: entry.capability, image: null }
    case 'lyrics.generate':
    case 'chat.complete':
      return { ...base, capability: entry.capability }
    case 'image.edit':
    case 'music.modify':
    case 'audio.transcribe':
      throw new GatewayError('unsupported_capability')
  }
}
