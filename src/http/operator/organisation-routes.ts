import { Type } from 'typebox'

import type { Context } from '../../core/context.ts'
import { grantByOperator, readLimitState, setLimitsByOperator, type LimitedSubject } from '../../core/operate.ts'
import {
  makeOrganisation,
  readOrganisation,
  readOrganisationPage,
  renameOrganisation,
  type OrganisationRow,
} from '../../core/organisations.ts'
import { parseId } from '../../lib/ids.ts'
import { NOTHING, operatorRoute, type OperatorRoute } from './operator-route.ts'
import { creditsOf, limitsOf, pageOf } from './read-asked.ts'
import { renderGrant, renderLimits, renderOrganisation, renderPage } from './render.ts'
import * as schemas from './schemas.ts'

const { closed } = schemas

const SLUG = Type.String({ pattern: /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.source })

/** Organisations, their credits and their limits. */
export const ORGANISATION_ROUTES: readonly OperatorRoute[] = [
  operatorRoute({
    method: 'GET',
    path: '/organisations',
    summary: 'All organisations with their balances, the newest first.',
    status: 200,
    query: Type.Object(schemas.PAGE, closed),
    body: NOTHING,
    answer: schemas.listOf(schemas.Organisation),
    async handle(context, { query }) {
      return renderPage(await readOrganisationPage(context, pageOf(query, 'org')), renderOrganisation)
    },
  }),
  operatorRoute({
    method: 'POST',
    path: '/organisations',
    summary: 'Make an organisation with an empty account.',
    status: 201,
    query: NOTHING,
    body: Type.Object({ name: schemas.Name, slug: SLUG }, closed),
    answer: schemas.Organisation,
    async handle(context, { body, origin }) {
      return renderOrganisation(await makeOrganisation(context, origin, body))
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/organisations/:id',
    summary: 'One organisation.',
    status: 200,
    query: NOTHING,
    body: NOTHING,
    answer: schemas.Organisation,
    async handle(context, { id }) {
      return renderOrganisation(await organisationAt(context, id))
    },
  }),
  operatorRoute({
    method: 'PATCH',
    path: '/organisations/:id',
    summary: 'Rename an organisation.',
    status: 200,
    query: NOTHING,
    body: Type.Object({ name: schemas.Name }, closed),
    answer: schemas.Organisation,
    async handle(context, { id, body, origin }) {
      return renderOrganisation(await renameOrganisation(context, origin, parseId(id, ['org']), body.name))
    },
  }),
  operatorRoute({
    method: 'POST',
    path: '/organisations/:id/grants',
    summary: 'Add credits to an organisation.',
    status: 201,
    takesIdempotencyKey: true,
    query: NOTHING,
    body: Type.Object({ credits: schemas.Credits, reason: schemas.Reason }, closed),
    answer: schemas.Adjustment,
    async handle(context, { id, body, origin, idempotencyKey, markReplayed }) {
      const organisation = await organisationAt(context, id)
      const order = { amount: creditsOf(body.credits), reason: body.reason, idempotencyKey }
      const grant = await grantByOperator(context, origin, organisation, order)
      if (grant.replayed) markReplayed()
      return renderGrant(grant, organisation.id)
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/organisations/:id/limits',
    summary: "An organisation's limits, and how much of them is used.",
    status: 200,
    query: NOTHING,
    body: NOTHING,
    answer: schemas.Limits,
    async handle(context, { id }) {
      return renderLimits(await readLimitState(context.sql, subjectOf(await organisationAt(context, id))))
    },
  }),
  operatorRoute({
    method: 'PATCH',
    path: '/organisations/:id/limits',
    summary: "Change an organisation's limits: null and 0 take one away, what is absent stays.",
    status: 200,
    query: NOTHING,
    body: schemas.OrganisationLimitsChange,
    answer: schemas.Limits,
    async handle(context, { id, body, origin }) {
      const { excess_tasks: excess, ...limits } = body
      const stagesExcess = excess === undefined ? null : excess === 'staged'
      const change = { limits: limitsOf(limits), stagesExcess }
      const subject = subjectOf(await organisationAt(context, id))
      return renderLimits(await setLimitsByOperator(context, origin, subject, change))
    },
  }),
]

function organisationAt(context: Context, id: string): Promise<OrganisationRow> {
  return readOrganisation(context, parseId(id, ['org']))
}

function subjectOf({ id, number }: OrganisationRow): LimitedSubject {
  return { kind: 'organisation', id, number, organisation: number }
}
