import { createServer } from 'node:net'

import { fail, ok, warn, type Finding } from './finding.ts'

const CHECK = 'port'

interface Door {
  host: string
  port: number
  /** The Medley that runs on this data folder, as far as it said where it serves. */
  instance: { pid: number; url: string | null } | null
}

/** A running Medley answers; else the address that a start would take is free. */
export async function checkPort({ host, port, instance }: Door): Promise<Finding> {
  if (instance !== null && instance.url !== null) return await checkInstance(instance.pid, instance.url)
  if (port === 0) return ok(CHECK, 'PORT=0: a start takes a free one')
  const refusal = await tryListening(host, port)
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`
  if (refusal === null) return ok(CHECK, `${place} is free; no Medley listens there`)
  switch (refusal) {
    case 'EADDRINUSE': {
      const name = await whoAnswers(`http://${reachable(host)}:${port}/`)
      return name === null
        ? fail(CHECK, `${place} is taken by something that is not Medley`, 'stop it, or set another PORT')
        : ok(CHECK, `${name} answers on ${place}`)
    }
    case 'EACCES':
      return fail(CHECK, `this user may not listen on ${place}`, 'set a PORT above 1023')
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return fail(CHECK, `${host} is no address of this machine`, 'set HOST to 127.0.0.1, or to 0.0.0.0 for all')
    default:
      return fail(CHECK, `${place} cannot be listened on (${refusal})`, 'set another HOST or PORT')
  }
}

async function checkInstance(pid: number, url: string): Promise<Finding> {
  const name = await whoAnswers(url)
  if (name !== null) return ok(CHECK, `${name} (process ${pid}) answers at ${url}`)
  // Its public URL may be one that only others can reach.
  return warn(
    CHECK,
    `process ${pid} serves at ${url}, which does not answer from here`,
    'is a proxy or MEDLEY_PUBLIC_URL wrong? If clients see the same, restart the process',
  )
}

/** Null when it works; else the system's code. */
function tryListening(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })
}

/** `Medley 1.2.3` as its welcome says (RULINGS 13), or null. */
async function whoAnswers(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3000), redirect: 'manual' })
    return /^Medley \S+/.exec(await response.text())?.[0] ?? null
  } catch {
    return null
  }
}

function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
