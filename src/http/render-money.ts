import type { Balance, LedgerRow, StatementRow } from '../core/read-ledger.ts'
import type { TaskStatement } from '../core/read-task-statement.ts'
import type { Quote } from '../core/quote-task.ts'
import { creditsText, usdReferenceText, type CreditUnits } from '../domain/credits.ts'
import type { MovementKind } from '../domain/movement.ts'
import type { PriceLine } from '../domain/pricing.ts'
import type { Task } from '../domain/task.ts'
import { CAPABILITY_WORDS } from '../domain/work.ts'
import { toCrockford } from '../lib/ids.ts'
import type { JsonObject, JsonValue } from '../lib/json.ts'

export function renderQuote({ model, asked, resolvedModel, capability, version, lines, total }: Quote): JsonObject {
  return {
    object: 'quote',
    credits: creditsText(total),
    credits_usd_reference: usdReferenceText(total),
    lines: lines.map(renderLine),
    capability: CAPABILITY_WORDS[capability],
    model: asked === 'auto' ? model.code : asked,
    resolved_model: resolvedModel,
    price_version: version,
  }
}

export function renderBalance({ available, held }: Balance): JsonObject {
  const total = available + held
  return {
    object: 'balance',
    available: creditsText(available),
    held: creditsText(held),
    total: creditsText(total),
    credits_usd_reference: usdReferenceText(total),
  }
}

/** What each movement of an organisation's ledger shows, and the columns of its CSV. */
export const MOVEMENT_FIELDS = ['seq', 'kind', 'amount', 'debit', 'credit', 'task_id', 'reason', 'created_at'] as const

export function renderMovement({ seq, kind, amount, debit, credit, task, reason, at }: LedgerRow) {
  return {
    object: 'movement',
    seq,
    kind,
    amount: creditsText(amount),
    debit,
    credit,
    task_id: task === null ? null : taskIdOf(task),
    reason,
    created_at: timeText(at),
  }
}

/** RFC 4180, CRLF; a text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function renderCsvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(renderCell).join(',')}\r\n`
}

function renderCell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The money of one task: what was held, charged and came back, why, and under which prices. */
export function renderTaskStatement({ task, movements }: TaskStatement): JsonObject {
  const sumOf = (kind: MovementKind): CreditUnits =>
    movements.reduce((sum, movement) => (movement.kind === kind ? sum + movement.amount : sum), 0)
  const charged = sumOf('capture')
  const returned = sumOf('release') + sumOf('refund')
  const held = sumOf('hold')
  return {
    object: 'task_statement',
    task_id: taskIdOf(task.id),
    price_version: task.priceLines[0]?.version ?? null,
    lines: task.priceLines.map(renderLine),
    held: creditsText(held),
    charged: creditsText(charged),
    returned: creditsText(returned),
    net: creditsText(charged - sumOf('refund')),
    settled: charged + sumOf('release') === held,
    movements: movements.map((movement) => ({
      seq: movement.seq,
      kind: movement.kind,
      amount: creditsText(movement.amount),
      why: whyOf(movement.kind, task),
      reason: movement.reason,
      created_at: timeText(movement.at),
    })),
  }
}

/** A short word for each movement of a task; a refund's reason is its operator's. */
function whyOf(kind: MovementKind, { status, error }: Task): string | null {
  switch (kind) {
    case 'hold':
      return 'created'
    case 'capture':
      return 'delivered'
    case 'release':
      if (status === 'canceled') return 'canceled'
      return status === 'failed' ? (error?.code ?? 'failed') : 'not_delivered'
    case 'refund':
      return 'refunded'
    case 'grant':
      return null
  }
}

/** A month of an organisation: opening balance and movements are the closing balance. */
export function renderStatement(row: StatementRow): JsonObject {
  const amounts = (available: CreditUnits, held: CreditUnits): JsonObject => ({
    available: creditsText(available),
    held: creditsText(held),
    total: creditsText(available + held),
  })
  return {
    object: 'statement',
    month: row.month.slice(0, 7),
    status: row.closed_at === null ? 'open' : 'closed',
    opening: amounts(row.opening_available, row.opening_held),
    movements: {
      granted: creditsText(row.granted),
      held: creditsText(row.held),
      charged: creditsText(row.charged),
      released: creditsText(row.released),
      refunded: creditsText(row.refunded),
    },
    closing: amounts(row.closing_available, row.closing_held),
    first_seq: row.first_seq,
    last_seq: row.last_seq,
    movement_count: row.last_seq - row.first_seq + 1,
    closed_at: row.closed_at === null ? null : timeText(row.closed_at),
  }
}

function renderLine(line: PriceLine): JsonValue {
  return {
    meter: line.meter,
    quantity: String(line.quantity),
    unit: line.unit,
    per: line.per,
    unit_credits: creditsText(line.each),
    credits: creditsText(line.amount),
  }
}

function taskIdOf(id: string): string {
  return `tsk_${toCrockford(id)}`
}

function timeText(at: number): string {
  return new Date(at).toISOString()
}
