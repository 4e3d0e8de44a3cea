import { Errors } from 'typebox/value'

import { OPERATOR_ROUTES } from '../../src/http/operator/operator-routes.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/lib/json.ts'
import type { Answer, TestMedley } from './start-medley.ts'

/** Calls the operator's API; what it answers is held to the document that it gives of itself. */
export interface OperatorClient {
  get(path: string): Promise<Answer>
  post(path: string, body?: JsonValue, headers?: Record<string, string>): Promise<Answer>
  patch(path: string, body: JsonValue): Promise<Answer>
}

/** With a key; the first one by default. */
export function operatorOf(medley: TestMedley, key?: string): OperatorClient {
  async function ask(method: string, path: string, body?: JsonValue, headers = {}): Promise<Answer> {
    const own = key === undefined ? {} : { key }
    const answer = await medley.send(method, `/operator/v1${path}`, body, { ...own, headers })
    assertDocumented(method, path, answer)
    return answer
  }
  return {
    get: (path) => ask('GET', path),
    post: (path, body = {}, headers = {}) => ask('POST', path, body, headers),
    patch: (path, body) => ask('PATCH', path, body),
  }
}

function assertDocumented(method: string, path: string, { status, body }: Answer): void {
  if (status >= 300) return
  const plain = path.replace(/\?.*$/, '')
  const route = OPERATOR_ROUTES.find(
    (one) => one.method === method && new RegExp(`^${one.path.replace(':id', '[^/]+')}$`).test(plain),
  )
  if (route === undefined) return
  const faults = [...Errors(route.answer, body)].map((fault) => `${fault.instancePath} ${fault.message}`)
  if (status !== route.status) faults.push(`status ${status}`)
  if (faults.length > 0) throw new Error(`${method} ${path} is not as documented: ${faults.join('; ')}`)
}

/** The body of an answer that must be one of success. */
export function done({ status, body }: Pick<Answer, 'status' | 'body'>): JsonObject {
  if (status >= 300) throw new Error(`answered ${status} ${JSON.stringify(body)}`)
  return body
}

/** The objects of a list's page. */
export function dataOf(body: JsonObject): JsonObject[] {
  const { data } = body
  if (!Array.isArray(data)) throw new Error('this is no list')
  return data.filter(isJsonObject)
}
