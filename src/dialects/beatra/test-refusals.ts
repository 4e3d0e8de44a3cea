import { expect } from 'vitest'

import { GatewayError } from '../../domain/errors.ts'
import type { CreateTask } from '../../domain/task.ts'
import { renderError } from './errors.ts'

export interface Refusal {
  status: number
  code: unknown
  param: unknown
  errors: { path: string; message: string; type: string }[]
  unsupportedFields: unknown
}

/** What a client would be told; fails when nothing is refused. */
export function refusalOf(act: () => unknown): Refusal {
  const { status, body } = renderError(refused(act), 'req_1')
  const { code, param, details } = Object(body).error
  return { status, code, param, errors: details?.errors ?? [], unsupportedFields: details?.unsupported_fields }
}

/** A create's parse gives a task that core can price and store, or refuses; it never breaks. */
export function expectParsesOrRefuses(parse: () => CreateTask): void {
  let task: CreateTask
  try {
    task = parse()
  } catch (error) {
    expect(error).toBeInstanceOf(GatewayError)
    return
  }
  expect(typeof JSON.parse(task.input)).toBe('object')
  expect(task.work.count).toBeGreaterThanOrEqual(1)
}

function refused(act: () => unknown): GatewayError {
  try {
    act()
  } catch (error) {
    if (error instanceof GatewayError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
