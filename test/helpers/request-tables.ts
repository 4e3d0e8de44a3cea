import * as beatra from '../../src/dialects/beatra/wire.ts'
import * as omnapi from '../../src/dialects/omnapi/wire.ts'
import { parse as parseDiffrhythm } from '../../src/dialects/piapi/diffrhythm.ts'
import { parse as parseFluxEdit } from '../../src/dialects/piapi/flux-edit.ts'
import { parse as parseFlux } from '../../src/dialects/piapi/flux.ts'
import { parse as parseHailuo } from '../../src/dialects/piapi/hailuo.ts'
import { parseCutOut, parseUpscale } from '../../src/dialects/piapi/image-toolkit.ts'
import { parse as parseKling } from '../../src/dialects/piapi/kling.ts'
import { parse as parseLuma } from '../../src/dialects/piapi/luma.ts'
import { parse as parseLyrics } from '../../src/dialects/piapi/lyrics.ts'
import { parse as parseMmaudio } from '../../src/dialects/piapi/mmaudio.ts'
import { parse as parseQubicoFilm, parseHunyuan } from '../../src/dialects/piapi/qubico-film.ts'
import { parse as parseSimulator } from '../../src/dialects/piapi/simulator.ts'
import { parse as parseSuno, parseCustom } from '../../src/dialects/piapi/suno.ts'
import { parse as parseTrellis } from '../../src/dialects/piapi/trellis.ts'
import { parse as parseTts } from '../../src/dialects/piapi/tts.ts'
import { parse as parseUdio } from '../../src/dialects/piapi/udio.ts'
import { parseConfig } from '../../src/dialects/piapi/wire.ts'
import { parseWire as parseScriptWire } from '../../src/domain/simulator-script.ts'
import { isJsonObject, type JsonValue } from '../../src/lib/json.ts'

/** A field as the page of requests has it: `a.b`, or `a[].b` in each of a list; its type in words; whether it must be there. */
export interface Field {
  name: string
  type: string
  isRequired: boolean
}

/** Read one after the other, `config` after filling in what is left out: no one schema has them all. */
const PIAPI_BODY: readonly Field[] = [
  { name: 'model', type: 'text', isRequired: true },
  { name: 'task_type', type: 'text', isRequired: true },
  { name: 'input', type: 'object', isRequired: true },
]

interface Parser {
  schema: unknown
}

/** Under which heading of docs/requests.md which fields stand, as their parsers take them. */
export function requestTables(): ReadonlyMap<string, Field[]> {
  const shared = new Set(fieldsOf(beatra.parseImageBody).map(({ name }) => name))
  for (const own of ['prompt', 'quality', 'aspect_ratio', 'n']) shared.delete(own)
  const ofBeatra = (body: Parser, studio: Parser): Field[] => [
    ...fieldsOf(body).filter(({ name }) => !shared.has(name)),
    ...fieldsOf(studio, 'model_options.studio.'),
  ]
  const ofOmnapi = (body: Parser): Field[] => fieldsOf(body).filter(({ name }) => !/^config\b/.test(name))
  const inputsOf = (family: Parser): Field[] =>
    fieldsOf(family).flatMap((field) =>
      field.name === 'input' ? [] : [{ ...field, name: field.name.slice('input.'.length) }],
    )
  return new Map([
    ['beatra: every create', fieldsOf(beatra.parseImageBody).filter(({ name }) => shared.has(name))],
    ['`model_options.suno`', fieldsOf(beatra.parseSunoOptions)],
    ['`POST /v1/images/generations`', ofBeatra(beatra.parseImageBody, beatra.parseStudioImageOptions)],
    ['`POST /v1/images/image-to-image`', ofBeatra(beatra.parseImageEditBody, beatra.parseStudioImageEditOptions)],
    ['`POST /v1/music/text-to-music`', ofBeatra(beatra.parseMusicBody, beatra.parseStudioMusicOptions)],
    [
      '`POST /v1/music/reference-audio-to-music`',
      ofBeatra(beatra.parseMusicEditBody, beatra.parseStudioMusicEditOptions),
    ],
    ['`POST /v1/audio/speech`', ofBeatra(beatra.parseSpeechBody, beatra.parseStudioSpeechOptions)],
    ['`POST /v1/videos`', ofBeatra(beatra.parseVideoBody, beatra.parseStudioVideoOptions)],
    ['OmnAPI: every create', fieldsOf(omnapi.parseImageBody).filter(({ name }) => /^config\b/.test(name))],
    ['`POST /api/v1/producer/generate/image`', ofOmnapi(omnapi.parseImageBody)],
    ['`POST /api/v1/producer/generate/lyrics`', ofOmnapi(omnapi.parseLyricsBody)],
    ['`POST /api/v1/producer/generate/music/compose`', ofOmnapi(omnapi.parseComposeBody)],
    ['`POST /api/v1/producer/generate/music/modify`', ofOmnapi(omnapi.parseModifyBody)],
    ['`POST /api/v1/tasks`', ofOmnapi(omnapi.parseTaskBody)],
    ['Inputs of `edit-image`', fieldsOf(omnapi.parseImageEditInput)],
    ['Inputs of `generate-sound`', fieldsOf(omnapi.parseSoundInput)],
    ['Inputs of `generate-speech`', fieldsOf(omnapi.parseSpeechInput)],
    ['Inputs of `generate-video`', fieldsOf(omnapi.parseFilmInput)],
    ['Inputs of `generate-model3d`', fieldsOf(omnapi.parseModel3dInput)],
    [
      'PiAPI: every create',
      [...PIAPI_BODY, ...fieldsOf(parseConfig).map((field) => ({ ...field, isRequired: false }))],
    ],
    ['`txt2img`', inputsOf(parseFlux)],
    ['`img2img` and the others from a picture', inputsOf(parseFluxEdit)],
    ['`background-remove`', inputsOf(parseCutOut)],
    ['`upscale`', inputsOf(parseUpscale)],
    ['`music-u`, `generate_music`', inputsOf(parseUdio)],
    ['`music-s`, `generate_music`', inputsOf(parseSuno)],
    ['`music-s`, `generate_music_custom`', inputsOf(parseCustom)],
    ['`generate_lyrics`', inputsOf(parseLyrics)],
    ['`Qubico/diffrhythm`', inputsOf(parseDiffrhythm)],
    ['`Qubico/mmaudio`', inputsOf(parseMmaudio)],
    ['`Qubico/tts`', inputsOf(parseTts)],
    ['`Qubico/trellis`', inputsOf(parseTrellis)],
    ['`Qubico/wanx` and `Qubico/skyreels`', inputsOf(parseQubicoFilm)],
    ['`Qubico/hunyuan`', inputsOf(parseHunyuan)],
    ['`luma`', inputsOf(parseLuma)],
    ['`kling`', inputsOf(parseKling)],
    ['`hailuo`', inputsOf(parseHailuo)],
    ['PiAPI: `sim/*`', inputsOf(parseSimulator)],
    ['Scripts of `sim/*`', fieldsOf(parseScriptWire)],
  ])
}

