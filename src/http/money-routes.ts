import { Readable } from 'node:stream'

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import type { Context } from '../core/context.ts'
import type { Caller } from '../core/create-task.ts'
import { quoteTask } from '../core/quote-task.ts'
import { readBalance, readLedgerPage, readStatement, readStatementPage, streamLedger } from '../core/read-ledger.ts'
import { readTaskStatement } from '../core/read-task-statement.ts'
import type { ParseContext, Route } from '../domain/dialect.ts'
import { GatewayError, invalidField } from '../domain/errors.ts'
import { makeParser } from '../domain/parse-body.ts'
import { DIALECT_NAMES, type DialectName } from '../domain/task.ts'
import { asJson, type JsonObject } from '../lib/json.ts'
import { callerOf } from './authenticate.ts'
import { pathOf } from './dialect-of.ts'
import { idOf } from './id-of.ts'
import { idempotencyOf } from './idempotency-key.ts'
import { withoutMaxCredits } from './max-credits.ts'
import { monthOf, parseLedgerQuery, parseStatementsQuery, renderCursor, type LedgerRequest } from './money-query.ts'
import type { OwnRoute } from './mount-own.ts'
import { parseContextOf } from './parse-context.ts'
import {
  MOVEMENT_FIELDS,
  renderBalance,
  renderCsvRow,
  renderMovement,
  renderQuote,
  renderStatement,
  renderTaskStatement,
} from './render-money.ts'
import { sendWire } from './send-wire.ts'

const QUOTES = '/v1/quotes'
/** What a quote asks about may be a create with base64 inputs. */
const QUOTE_BYTES_MAX = 40 * 1024 * 1024

/** What things cost, and where an organisation's credits are and went (RULINGS 68). */
export const MONEY_ROUTES: readonly OwnRoute[] = [
  {
    method: 'POST',
    path: QUOTES,
    scope: 'create',
    bodyLimit: QUOTE_BYTES_MAX,
    async handle(door, request, reply) {
      const quoted = await quote(door.context, request, parseContextOf(door, request))
      if (quoted.replayed) reply.header('idempotent-replayed', 'true')
      return send(reply, renderQuote(quoted))
    },
  },
  {
    method: 'GET',
    path: '/v1/balance',
    scope: 'billing',
    async handle({ context }, request, reply) {
      return send(reply, renderBalance(await readBalance(context, callerOf(request))))
    },
  },
  {
    method: 'GET',
    path: '/v1/ledger',
    scope: 'billing',
    async handle({ context }, request, reply) {
      const query = parseLedgerQuery(request)
      reply.header('vary', 'accept')
      if (query.format === 'csv') return sendCsv(reply, context, callerOf(request), query)
      const { movements, isMore } = await readLedgerPage(context, callerOf(request), query)
      const last = movements.at(-1)
      const next = isMore && last !== undefined ? renderCursor(last.seq) : null
      return send(reply, list(movements.map(renderMovement), next))
    },
  },
  {
    method: 'GET',
    path: '/v1/statements',
    scope: 'billing',
    async handle({ context }, request, reply) {
      const page = await readStatementPage(context, callerOf(request), parseStatementsQuery(request))
      const last = page.statements.at(-1)
      const next = page.isMore && last !== undefined ? last.month.slice(0, 7) : null
      return send(reply, list(page.statements.map(renderStatement), next))
    },
  },
  {
    method: 'GET',
    path: '/v1/statements/:id',
    scope: 'billing',
    async handle({ context }, request, reply) {
      const month = monthOf(idOf(request))
      const statement = month === null ? null : await readStatement(context, callerOf(request), month)
      if (statement === null) throw new GatewayError('not_found', { message: 'There is no statement of this month.' })
      return send(reply, renderStatement(statement))
    },
  },
  {
    method: 'GET',
    path: '/v1/tasks/:id/statement',
    scope: 'billing',
    async handle({ context }, request, reply) {
      return send(reply, renderTaskStatement(await readTaskStatement(context, callerOf(request), idOf(request))))
    },
  },
]

const parseQuote = makeParser(
  Type.Object(
    {
      dialect: Type.Enum([...DIALECT_NAMES]),
      path: Type.String(),
      body: Type.Object({}),
    },
    { additionalProperties: false },
  ),
)

/** The create that a quote asks about is read by its own API; what is wrong with it is told from the quote's root on. */
async function quote(context: Context, request: FastifyRequest, parse: ParseContext) {
  const idempotency = idempotencyOf(request, QUOTES)
  const { dialect, path, body } = parseQuote(request.body)
  const route = createRouteAt(context, dialect, path)
  if (route === null) throw invalidField(['path'], `is no path of ${dialect} that creates tasks`, 'enum')
  try {
    const create = route.parse(withoutMaxCredits(asJson(body)), parse)
    return await quoteTask(context, callerOf(request), create, idempotency)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    const { issues, fields } = error.details
    throw new GatewayError(
      error.code,
      {
        ...error.details,
        ...(issues === undefined ? {} : { issues: issues.map((one) => ({ ...one, path: ['body', ...one.path] })) }),
        ...(fields === undefined ? {} : { fields: fields.map((field) => `body.${field}`) }),
      },
      { cause: error },
    )
  }
}

function createRouteAt(
  context: Context,
  dialect: DialectName,
  path: string,
): Extract<Route, { kind: 'create' }> | null {
  const { routes } = context.dialects[dialect]
  const creates = routes.filter((route) => route.kind === 'create')
  return creates.find((route) => route.path === pathOf(path)) ?? null
}

/** The whole ledger from the cursor on, or `limit` movements of it, as it is read: it may be millions of lines. */
function sendCsv(reply: FastifyReply, context: Context, caller: Caller, query: LedgerRequest): FastifyReply {
  async function* lines(): AsyncGenerator<string> {
    yield renderCsvRow(MOVEMENT_FIELDS)
    for await (const page of streamLedger(context, caller, query, query.most)) {
      yield page
        .map(renderMovement)
        .map((movement) => renderCsvRow(MOVEMENT_FIELDS.map((field) => movement[field])))
        .join('')
    }
  }
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', 'attachment; filename="ledger.csv"')
    .send(Readable.from(lines()))
}

function list(data: JsonObject[], next: string | null): JsonObject {
  return { object: 'list', data, next_cursor: next, has_more: next !== null }
}

function send(reply: FastifyReply, body: JsonObject): FastifyReply {
  sendWire(reply, { status: 200, body })
  return reply
}
