import { Type } from 'typebox'

import { GatewayError, invalidField } from '../../domain/errors.ts'
import { parseScript } from '../../domain/simulator-script.ts'
import type { Work } from '../../domain/work.ts'
import type { JsonObject, JsonValue } from '../../lib/json.ts'
import type { Asked, Order } from './order.ts'
import { songWork } from './song-work.ts'
import { isBlank, makeInputParser, readSeed, SeedWire, text } from './wire.ts'

const parse = makeInputParser({
  prompt: text(),
  // What the families that are simulated call their prompt.
  gpt_description_prompt: text(),
  gen_text: text(),
  batch_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 4 })),
  seed: SeedWire,
})

/** `sim/*` (RULINGS 29): a prompt, and a script of what is to happen. Pictures take a `batch_size` besides. */
export function parseSimulator(body: JsonObject, asked: Asked): Order {
  const input = parse(body)
  const given = [input.prompt, input.gpt_description_prompt, input.gen_text]
  const prompt = given.find((words) => words !== undefined && !isBlank(words))
  if (prompt === undefined) {
    const isMissing = given.every((words) => words === undefined)
    const message = isMissing ? 'is required' : 'must hold a character that is not a space'
    throw invalidField(['input', 'prompt'], message, isMissing ? 'missing' : 'format')
  }
  const { seed, seedEcho } = readSeed(input.seed)
  const work = simulatedWork(asked, prompt, seed, input.batch_size ?? asked.entry.outputs)
  const wireScript = readScript(body)
  const echo: JsonObject = { prompt, seed: seedEcho }
  if (work.capability === 'image.generate') echo['batch_size'] = work.count
  if (wireScript !== null) echo['script'] = wireScript
  return { work: { ...work, script: parseScript(wireScript, ['input', 'script']) }, echo }
}

function readScript(body: JsonObject): JsonValue {
  const input = body['input']
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? (input['script'] ?? null) : null
}

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
      }
    case 'lyrics.generate':
    case 'speech.synthesize':
    case 'video.generate':
    case 'chat.complete':
      return { ...base, capability: entry.capability }
    case 'image.edit':
    case 'music.modify':
    case 'audio.transcribe':
    case 'model3d.generate':
      throw new GatewayError('unsupported_capability')
  }
}
