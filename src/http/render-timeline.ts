import { messageIdOf } from '../core/render-message.ts'
import type { TimelineEntry } from '../core/read-timeline.ts'
import { creditsText } from '../domain/credits.ts'
import type { JsonObject } from '../lib/json.ts'

/** A task's history in our own form (RULINGS 68), the oldest first. */
export function renderTimeline(entries: readonly TimelineEntry[]): JsonObject {
  return { object: 'timeline', data: entries.map(renderEntry) }
}

function renderEntry(entry: TimelineEntry): JsonObject {
  const head = { at: new Date(entry.at).toISOString(), kind: entry.kind }
  switch (entry.kind) {
    case 'task':
      return { ...head, type: entry.type }
    case 'route': {
      const { askedModel, reason, model, provider, providerModel, isStandIn } = entry.route
      return {
        ...head,
        asked_model: askedModel,
        reason,
        model,
        provider,
        provider_model: providerModel,
        stand_in: isStandIn,
      }
    }
    case 'purchase': {
      const { ordinal, provider, model } = entry.purchase
      return { ...head, number: ordinal + 1, provider, model, state: entry.state }
    }
    case 'movement': {
      const { seq, kind, debit, credit, amount, reason } = entry.movement
      return { ...head, seq, movement: kind, debit, credit, amount: creditsText(amount), reason }
    }
    case 'cancel':
      return { ...head, outcome: entry.outcome }
    case 'result': {
      const { number, changes } = entry.result
      return { ...head, number, changes }
    }
    case 'delivery': {
      const { message, kind, url, duration_ms, status, error } = entry.attempt
      return { ...head, message_id: messageIdOf(message), type: kind, url, duration_ms, status, error }
    }
  }
}
