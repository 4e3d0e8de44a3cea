import { eventIdOf, type OrganisationEvent } from '../domain/event.ts'
import { toCrockford } from '../lib/ids.ts'
import type { JsonObject } from '../lib/json.ts'

/** An event in our own form (RULINGS 68); what was not told from the log has neither id nor number. */
export function renderEvent({ place, kind, task, at, data }: OrganisationEvent): JsonObject {
  return {
    object: 'event',
    id: place === null ? null : eventIdOf(place),
    seq: place?.seq ?? null,
    type: kind,
    task_id: task === null ? null : `tsk_${toCrockford(task)}`,
    created_at: new Date(at).toISOString(),
    data,
  }
}
