import type { AuditRow } from '../../core/audit.ts'
import { keyIdOf, type KeyRow } from '../../core/manage-keys.ts'
import { personIdOf, type PersonRow } from '../../core/manage-people.ts'
import type { Adjustment, LimitState } from '../../core/operate.ts'
import { organisationIdOf, type OrganisationRow } from '../../core/organisations.ts'
import type { AcrossMessageRow, AcrossTaskRow } from '../../core/read-across.ts'
import type { Page } from '../../core/read-page.ts'
import { emailIdOf, smsIdOf, type EmailTask, type SmsTask } from '../../core/read-outbox.ts'
import { endpointIdOf, messageIdOf } from '../../core/render-message.ts'
import type { PriceVersionRow } from '../../core/set-prices.ts'
import type { CatalogueModel } from '../../domain/catalogue.ts'
import { creditsText } from '../../domain/credits.ts'
import type { PriceBook } from '../../domain/price-book.ts'
import { DIALECT_NAMES, TASK_STATUSES } from '../../domain/task.ts'
import { CAPABILITIES, CAPABILITY_WORDS } from '../../domain/work.ts'
import { toCrockford, type Uuid } from '../../lib/ids.ts'
import type { JsonObject } from '../../lib/json.ts'
import { MESSAGE_STATES } from './schemas.ts'

export function renderOrganisation(row: OrganisationRow) {
  return {
    object: 'organisation',
    id: organisationIdOf(row.id),
    number: row.number,
    name: row.name,
    slug: row.slug,
    available: creditsText(row.available),
    held: creditsText(row.held),
    tasks_at_work: row.active,
    created_at: timeText(row.created_at),
  } as const
}

export function renderPerson(row: PersonRow) {
  return {
    object: 'person',
    id: personIdOf(row.id),
    email: row.email,
    name: row.name,
    email_verified: row.email_verified,
    two_factor_enabled: row.two_factor_enabled,
    operator: row.operator,
    locked_at: timeOrNull(row.locked_at),
    memberships: row.memberships.map(({ organisation, role }) => ({
      organisation_id: organisationIdOf(organisation),
      role,
    })),
    created_at: timeText(row.created_at),
  } as const
}

export function renderKey(row: KeyRow) {
  return {
    object: 'api_key',
    id: keyIdOf(row.id),
    organisation_id: organisationIdOf(row.organisation_id),
    name: row.name,
    prefix: row.visible_prefix,
    scopes: row.scopes,
    models: row.models,
    networks: row.networks,
    expires_at: timeOrNull(row.expires_at),
    created_at: timeText(row.created_at),
    last_used_at: timeOrNull(row.last_used_at),
    revoked_at: timeOrNull(row.revoked_at),
    replaced_secrets_valid_until: timeOrNull(row.replaced_until),
  } as const
}

export function renderLimits({ limits, used, stagesExcess }: LimitState) {
  return {
    object: 'limits',
    requests_per_second: { limit: limits.requestsPerSecond, used: null },
    requests_per_day: { limit: limits.requestsPerDay, used: used.requestsToday },
    requests_per_month: { limit: limits.requestsPerMonth, used: used.requestsThisMonth },
    tasks_at_once: { limit: limits.tasksAtOnce, used: used.tasksAtOnce },
    credits_per_day: { limit: creditsOrNull(limits.creditsPerDay), used: creditsOrNull(used.creditsToday) },
    credits_per_month: { limit: creditsOrNull(limits.creditsPerMonth), used: creditsOrNull(used.creditsThisMonth) },
    excess_tasks: stagesExcess ? 'staged' : 'by_dialect',
  } as const
}

export function renderGrant({ seq, amount }: Adjustment, organisation: Uuid) {
  const organisation_id = organisationIdOf(organisation)
  return { object: 'grant', organisation_id, task_id: null, credits: creditsText(amount), seq } as const
}

export function renderRefund({ seq, amount }: Adjustment, organisation: Uuid, task: Uuid) {
  const organisation_id = organisationIdOf(organisation)
  return { object: 'refund', organisation_id, task_id: taskIdOf(task), credits: creditsText(amount), seq } as const
}

export function renderPriceVersion(row: PriceVersionRow) {
  const prices: JsonObject = JSON.parse(row.prices)
  return {
    object: 'price_version',
    version: row.version,
    starts_at: timeText(row.starts_at),
    prices,
    source: row.source,
    actor: row.actor,
    reason: row.reason,
    created_at: timeText(row.created_at),
  } as const
}

