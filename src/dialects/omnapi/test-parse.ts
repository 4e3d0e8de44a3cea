// Runs a create route's parse, for this folder's tests.
import { GatewayError, type FieldIssue } from '../../domain/errors.ts'
import type { CreateTask } from '../../domain/task.ts'
import type { JsonValue } from '../../lib/json.ts'
import { omnapi } from './dialect.ts'
import { parseContext } from './test-tasks.ts'

export const IMAGE = '/api/v1/producer/generate/image'
export const LYRICS = '/api/v1/producer/generate/lyrics'
export const COMPOSE = '/api/v1/producer/generate/music/compose'
export const TASKS = '/api/v1/tasks'

export function parse(path: string, body: JsonValue): CreateTask {
  for (const route of omnapi.routes) {
    if (route.kind === 'create' && route.path === path) return route.parse(body, parseContext)
  }
  throw new Error(`no create route ${path}`)
}

export function issuesOf(path: string, body: JsonValue): readonly FieldIssue[] {
  try {
    parse(path, body)
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'invalid_request') return error.details.issues ?? []
    throw error
  }
  return []
}

export const inputOf = (create: CreateTask): JsonValue => JSON.parse(create.input)
/** Dotted, as the wire shows them. */
export const paths = (issues: readonly FieldIssue[]) => issues.map((issue) => issue.path.join('.'))
