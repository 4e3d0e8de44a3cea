import { Type, type TSchema } from 'typebox'

import { AUDIT_ACTIONS } from '../../domain/audit.ts'
import { LIMITS_MAX } from '../../domain/limits.ts'
import { PRICE_UNITS } from '../../domain/pricing.ts'
import { SCOPES } from '../../domain/scope.ts'
import { DIALECT_NAMES, TASK_STATUSES } from '../../domain/task.ts'

export const closed = { additionalProperties: false }

/** Without characters that a log, a list or a mail could take for something else. */
export const Name = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: /^[^\p{Cc}\p{Zl}\p{Zp}]*[^\s\p{Cc}\p{Zl}\p{Zp}][^\p{Cc}\p{Zl}\p{Zp}]*$/u.source,
})
export const Reason = Type.String({ minLength: 1, maxLength: 500, pattern: /\S/.source })
export const Credits = Type.String({
  pattern: /^\d{1,12}(?:\.\d{1,4})?$/.source,
  description: 'At most four decimals.',
})
const Id = Type.String()
const Time = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })
const Text = Type.String()

function orNull<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()])
}

export const LIMIT_DEFAULT = 50
/** What every list is asked by. */
export const PAGE = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: `${LIMIT_DEFAULT} unless said.` })),
  cursor: Type.Optional(Type.String({ description: "The page before's next_cursor." })),
}

/** A page of a list. One may be short or empty and yet have more behind it. */
export function listOf<Schema extends TSchema>(schema: Schema) {
  return Type.Object(
    {
      object: Type.Literal('list'),
      data: Type.Array(schema),
      next_cursor: orNull(Type.String()),
      has_more: Type.Boolean(),
    },
    closed,
  )
}

export const Organisation = Type.Object(
  {
    object: Type.Literal('organisation'),
    id: Id,
    number: Count,
    name: Text,
    slug: Text,
    available: Credits,
    held: Credits,
    tasks_at_work: Count,
    created_at: Time,
  },
  closed,
)

export const Person = Type.Object(
  {
    object: Type.Literal('person'),
    id: Id,
    email: Text,
    name: Text,
    email_verified: Type.Boolean(),
    two_factor_enabled: Type.Boolean(),
    operator: Type.Boolean(),
    locked_at: orNull(Time),
    memberships: Type.Array(Type.Object({ organisation_id: Id, role: Text }, closed)),
    created_at: Time,
  },
  closed,
)

const Scopes = Type.Array(Type.Enum([...SCOPES]), { minItems: 1, maxItems: SCOPES.length, uniqueItems: true })
const Models = orNull(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 100 }))
const Networks = orNull(Type.Array(Type.String({ minLength: 1, maxLength: 50 }), { minItems: 1, maxItems: 100 }))

const KEY_FACTS = {
  object: Type.Literal('api_key'),
  id: Id,
  organisation_id: Id,
  name: Text,
  prefix: Text,
  scopes: Type.Array(Type.Enum([...SCOPES])),
  models: orNull(Type.Array(Text)),
  networks: orNull(Type.Array(Text)),
  expires_at: orNull(Time),
  created_at: Time,
  last_used_at: orNull(Time),
  revoked_at: orNull(Time),
  replaced_secrets_valid_until: orNull(Time),
}
export const Key = Type.Object(KEY_FACTS, closed)
export const KeyWithSecret = Type.Object(
  { ...KEY_FACTS, secret: Type.String({ description: 'Shown this once.' }) },
  closed,
)

function limitUpTo(maximum: number) {
  return Type.Optional(orNull(Type.Integer({ minimum: 0, maximum })))
}

/** Null and 0 = no limit; what is absent stays. */
export const LimitsChange = Type.Object(
  {
    requests_per_second: limitUpTo(LIMITS_MAX.requestsPerSecond),
    requests_per_day: limitUpTo(LIMITS_MAX.requestsPerDay),
    requests_per_month: limitUpTo(LIMITS_MAX.requestsPerMonth),
    tasks_at_once: limitUpTo(LIMITS_MAX.tasksAtOnce),
    credits_per_day: Type.Optional(orNull(Credits)),
    credits_per_month: Type.Optional(orNull(Credits)),
  },
  closed,
)
export const OrganisationLimitsChange = Type.Object(
  { ...LimitsChange.properties, excess_tasks: Type.Optional(Type.Enum(['staged', 'by_dialect'])) },
  closed,
)
const Limit = Type.Object({ limit: orNull(Count), used: orNull(Count) }, closed)
const CreditLimit = Type.Object({ limit: orNull(Credits), used: orNull(Credits) }, closed)
export const Limits = Type.Object(
  {
    object: Type.Literal('limits'),
    requests_per_second: Limit,
    requests_per_day: Limit,
    requests_per_month: Limit,
    tasks_at_once: Limit,
    credits_per_day: CreditLimit,
    credits_per_month: CreditLimit,
    excess_tasks: Type.Enum(['staged', 'by_dialect']),
  },
  closed,
)

