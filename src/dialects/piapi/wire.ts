import { Type, type TProperties } from 'typebox'

import { invalidField } from '../../domain/errors.ts'
import { makeParser } from '../../domain/parse-body.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/json.ts'

/** Code points. The contract sets no limit where this one stands; a generator needs some. */
const TEXT_MAX = 10_000

export function text(maxLength = TEXT_MAX) {
  return Type.Optional(Type.String({ maxLength }))
}

/** Must hold a non-space character (RULINGS 5). */
export function requiredText(maxLength = TEXT_MAX) {
  return Type.Refine(
    Type.String({ maxLength }),
    (value: unknown) => typeof value !== 'string' || !isBlank(value),
    () => 'must hold a character that is not a space',
  )
}

export function isBlank(value: string): boolean {
  return !/\S/.test(value)
}

/** -1 stands for none given (RULINGS 22), and is what the echo shows then. */
export const SeedWire = Type.Optional(Type.Integer({ minimum: -1, maximum: Number.MAX_SAFE_INTEGER }))

export function readSeed(seed: number | undefined): { seed: number | null; seedEcho: number } {
  return seed === undefined || seed === -1 ? { seed: null, seedEcho: -1 } : { seed, seedEcho: seed }
}

/** Reads a body's `input` by a family's fields. Keys that the family does not know are passed over (RULINGS 6). */
export function makeInputParser<Properties extends TProperties>(properties: Properties) {
  const parse = makeParser(Type.Object({ input: Type.Object(properties) }))
  return Object.assign((body: JsonObject) => parse(body).input, { schema: parse.schema })
}

const parseNames = {
  model: makeParser(Type.Object({ model: Type.String() })),
  taskType: makeParser(Type.Object({ task_type: Type.String() })),
}

/** Separate from the rest of the body: an unknown model is told before anything else is looked at (RULINGS 27). */
export function readModel(body: JsonObject): string {
  return parseNames.model(body).model
}

export function readTaskType(body: JsonObject): string {
  return parseNames.taskType(body).task_type
}

export const parseConfig = makeParser(
  Type.Object({
    config: Type.Object({
      service_mode: Type.Optional(Type.Union([Type.Literal(''), Type.Literal('public'), Type.Literal('private')])),
      webhook_config: Type.Optional(
        Type.Object({
          endpoint: Type.Optional(Type.String()),
          // It travels as the header x-webhook-secret, so it has to be able to.
          secret: Type.Optional(
            Type.Refine(
              Type.String({ maxLength: 1024 }),
              (value: unknown) => typeof value !== 'string' || /^[\x20-\x7e]*$/.test(value),
              () => 'must be visible ASCII, since it is sent as a header',
            ),
          ),
        }),
      ),
    }),
  }),
)

/** `config` absent, null, empty or partial, at any of its levels, means its zero values (RULINGS 61). */
export function readConfig(body: JsonObject): { endpoint: string; secret: string } {
  const { webhook_config: webhook } = parseConfig({ config: withoutNulls(body.config ?? {}) }).config
  return { endpoint: webhook?.endpoint ?? '', secret: webhook?.secret ?? '' }
}

function withoutNulls(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutNulls(member)]))
}

/** `[]` = the whole body. */
export function readObject(body: JsonValue): JsonObject {
  if (isJsonObject(body)) return body
  throw invalidField([], 'must be an object', 'type')
}
