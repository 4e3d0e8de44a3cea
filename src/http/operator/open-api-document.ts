import type { TSchema } from 'typebox'

import type { JsonObject } from '../../lib/json.ts'
import { NOTHING, type OperatorRoute } from './operator-route.ts'
import * as schemas from './schemas.ts'

/** What stands under `components`; everything else is written where it is used. */
const NAMED: Readonly<Record<string, TSchema>> = {
  Organisation: schemas.Organisation,
  Person: schemas.Person,
  Key: schemas.Key,
  KeyWithSecret: schemas.KeyWithSecret,
  Limits: schemas.Limits,
  LimitsChange: schemas.LimitsChange,
  Adjustment: schemas.Adjustment,
  PriceVersion: schemas.PriceVersion,
  Model: schemas.Model,
  Task: schemas.TaskSummary,
  Delivery: schemas.Delivery,
  EmailTask: schemas.EmailTask,
  EmailTaskOpened: schemas.EmailTaskOpened,
  SmsTask: schemas.SmsTask,
  SmsTaskOpened: schemas.SmsTaskOpened,
  AuditEntry: schemas.AuditEntry,
}

const NAMES = new Map<unknown, string>(Object.entries(NAMED).map(([name, schema]) => [schema, name]))

const Problem: JsonObject = {
  type: 'object',
  description: 'RFC 9457.',
  required: ['type', 'title', 'status', 'detail', 'code', 'retryable', 'request_id', 'errors'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    retryable: { type: 'boolean' },
    request_id: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, message: { type: 'string' }, type: { type: 'string' } },
      },
    },
  },
}

/** The OpenAPI 3.1 document of routes, from the very schemas that they read and answer with. */
export function openApiDocument(root: string, routes: readonly OperatorRoute[]): JsonObject {
  const paths: Record<string, JsonObject> = {}
  for (const route of routes) {
    const path = route.path.replace(':id', '{id}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  const components = Object.fromEntries(Object.entries(NAMED).map(([name, schema]) => [name, write(schema, schema)]))
  return {
    openapi: '3.1.0',
    info: { title: 'Medley operator API', version: '1' },
    servers: [{ url: root }],
    security: [{ bearer: [] }, { apiKey: [] }, { session: [] }],
    paths,
    components: {
      schemas: { ...components, Problem },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A key with the scope operator.' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'medley.session_token',
          description:
            'Of a person who is an operator; __Secure- stands in front of its name over https. Changes need the Origin of this server.',
        },
      },
    },
  }
}

function operationOf(route: OperatorRoute): JsonObject {
  const { method, path, summary, status, query, body, answer } = route
  const words = path.split('/').filter((part) => part !== '' && part !== ':id')
  const parameters = [
    ...(path.includes(':id') ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] : []),
    ...Object.entries(query.properties).map(([name, schema]) => ({ name, in: 'query', schema: write(schema) })),
    ...(route.takesIdempotencyKey === true
      ? [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 1, maxLength: 128 } }]
      : []),
  ]
  const content = (schema: TSchema): JsonObject => ({ 'application/json': { schema: write(schema) } })
  return {
    operationId: [method.toLowerCase(), ...words, ...(path.endsWith(':id') ? ['one'] : [])].join('-'),
    summary,
    parameters,
    ...(body === NOTHING ? {} : { requestBody: { required: true, content: content(body) } }),
    responses: {
      [status]: { description: 'Done.', content: content(answer) },
      default: {
        description: 'Refused.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

/** As JSON; what has a name is referred to by it, unless it is `self`. */
function write(schema: TSchema, self: TSchema | null = null): JsonObject {
  const text = JSON.stringify(schema, (_key, value: unknown) => {
    const name = value === self ? undefined : NAMES.get(value)
    return name === undefined ? value : { $ref: `#/components/schemas/${name}` }
  })
  return JSON.parse(text)
}
