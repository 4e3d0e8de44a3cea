import { readFile } from 'node:fs/promises'

import type { FastifyInstance, FastifyReply } from 'fastify'

import manifest from '../../package.json' with { type: 'json' }
import type { Metrics } from '../lib/metrics.ts'
import { queryOf } from './query-of.ts'

/** For whoever has only the address. Markdown, but as text: browsers show that. */
const REQUESTS_PAGE = new URL('../../docs/requests.md', import.meta.url)

/** A readiness that takes longer is none: the prober's patience is short too. */
const READY_WITHIN_MS = 2000

/**
 * What machines and curious people ask first, without a key: `/livez` (the process answers), `/readyz` (it can serve:
 * 200, else 503), `/metrics` for Prometheus, and `/` with name, version and links (RULINGS 13), the page of requests among them.
 */
export function registerProbes(
  server: FastifyInstance,
  options: { metrics: Metrics; ready(): Promise<boolean> },
): void {
  server.get('/livez', (_request, reply) => {
    reply.send({ status: 'ok' })
  })
  server.get('/readyz', async (_request, reply) => {
    const ready = await isReady(options.ready)
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not_ready' })
  })
  server.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await options.metrics.render()
    return reply.header('content-type', contentType).send(text)
  })
  server.get('/docs/requests.md', async (_request, reply) =>
    reply.header('content-type', 'text/plain; charset=utf-8').send(await readFile(REQUESTS_PAGE)),
  )
  server.get('/', (request, reply) => {
    const note = mailNote(queryOf(request))
    reply.header('vary', 'accept')
    if (request.headers.accept?.includes('text/html')) sendPage(reply, note)
    else reply.header('content-type', 'text/plain; charset=utf-8').send(welcomeText(note))
  })
}

async function isReady(ready: () => Promise<boolean>): Promise<boolean> {
  const tooLate = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => tooLate.resolve(false), READY_WITHIN_MS)
  try {
    return await Promise.race([ready(), tooLate.promise])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}

const LINKS = [
  ['/docs/requests.md', 'every field of every request for a task'],
  ['/v1/health', "whether the APIs' process is up, as beatra says it"],
  ['/operator/v1/openapi.json', "the operator's API"],
  ['/.well-known/jwks.json', 'the key of webhook signatures (v1a)'],
  ['/livez', 'whether the process answers'],
  ['/readyz', 'whether it can serve'],
  ['/metrics', 'measures for Prometheus'],
] as const

/** For who followed a mail's link, since there are no pages to go on to yet. `src/people/auth-options.ts` writes the links. */
function mailNote(query: URLSearchParams): string {
  switch (query.get('mail')) {
    case 'confirmed':
      return query.has('error')
        ? 'This link is over: it works for an hour. Signing in sends another one.'
        : 'Your address is confirmed. You can sign in now.'
    case 'reset':
      return 'To set a new password send {"token", "newPassword"} with the token of the mail to POST /auth/reset-password.'
    case 'invitation':
      return 'To accept an invitation sign up (POST /auth/sign-up/email with its invitationId) or sign in, and send {"invitationId"} to POST /auth/organization/accept-invitation.'
    default:
      return ''
  }
}

function welcomeText(note: string): string {
  const links = LINKS.map(([path, meaning]) => `  ${path.padEnd(27)}${meaning}`)
  return `Medley ${manifest.version}\n${manifest.description}\n\n${note === '' ? '' : `${note}\n\n`}${links.join('\n')}\n`
}

function sendPage(reply: FastifyReply, note: string): void {
  const links = LINKS.map(([path, meaning]) => `<li><a href="${path}">${path}</a> ${meaning}</li>`)
  const page = [
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Medley</title>',
    `<h1>Medley ${manifest.version}</h1><p>${manifest.description}</p>`,
    ...(note === '' ? [] : [`<p>${note}</p>`]),
    `<ul>${links.join('')}</ul></html>`,
  ]
  reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    .send(page.join('\n'))
}
