import { actorText, type Origin } from '../domain/audit.ts'
import { creditsText, type CreditUnits } from '../domain/credits.ts'
import { GatewayError } from '../domain/errors.ts'
import { toCrockford, type Uuid } from '../lib/ids.ts'
import type { JsonObject, JsonValue } from '../lib/json.ts'
import type { Sql } from '../lib/sql.ts'
import { readLimits, setStagesExcess, type LimitState, type LimitSubject } from '../store/limits.ts'
import { grantCredits, refundTask, type Adjustment } from './adjust-credits.ts'
import { audited } from './audit.ts'
import type { Context } from './context.ts'
import { changeLimits, type LimitChange } from './limits.ts'
import { keyIdOf } from './manage-keys.ts'
import { organisationIdOf } from './organisations.ts'
import { setPrices } from './set-prices.ts'

export type { Adjustment, LimitState }

type Needs = Pick<Context, 'transaction' | 'wakeUps' | 'prices' | 'catalogue'>

/** `grantCredits`, written down; a replay is not written down again. */
export async function grantByOperator(
  context: Pick<Context, 'transaction'>,
  origin: Origin,
  organisation: { id: Uuid; number: number },
  grant: { amount: CreditUnits; reason: string; idempotencyKey: string | null },
): Promise<Adjustment> {
  const { amount, reason, idempotencyKey } = grant
  return audited(context, origin, async (sql) => {
    const order = { organisation: organisation.number, amount, idempotencyKey }
    const result = await grantCredits({ sql }, actorText(origin.actor), reason, order)
    const details = { credits: creditsText(result.amount), reason, seq: result.seq }
    const subject = organisationIdOf(organisation.id)
    const entry = { action: 'credits.grant', organisation: organisation.number, subject, details } as const
    return { result, entry: result.replayed ? null : entry }
  })
}

/** `refundTask`, written down. */
export async function refundByOperator(
  context: Needs,
  origin: Origin,
  refund: { task: Uuid; amount: CreditUnits | 'all'; reason: string; idempotencyKey: string | null },
): Promise<Adjustment> {
  const { task, amount, reason, idempotencyKey } = refund
  return await thenTold(context, (held) =>
    audited(context, origin, async (sql) => {
      const order = { task, amount, idempotencyKey }
      const result = await refundTask({ ...held, sql }, actorText(origin.actor), reason, order)
      const { organisation, seq } = result
      const details = { credits: creditsText(result.amount), reason, seq }
      const entry = { action: 'credits.refund', organisation, subject: `tsk_${toCrockford(task)}`, details } as const
      return { result, entry: result.replayed ? null : entry }
    }),
  )
}

/** `setPrices`, written down; in force here when it answers. Answers the version. */
export async function setPricesByOperator(
  context: Needs,
  origin: Origin,
  { prices, reason }: { prices: JsonValue; reason: string },
): Promise<number> {
  return await thenTold(context, (held) =>
    audited(context, origin, async (sql) => {
      const version = await setPrices({ ...held, sql }, actorText(origin.actor), reason, prices)
      const details = { version, reason }
      return { result: version, entry: { action: 'prices.set', organisation: null, subject: null, details } }
    }),
  )
}

/** `changeLimits`, written down, and whether excess tasks wait in every dialect; null = as it is. */
export function setLimitsByOperator(
  context: Pick<Context, 'transaction'>,
  origin: Origin,
  subject: LimitedSubject,
  change: { limits: LimitChange; stagesExcess: boolean | null },
): Promise<LimitState> {
  return audited(context, origin, async (sql) => {
    const { stagesExcess } = change
    const limits = await changeLimits(sql, subject, change.limits)
    if (limits === null) throw new GatewayError('not_found')
    if (stagesExcess !== null) await setStagesExcess(sql, subject.organisation, stagesExcess)
    const details: JsonObject = { ...limits, ...(stagesExcess === null ? {} : { stages_excess: stagesExcess }) }
    const id = subject.kind === 'key' ? keyIdOf(subject.id) : organisationIdOf(subject.id)
    const entry = { action: 'limits.set', organisation: subject.organisation, subject: id, details } as const
    return { result: await readLimitState(sql, subject), entry }
  })
}

/** Whose limits: by number and id, of an organisation or a key of it. */
export type LimitedSubject = LimitSubject & { id: Uuid; organisation: number }

export async function readLimitState(sql: Sql, subject: LimitSubject): Promise<LimitState> {
  const state = await readLimits(sql, subject)
  if (state === null) throw new GatewayError('not_found')
  return state
}

/** Others hear of what was done only after its commit, and this process then has the prices that were set. */
async function thenTold<Result>(context: Needs, act: (held: Needs) => Promise<Result>): Promise<Result> {
  const later: (() => unknown)[] = []
  const { wakeUps, prices } = context
  const result = await act({
    ...context,
    wakeUps: {
      ...wakeUps,
      logGrown: (organisation) => void later.push(() => wakeUps.logGrown(organisation)),
      messagesRaised: () => void later.push(wakeUps.messagesRaised),
      pricesChanged: () => void later.push(wakeUps.pricesChanged),
    },
    prices: { ...prices, refresh: async () => void later.push(prices.refresh) },
  })
  for (const tell of later) await tell()
  return result
}
