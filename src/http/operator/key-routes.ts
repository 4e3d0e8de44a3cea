import { Type } from 'typebox'

import type { Context } from '../../core/context.ts'
import {
  changeKey,
  checkTerms,
  endKey,
  makeKey,
  readKey,
  readKeyPage,
  rotateKey,
  type KeyRow,
} from '../../core/manage-keys.ts'
import { readLimitState, setLimitsByOperator, type LimitedSubject } from '../../core/operate.ts'
import { readOrganisation } from '../../core/organisations.ts'
import { invalidField } from '../../domain/errors.ts'
import { parseId } from '../../lib/ids.ts'
import { NOTHING, operatorRoute, type OperatorRoute } from './operator-route.ts'
import { changedTermsOf, limitsOf, overlapMsOf, pageOf, termsOf } from './read-asked.ts'
import { renderKey, renderLimits, renderPage } from './render.ts'
import * as schemas from './schemas.ts'

const { closed } = schemas

const ALL = { kind: 'all' } as const

/** Keys of every organisation. */
export const KEY_ROUTES: readonly OperatorRoute[] = [
  operatorRoute({
    method: 'GET',
    path: '/keys',
    summary: 'Keys of all organisations or of one, the newest first.',
    status: 200,
    query: Type.Object({ ...schemas.PAGE, organisation_id: Type.Optional(Type.String()) }, closed),
    body: NOTHING,
    answer: schemas.listOf(schemas.Key),
    async handle(context, { query }) {
      const organisation = await numberOf(context, query.organisation_id)
      return renderPage(await readKeyPage(context, { organisation, ...pageOf(query, 'key') }), renderKey)
    },
  }),
  operatorRoute({
    method: 'POST',
    path: '/keys',
    summary: 'Make a key. Its secret is shown this once.',
    status: 201,
    query: NOTHING,
    body: Type.Object({ organisation_id: Type.String(), ...schemas.KeyTermsBody.properties }, closed),
    answer: schemas.KeyWithSecret,
    async handle(context, { body: { organisation_id: id, ...body }, origin }) {
      const organisation = (await numberOf(context, id)) ?? 0
      const terms = termsOf(body)
      checkTerms(terms, { catalogue: context.catalogue, now: context.databaseNow() })
      const { key, secret } = await makeKey(context, origin, organisation, terms, limitsOf(body.limits ?? {}))
      return { ...renderKey(key), secret }
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/keys/:id',
    summary: 'One key.',
    status: 200,
    query: NOTHING,
    body: NOTHING,
    answer: schemas.Key,
    async handle(context, { id }) {
      return renderKey(await keyAt(context, id))
    },
  }),
  operatorRoute({
    method: 'PATCH',
    path: '/keys/:id',
    summary: 'Change a key: what is absent stays. In force everywhere within three seconds.',
    status: 200,
    query: NOTHING,
    body: schemas.KeyChange,
    answer: schemas.Key,
    async handle(context, { id, body, origin }) {
      const change = changedTermsOf(body)
      checkTerms(change, { catalogue: context.catalogue, now: context.databaseNow() })
      const limits = limitsOf(body.limits ?? {})
      return renderKey(await changeKey(context, origin, ALL, parseId(id, ['key']), change, limits))
    },
  }),
  operatorRoute({
    method: 'POST',
    path: '/keys/:id/rotate',
    summary: 'Give a key a new secret, shown this once; the one before works for a while more (a day unless said).',
    status: 200,
    query: NOTHING,
    body: schemas.Rotation,
    answer: schemas.KeyWithSecret,
    async handle(context, { id, body, origin }) {
      const { key, secret } = await rotateKey(context, origin, ALL, parseId(id, ['key']), overlapMsOf(body))
      return { ...renderKey(key), secret }
    },
  }),
  operatorRoute({
    method: 'POST',
    path: '/keys/:id/revoke',
    summary: 'End a key with all its secrets, everywhere within three seconds.',
    status: 200,
    query: NOTHING,
    body: NOTHING,
    answer: schemas.Key,
    async handle(context, { id, origin }) {
      return renderKey(await endKey(context, origin, ALL, parseId(id, ['key'])))
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/keys/:id/limits',
    summary: "A key's own limits, and how much of them is used.",
    status: 200,
    query: NOTHING,
    body: NOTHING,
    answer: schemas.Limits,
    async handle(context, { id }) {
      return renderLimits(await readLimitState(context.sql, subjectOf(await keyAt(context, id))))
    },
  }),
  operatorRoute({
    method: 'PATCH',
    path: '/keys/:id/limits',
    summary: "Change a key's own limits: null and 0 take one away, what is absent stays.",
    status: 200,
    query: NOTHING,
    body: schemas.LimitsChange,
    answer: schemas.Limits,
    async handle(context, { id, body, origin }) {
      const change = { limits: limitsOf(body), stagesExcess: null }
      return renderLimits(await setLimitsByOperator(context, origin, subjectOf(await keyAt(context, id)), change))
    },
  }),
]

/** The number of an organisation that is named outside of the path; null = none is. */
export async function numberOf(context: Context, id: string | undefined): Promise<number | null> {
  if (id === undefined) return null
  const organisation = parseId(id, ['org'])
  if (organisation === null) throw invalidField(['organisation_id'], 'must be the id of an organisation', 'format')
  return (await readOrganisation(context, organisation)).number
}

function keyAt(context: Context, id: string): Promise<KeyRow> {
  return readKey(context, ALL, parseId(id, ['key']))
}

function subjectOf({ id, organisation }: KeyRow): LimitedSubject {
  return { kind: 'key', id, organisation }
}
