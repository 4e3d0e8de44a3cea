import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

import { GatewayError, type FieldIssue } from './errors.ts'

/** Gives what it is given, typed, or throws. */
export interface Parser<Schema extends TSchema> {
  (value: unknown): Static<Schema>
  /** What it takes: for the page of requests. */
  schema: Schema
}

/**
 * Makes a parser from a schema: gives the typed value, or throws `invalid_request` with every fault found, each naming its
 * field. Nothing is coerced and nothing is dropped or filled in (RULINGS 5).
 */
export function makeParser<Schema extends TSchema>(schema: Schema): Parser<Schema> {
  const validator = Compile(schema)
  const parse = (value: unknown): Static<Schema> => {
    if (validator.Check(value)) return value
    throw new GatewayError('invalid_request', { issues: collectIssues(validator.Errors(value)) })
  }
  return Object.assign(parse, { schema })
}

interface Fault {
  keyword: string
  instancePath: string
  message: string
  params: object
}

/** One issue a field: a union reports every branch, whose constants are gathered into one sentence. */
function collectIssues(faults: readonly Fault[]): FieldIssue[] {
  const issues = new Map<string, FieldIssue>()
  const allowed = new Map<string, string[]>()
  for (const fault of faults) {
    if (fault.keyword === 'const' && 'allowedValue' in fault.params) {
      const values = allowed.get(fault.instancePath) ?? []
      values.push(JSON.stringify(fault.params.allowedValue))
      allowed.set(fault.instancePath, values)
    }
    if (fault.keyword === 'enum' && 'allowedValues' in fault.params && Array.isArray(fault.params.allowedValues)) {
      allowed.set(
        fault.instancePath,
        fault.params.allowedValues.map((value) => JSON.stringify(value)),
      )
    }
    for (const issue of toIssues(fault)) {
      const place = JSON.stringify(issue.path)
      if (!issues.has(place)) issues.set(place, issue)
    }
  }
  for (const [pointer, values] of allowed) {
    const path = pointerPath(pointer)
    const message = `must be ${values.length === 1 ? '' : 'one of '}${values.join(', ')}`
    issues.set(JSON.stringify(path), { path, message, type: 'enum' })
  }
  return issues.size > 0 ? [...issues.values()] : [{ path: [], message: 'is not valid', type: 'type' }]
}

function toIssues(fault: Fault): FieldIssue[] {
  const path = pointerPath(fault.instancePath)
  switch (fault.keyword) {
    case 'required':
      return names('requiredProperties' in fault.params ? fault.params.requiredProperties : []).map((name) => ({
        path: [...path, name],
        message: 'is required',
        type: 'missing',
      }))
    case 'boolean': // the false schema of a key that `additionalProperties: false` excludes
      return [{ path, message: 'is not a known field', type: 'unknown_field' }]
    case 'additionalProperties':
      return [] // says the same of the parent
    case 'minLength':
      if ('limit' in fault.params && fault.params.limit === 1) {
        return [{ path, message: 'must not be empty', type: 'length' }]
      }
      return [{ path, message: fault.message, type: 'length' }]
    default:
      return [{ path, message: fault.message, type: ISSUE_TYPES[fault.keyword] ?? 'type' }]
  }
}

const ISSUE_TYPES: Readonly<Record<string, string>> = {
  minimum: 'range',
  maximum: 'range',
  exclusiveMinimum: 'range',
  exclusiveMaximum: 'range',
  minLength: 'length',
  maxLength: 'length',
  minItems: 'length',
  maxItems: 'length',
  minProperties: 'length',
  maxProperties: 'length',
  enum: 'enum',
  anyOf: 'enum',
  pattern: 'format',
  format: 'format',
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}

function pointerPath(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}
