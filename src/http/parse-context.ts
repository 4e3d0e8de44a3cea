import type { FastifyRequest } from 'fastify'

import type { Context } from '../core/context.ts'
import { identifyInput } from '../core/keep-inputs.ts'
import type { ParseContext } from '../domain/dialect.ts'
import { callerOf } from './authenticate.ts'

/** What bodies are held to, whoever sends them. */
export type BodyRules = Omit<ParseContext, 'identify'>

/** What a dialect reads the body of a request with. */
export function parseContextOf(door: { context: Context; parse: BodyRules }, request: FastifyRequest): ParseContext {
  return { ...door.parse, identify: (bytes) => identifyInput(door.context, callerOf(request), bytes) }
}
