import type { Uuid } from '../lib/ids.ts'
import type { JsonObject } from '../lib/json.ts'

/** What is written down, by what it was done to. */
export const AUDIT_ACTIONS = [
  'organisation.create',
  'organisation.rename',
  'person.create',
  'person.operator',
  'person.lock',
  'person.unlock',
  'person.sign_in',
  'person.second_factor',
  'person.password',
  'member.invite',
  'member.uninvite',
  'member.join',
  'member.role',
  'member.remove',
  'member.leave',
  'key.create',
  'key.change',
  'key.rotate',
  'key.revoke',
  'limits.set',
  'credits.grant',
  'credits.refund',
  'prices.set',
  'email.read',
  'sms.read',
] as const

export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/** Who acts. `name` is what they are called now, which may change. */
export interface Actor {
  kind: 'person' | 'key' | 'command'
  /** Null = the command line. */
  id: Uuid | null
  name: string
}

/** Who acts, from where, and in which request. */
export interface Origin {
  actor: Actor
  address: string | null
  requestId: string | null
}

export const COMMAND_LINE: Origin = {
  actor: { kind: 'command', id: null, name: 'command line' },
  address: null,
  requestId: null,
}

/** What somebody did. `details` never hold a secret. */
export interface AuditEntry {
  action: AuditAction
  /** The number of the organisation whose it is; null = nobody's. */
  organisation: number | null
  /** On what, by its public id. */
  subject: string | null
  details: JsonObject
}

/** As movements and prices name whoever made them. */
export function actorText({ kind, id, name }: Actor): string {
  return id === null ? name : `${kind} ${id} ${name}`
}