/** What a key is asked to be; absent = as most keys are. */
export const KeyTermsBody = Type.Object(
  {
    name: Name,
    scopes: Type.Optional(Scopes),
    models: Type.Optional(Models),
    networks: Type.Optional(Networks),
    expires_at: Type.Optional(orNull(Time)),
    limits: Type.Optional(LimitsChange),
  },
  closed,
)
/** What of a key is to be another; absent = it stays. */
export const KeyChange = Type.Partial(KeyTermsBody)
const OVERLAP_SECONDS_MAX = 30 * 86_400
export const Rotation = Type.Object(
  { overlap_seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: OVERLAP_SECONDS_MAX })) },
  closed,
)

export const Adjustment = Type.Object(
  {
    object: Type.Enum(['grant', 'refund']),
    organisation_id: Id,
    task_id: orNull(Id),
    credits: Credits,
    seq: Type.Integer({ description: "The movement's number in the organisation's ledger." }),
  },
  closed,
)

export const PriceVersion = Type.Object(
  {
    object: Type.Literal('price_version'),
    version: Count,
    starts_at: Time,
    prices: Type.Object({}),
    source: Type.Enum(['file', 'operator']),
    actor: Text,
    reason: Text,
    created_at: Time,
  },
  closed,
)

export const Model = Type.Object(
  {
    object: Type.Literal('catalogue_model'),
    id: Text,
    code: Text,
    name: Text,
    vendor: Text,
    capability: Text,
    servable: Type.Boolean(),
    listed: Type.Boolean(),
    routes: Type.Array(Type.Object({ provider: Text, model: Text }, closed)),
    price_version: Count,
    price: Type.Object(
      {
        unit: Type.Enum([...PRICE_UNITS]),
        per: Count,
        credits: Credits,
        qualities: Type.Record(Type.String(), Credits),
      },
      closed,
    ),
  },
  closed,
)

export const TaskSummary = Type.Object(
  {
    object: Type.Literal('task'),
    id: Id,
    organisation_id: Id,
    api_key_id: orNull(Id),
    dialect: Type.Enum([...DIALECT_NAMES]),
    capability: Text,
    model: Text,
    provider: orNull(Text),
    status: Type.Enum([...TASK_STATUSES]),
    progress: Count,
    held: Credits,
    charged: Credits,
    released: Credits,
    refunded: Credits,
    error: orNull(Type.Object({})),
    created_at: Time,
    updated_at: Time,
    completed_at: orNull(Time),
  },
  closed,
)

export const MESSAGE_STATES = ['pending', 'delivered', 'failed'] as const
export const Delivery = Type.Object(
  {
    object: Type.Literal('webhook_message'),
    id: Id,
    organisation_id: Id,
    type: Text,
    status: Type.Enum([...MESSAGE_STATES]),
    task_id: orNull(Id),
    endpoint_id: orNull(Id),
    url: orNull(Text),
    attempt_count: Count,
    last_status: orNull(Type.Integer()),
    last_error: orNull(Text),
    created_at: Time,
    delivered_at: orNull(Time),
    next_attempt_at: orNull(Time),
  },
  closed,
)

export const OUTBOX_STATUSES = ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'] as const
const OUTBOX_FACTS = {
  id: Id,
  user_id: orNull(Id),
  to: Text,
  status: Type.Enum([...OUTBOX_STATUSES]),
  retry_count: Count,
  max_retries: Count,
  error_message: orNull(Text),
  scheduled_at: orNull(Time),
  sent_at: orNull(Time),
  created_at: Time,
  updated_at: Time,
}
const EMAIL_FACTS = { object: Type.Literal('email_task'), ...OUTBOX_FACTS, subject: Text, template: Text }
export const EmailTask = Type.Object(EMAIL_FACTS, closed)
export const EmailTaskOpened = Type.Object(
  { ...EMAIL_FACTS, payload: Type.Object({}, { description: 'Empty once cleared.' }) },
  closed,
)
const SMS_FACTS = { object: Type.Literal('sms_task'), ...OUTBOX_FACTS }
export const SmsTask = Type.Object(SMS_FACTS, closed)
export const SmsTaskOpened = Type.Object(
  { ...SMS_FACTS, body: Type.String({ description: 'Empty once cleared.' }) },
  closed,
)

export const AuditEntry = Type.Object(
  {
    object: Type.Literal('audit_entry'),
    id: Id,
    at: Time,
    actor: Type.Object({ type: Type.Enum(['person', 'key', 'command']), id: orNull(Id), name: Text }, closed),
    action: Type.Enum([...AUDIT_ACTIONS]),
    organisation_id: orNull(Id),
    subject: orNull(Text),
    details: Type.Object({}),
    address: orNull(Text),
    request_id: orNull(Text),
  },
  closed,
)
