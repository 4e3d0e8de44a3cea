import { creditsText, usdReferenceText, type CreditUnits } from '../../domain/credits.ts'
import { settledLines, type PriceLine } from '../../domain/pricing.ts'
import { isTerminal, type Task } from '../../domain/task.ts'
import type { StoredItem } from '../../domain/work.ts'
import type { JsonObject } from '../../lib/json.ts'

/**
 * RULINGS 46: the hold counts as charged from create on; what came back, by release or by a refund after success, as
 * refunded.
 */
export function renderBilling(task: Task): JsonObject {
  const refunded = isTerminal(task.status) ? task.released + task.refunded : 0
  return {
    charged_credits: creditsText(task.held),
    refunded_credits: creditsText(refunded),
    charged_credits_usd_reference: usdReferenceText(task.held),
    refunded_credits_usd_reference: usdReferenceText(refunded),
    currency: 'USD',
  }
}

/**
 * Counters and lines, zero and empty until success (RULINGS 46). Then `credits` = charged - refunded = the sum of the
 * lines, to the last digit.
 */
export function renderUsage(task: Task): JsonObject {
  const succeeded = task.status === 'succeeded'
  const results = succeeded && task.output !== null ? task.output.items.filter((item) => item.role === 'main') : []
  const credits = succeeded ? Math.max(0, task.captured - task.refunded) : 0
  const lines = succeeded ? billedLines(task, results, credits) : []
  return {
    input_tokens: meterTotal(lines, 'input_tokens'),
    output_tokens: meterTotal(lines, 'output_tokens'),
    cache_read_tokens: 0,
    cache_creation_tokens: 0,
    reasoning_tokens: 0,
    image_count: results.filter((item) => item.kind === 'image').length,
    image_pixels: sumOf(results, (item) => (item.kind === 'image' ? (item.width ?? 0) * (item.height ?? 0) : 0)),
    video_seconds: sumOf(results, (item) => (item.kind === 'video' ? (item.durationSeconds ?? 0) : 0)),
    audio_seconds: sumOf(results, (item) => (item.kind === 'audio' ? (item.durationSeconds ?? 0) : 0)),
    characters: meterTotal(lines, 'characters'),
    lines: lines.map((line) => ({
      meter: line.meter,
      quantity: String(rounded(line.quantity)),
      unit: line.unit,
      billed_amount_credits: creditsText(line.amount),
      billed_amount_credits_usd_reference: usdReferenceText(line.amount),
    })),
    credits: creditsText(credits),
    credits_usd_reference: usdReferenceText(credits),
  }
}

/**
 * The settled lines, cut from the last one backwards to what was in the end charged: a refund after success belongs to no
 * line of its own.
 */
function billedLines(task: Task, delivered: readonly StoredItem[], credits: CreditUnits): PriceLine[] {
  const lines = task.output === null ? task.priceLines : settledLines(task.priceLines, delivered)
  let left = credits
  return lines.map((line, index) => {
    const amount = index === lines.length - 1 ? left : Math.min(line.amount, left)
    left -= amount
    return { ...line, amount }
  })
}

function meterTotal(lines: readonly PriceLine[], meter: string): number {
  return lines.reduce((sum, line) => (line.meter === meter ? sum + line.quantity : sum), 0)
}

function sumOf(items: readonly StoredItem[], value: (item: StoredItem) => number): number {
  return rounded(items.reduce((sum, item) => sum + value(item), 0))
}

/** Six decimals: hides the noise of adding fractions, and never writes an exponent. */
function rounded(value: number): number {
  return Math.round(value * 1_000_000) / 1_000_000
}
