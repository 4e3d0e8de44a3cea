import { Type } from 'typebox'

import { readAuditPage } from '../../core/audit.ts'
import { messageIdOf } from '../../core/render-message.ts'
import { readMessagesAcross, readTasksAcross } from '../../core/read-across.ts'
import { openEmail, openSms, readEmailPage, readSmsPage } from '../../core/read-outbox.ts'
import { invalidField } from '../../domain/errors.ts'
import { TASK_STATUSES } from '../../domain/task.ts'
import { parseId, toCrockford } from '../../lib/ids.ts'
import { numberOf } from './key-routes.ts'
import { NOTHING, operatorRoute, type OperatorRoute } from './operator-route.ts'
import { pageOf } from './read-asked.ts'
import {
  renderAuditEntry,
  renderDelivery,
  renderEmail,
  renderList,
  renderOpenedEmail,
  renderOpenedSms,
  renderPage,
  renderSms,
  renderTask,
} from './render.ts'
import * as schemas from './schemas.ts'

const { closed } = schemas

const OfOrganisation = { organisation_id: Type.Optional(Type.String()) }
const OutboxQuery = Type.Object(
  { ...schemas.PAGE, status: Type.Optional(Type.Enum([...schemas.OUTBOX_STATUSES])) },
  closed,
)

/** What happens, over all organisations. */
export const WATCH_ROUTES: readonly OperatorRoute[] = [
  operatorRoute({
    method: 'GET',
    path: '/tasks',
    summary: 'Tasks of all organisations or of one, the newest first.',
    status: 200,
    query: Type.Object(
      { ...schemas.PAGE, ...OfOrganisation, status: Type.Optional(Type.Enum([...TASK_STATUSES])) },
      closed,
    ),
    body: NOTHING,
    answer: schemas.listOf(schemas.TaskSummary),
    async handle(context, { query }) {
      const organisation = await numberOf(context, query.organisation_id)
      const status = query.status === undefined ? null : TASK_STATUSES.indexOf(query.status)
      const page = await readTasksAcross(context, { organisation, status, ...pageOf(query, 'tsk') })
      return renderList(page.rows.map(renderTask), page.next === null ? null : `tsk_${toCrockford(page.next)}`)
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/deliveries',
    summary: 'Webhook messages of all organisations or of one with how their delivery goes, the newest first.',
    status: 200,
    query: Type.Object(
      { ...schemas.PAGE, ...OfOrganisation, status: Type.Optional(Type.Enum([...schemas.MESSAGE_STATES])) },
      closed,
    ),
    body: NOTHING,
    answer: schemas.listOf(schemas.Delivery),
    async handle(context, { query }) {
      const organisation = await numberOf(context, query.organisation_id)
      const status = query.status === undefined ? null : schemas.MESSAGE_STATES.indexOf(query.status)
      const page = await readMessagesAcross(context, { organisation, status, ...pageOf(query, 'msg') })
      return renderList(page.rows.map(renderDelivery), page.next === null ? null : messageIdOf(page.next))
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/email-tasks',
    summary: 'E-mails to people, the newest first, without what stands in them.',
    status: 200,
    query: OutboxQuery,
    body: NOTHING,
    answer: schemas.listOf(schemas.EmailTask),
    async handle(context, { query }) {
      const page = { ...pageOf(query, 'eml'), status: query.status ?? null }
      return renderPage(await readEmailPage(context, page), renderEmail)
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/email-tasks/:id',
    summary: 'One e-mail with what stands in it. That may open an account: who reads it is in the audit log.',
    status: 200,
    query: NOTHING,
    body: NOTHING,
    answer: schemas.EmailTaskOpened,
    async handle(context, { id, origin }) {
      return renderOpenedEmail(await openEmail(context, origin, parseId(id, ['eml'])))
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/sms-tasks',
    summary: 'Text messages to people, the newest first, without what stands in them.',
    status: 200,
    query: OutboxQuery,
    body: NOTHING,
    answer: schemas.listOf(schemas.SmsTask),
    async handle(context, { query }) {
      const page = { ...pageOf(query, 'sms'), status: query.status ?? null }
      return renderPage(await readSmsPage(context, page), renderSms)
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/sms-tasks/:id',
    summary: 'One text message with what stands in it. That may be a code: who reads it is in the audit log.',
    status: 200,
    query: NOTHING,
    body: NOTHING,
    answer: schemas.SmsTaskOpened,
    async handle(context, { id, origin }) {
      return renderOpenedSms(await openSms(context, origin, parseId(id, ['sms'])))
    },
  }),
  operatorRoute({
    method: 'GET',
    path: '/audit-log',
    summary: 'Who did what, the newest first. Nothing is ever changed in it or taken away.',
    status: 200,
    query: Type.Object({ ...schemas.PAGE, ...OfOrganisation }, closed),
    body: NOTHING,
    answer: schemas.listOf(schemas.AuditEntry),
    async handle(context, { query }) {
      const organisation = await numberOf(context, query.organisation_id)
      const limit = query.limit ?? schemas.LIMIT_DEFAULT
      const page = await readAuditPage(context, { organisation, before: placeOf(query.cursor), limit })
      return renderPage(page, renderAuditEntry)
    },
  }),
]

/** Entries are numbered. */
function placeOf(cursor: string | undefined): number | null {
  if (cursor === undefined) return null
  if (/^[1-9]\d{0,14}$/.test(cursor)) return Number(cursor)
  throw invalidField(['cursor'], 'is not a cursor of this list', 'format')
}
