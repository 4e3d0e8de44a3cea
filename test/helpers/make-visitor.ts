import type { JsonObject, JsonValue } from '../../src/lib/json.ts'

/** A browser: keeps cookies, names its page's origin, comes from an address of its own. */
export interface Visitor {
  post(path: string, body?: JsonValue, headers?: Record<string, string>): Promise<Visit>
  patch(path: string, body: JsonValue): Promise<Visit>
  get(path: string): Promise<Visit>
  cookies: Map<string, string>
}

export interface Visit {
  status: number
  headers: Headers
  body: JsonObject
}

let addresses = 0

/**
 * The gateway must trust 127.0.0.1 as a proxy, or all visitors share one address and its limits. One that `roams` sends each
 * request from another address.
 */
export function makeVisitor(url: string, { roams = false } = {}): Visitor {
  const cookies = new Map<string, string>()
  let address = newAddress()

  async function visit(
    method: string,
    path: string,
    body?: JsonValue,
    headers?: Record<string, string>,
  ): Promise<Visit> {
    if (roams) address = newAddress()
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        origin: url,
        'x-forwarded-for': address,
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true && text !== ''
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) ?? {}) : {} }
  }
  return {
    cookies,
    post: (path, body = {}, headers = {}) => visit('POST', path, body, headers),
    patch: (path, body) => visit('PATCH', path, body),
    get: (path) => visit('GET', path),
  }
}

function newAddress(): string {
  addresses += 1
  return `198.${51 + (addresses >> 16)}.${(addresses >> 8) & 255}.${addresses & 255}`
}