export function renderModel(model: CatalogueModel, { version, priceOf }: PriceBook) {
  const { unit, per, each, variants } = priceOf(model)
  const qualities = Object.entries(variants).map(([name, units]) => [name, creditsText(units)] as const)
  return {
    object: 'catalogue_model',
    id: model.key,
    code: model.code,
    name: model.name,
    vendor: model.vendor.code,
    capability: CAPABILITY_WORDS[model.capability],
    servable: model.servable,
    listed: model.listed,
    routes: model.routes.map(({ provider, model: name }) => ({ provider, model: name })),
    price_version: version,
    price: { unit, per, credits: creditsText(each), qualities: Object.fromEntries(qualities) },
  } as const
}

export function renderTask(row: AcrossTaskRow) {
  const capability = CAPABILITIES.find((name) => name === row.capability)
  const error: JsonObject | null = row.error === null ? null : JSON.parse(row.error)
  return {
    object: 'task',
    id: taskIdOf(row.id),
    organisation_id: organisationIdOf(row.organisation_id),
    api_key_id: row.api_key === null ? null : keyIdOf(row.api_key),
    dialect: nth(DIALECT_NAMES, row.dialect),
    capability: capability === undefined ? row.capability : CAPABILITY_WORDS[capability],
    model: row.model_key,
    provider: row.provider,
    status: nth(TASK_STATUSES, row.status),
    progress: row.progress,
    held: creditsText(row.held),
    charged: creditsText(row.captured),
    released: creditsText(row.released),
    refunded: creditsText(row.refunded),
    error,
    created_at: timeText(row.created_at),
    updated_at: timeText(row.updated_at),
    completed_at: timeOrNull(row.completed_at),
  } as const
}

export function renderDelivery(row: AcrossMessageRow) {
  return {
    object: 'webhook_message',
    id: messageIdOf(row.id),
    organisation_id: organisationIdOf(row.organisation_id),
    type: row.kind,
    status: nth(MESSAGE_STATES, row.status),
    task_id: row.task === null ? null : taskIdOf(row.task),
    endpoint_id: row.endpoint === null ? null : endpointIdOf(row.endpoint),
    url: row.url,
    attempt_count: row.attempts,
    last_status: row.last_status,
    last_error: row.last_error,
    created_at: timeText(row.created_at),
    delivered_at: timeOrNull(row.delivered_at),
    next_attempt_at: timeOrNull(row.next_attempt_at),
  } as const
}

export function renderEmail(row: EmailTask) {
  const { subject, template } = row
  return { object: 'email_task', ...outboxFacts(emailIdOf(row.id), row), subject, template } as const
}

export function renderOpenedEmail(row: EmailTask) {
  const payload: JsonObject = JSON.parse(row.payload)
  return { ...renderEmail(row), payload }
}

export function renderSms(row: SmsTask) {
  return { object: 'sms_task', ...outboxFacts(smsIdOf(row.id), row) } as const
}

export function renderOpenedSms(row: SmsTask) {
  return { ...renderSms(row), body: row.body }
}

export function renderAuditEntry(row: AuditRow) {
  const details: JsonObject = JSON.parse(row.details)
  const id = row.actor_id === null ? null : `${row.actor_kind === 'key' ? 'key' : 'usr'}_${toCrockford(row.actor_id)}`
  return {
    object: 'audit_entry',
    id: String(row.id),
    at: timeText(row.at),
    actor: { type: row.actor_kind, id, name: row.actor },
    action: row.action,
    organisation_id: row.organisation_id === null ? null : organisationIdOf(row.organisation_id),
    subject: row.subject,
    details,
    address: row.address,
    request_id: row.request_id,
  } as const
}

export function renderList<Item>(data: Item[], next: string | null) {
  return { object: 'list', data, next_cursor: next, has_more: next !== null } as const
}

/** A page of what is paged through by its ids. */
export function renderPage<Row, Item extends { id: string }>({ rows, isMore }: Page<Row>, render: (row: Row) => Item) {
  const data = rows.map(render)
  return renderList(data, isMore ? (data.at(-1)?.id ?? null) : null)
}

function outboxFacts(id: string, row: EmailTask | SmsTask) {
  return {
    id,
    user_id: row.user_id === null ? null : personIdOf(row.user_id),
    to: row.to,
    status: row.status,
    retry_count: row.retry_count,
    max_retries: row.max_retries,
    error_message: row.error_message,
    scheduled_at: timeOrNull(row.scheduled_at),
    sent_at: timeOrNull(row.sent_at),
    created_at: timeText(row.created_at),
    updated_at: timeText(row.updated_at),
  }
}

function taskIdOf(task: Uuid): string {
  return `tsk_${toCrockford(task)}`
}

function nth<Name>(names: readonly Name[], index: number): Name {
  const name = names[index]
  if (name === undefined) throw new Error(`there is no name for ${index}`)
  return name
}

function creditsOrNull(units: number | null): string | null {
  return units === null ? null : creditsText(units)
}

function timeText(at: number): string {
  return new Date(at).toISOString()
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : timeText(at)
}
