import { Type } from 'typebox'

import { refundByOperator, setPricesByOperator } from '../../core/operate.ts'
import { organisationIdOfNumber } from '../../core/organisations.ts'
import { listPriceVersions } from '../../core/set-prices.ts'
import { GatewayError } from '../../domain/errors.ts'
import { parseTaskId } from '../../lib/ids.ts'
import { asJson } from '../../lib/json.ts'
import { NOTHING, operatorRoute, type OperatorRoute } from './operator-route.ts'
import { creditsOf } from './read-asked.ts'
import { renderList, renderModel, renderPriceVersion, renderRefund } from './render.ts'
import * as schemas from './schemas.ts'

const { closed } = schemas

/** Refunds, prices, and what there is to buy. */
export const MONEY_ROUTES: readonly OperatorRoute[] = [
  operatorRoute({
    method: 'POST',
    path: '/tasks/:id/refunds',
    summary: 'Give back what a task was charged: all that is left of it, or so many credits.',
    status: 201,
    takesIdempotencyKey: true,
    query: NOTHING,
    body: Type.Object({ credits: Type.Optional(schemas.Credits), reason: schemas.Reason }, closed),
    answer: schemas.Adjustment,
    async handle(context, { id, body, origin, idempotencyKey, markReplayed }) {
      const task = parseTaskId(id)
      if (task === null) throw new GatewayError('task_not_found')
      const amount = body.credits === undefined ? 'all' : creditsOf(body.credits)
      const order = { task, amount, reason: body.reason, idempotencyKey } as const
      const refund = await refundByOperator(context, origin, order)
      if (refund.replayed) markReplayed()
      return renderRefund(refund, await organisationIdOfNumber(context, refund.organisation), task)
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/prices',
    summary: 'Every version of the prices that was ever set, in order; version 1, as shipped, has no entry.',
    status: 200,
    query: NOTHING,
    body: NOTHING,
    answer: schemas.listOf(schemas.PriceVersion),
    async handle(context) {
      return renderList((await listPriceVersions(context)).map(renderPriceVersion), null)
    },
  }),
  operatorRoute({
    method: 'POST',
    path: '/prices',
    summary: 'Set what everything costs, in the form of the price file; what is not named costs as shipped.',
    status: 201,
    query: NOTHING,
    body: Type.Object({ prices: Type.Object({}), reason: schemas.Reason }, closed),
    answer: schemas.PriceVersion,
    async handle(context, { body, origin }) {
      const order = { prices: asJson(body.prices), reason: body.reason }
      const version = await setPricesByOperator(context, origin, order)
      const row = (await listPriceVersions(context)).find((one) => one.version === version)
      if (row === undefined) throw new Error(`version ${version} of the prices is gone`)
      return renderPriceVersion(row)
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/catalogue',
    summary: 'Every model with its routes and what it costs now.',
    status: 200,
    query: NOTHING,
    body: NOTHING,
    answer: schemas.listOf(schemas.Model),
    async handle({ catalogue, prices }) {
      const book = prices.current()
      return renderList(
        catalogue.models.map((model) => renderModel(model, book)),
        null,
      )
    },
  }),
]