/** The fields that stand in the tables of a page, by the heading above each; several of one type may share a row. */
export function tablesOf(page: string): ReadonlyMap<string, Field[]> {
  const tables = new Map<string, Field[]>()
  let heading = ''
  for (const line of page.split('\n')) {
    heading = /^#+ (.+)$/.exec(line)?.[1] ?? heading
    const [names = '', type = '', otherwise = '', ...more] = line.split(' | ').map((cell) => cell.replace(/^\| /, ''))
    if (!names.startsWith('`') || more.length === 0) continue
    const isRequired = otherwise === 'required'
    const fields = [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, type, isRequired }))
    tables.set(heading, [...(tables.get(heading) ?? []), ...fields])
  }
  return tables
}

function fieldsOf({ schema }: Parser, prefix = ''): Field[] {
  const plain: JsonValue = JSON.parse(JSON.stringify(schema))
  return fieldsIn(plain, prefix)
}

function fieldsIn(schema: JsonValue | undefined, prefix: string): Field[] {
  if (!isJsonObject(schema) || !isJsonObject(schema['properties'])) return []
  const required: JsonValue[] = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(schema['properties']).flatMap(([key, property]) => {
    const name = `${prefix}${key}`
    return [{ name, type: typeOf(property), isRequired: required.includes(key) }, ...fieldsBelow(property, name)]
  })
}

function fieldsBelow(schema: JsonValue | undefined, name: string): Field[] {
  if (!isJsonObject(schema) || typeOf(schema) === MEDIA) return []
  if (isJsonObject(schema['items'])) return fieldsIn(schema['items'], `${name}[].`)
  const choices = Array.isArray(schema['anyOf']) ? schema['anyOf'] : [schema]
  return choices.flatMap((choice) => fieldsIn(choice, `${name}.`))
}

const MEDIA = '[file](#files)'

function typeOf(schema: JsonValue | undefined): string {
  if (!isJsonObject(schema)) return 'anything'
  const { anyOf, items, type } = schema
  if ('const' in schema) return `\`${String(schema['const'])}\``
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => `\`${String(value)}\``).join(', ')
  if (Array.isArray(anyOf)) return typeOfChoice(anyOf)
  if (items !== undefined) return `list of up to ${count(schema['maxItems'])}: ${typeOf(items)}`
  switch (type) {
    case 'string':
      return `text${rangeOf(schema['minLength'], schema['maxLength'])}`
    case 'integer':
      return `whole number${rangeOf(schema['minimum'], schema['maximum'])}`
    case 'number':
      if (schema['exclusiveMinimum'] !== undefined) {
        return `number above ${count(schema['exclusiveMinimum'])}, up to ${count(schema['maximum'])}`
      }
      return `number${rangeOf(schema['minimum'], schema['maximum'])}`
    case 'boolean':
      return 'true or false'
    case 'null':
      return 'null'
    case 'object':
      return 'object'
    default:
      return 'anything'
  }
}

function typeOfChoice(choices: readonly JsonValue[]): string {
  if (JSON.stringify(choices).includes('"data_uri"')) return MEDIA
  // An empty text that is taken too says nothing.
  const types = [...new Set(choices.map(typeOf))].filter((type) => type !== '``')
  return types.join(types.every((type) => type.startsWith('`')) ? ', ' : ' or ')
}

function rangeOf(low: JsonValue | undefined, high: JsonValue | undefined): string {
  const isOpen = high === undefined || high === Number.MAX_SAFE_INTEGER
  if (low === undefined) return isOpen ? '' : `, up to ${count(high)}`
  return isOpen ? ` from ${count(low)}` : `, ${count(low)} to ${count(high)}`
}

function count(value: JsonValue | undefined): string {
  return Number(value).toLocaleString('en-US')
}
