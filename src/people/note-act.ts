import { getSessionFromCtx, isAPIError } from 'better-auth/api'

import type { AuditAction } from '../domain/audit.ts'
import { toCrockford, type Uuid } from '../lib/ids.ts'
import type { JsonObject } from '../lib/json.ts'
import type { Sql } from '../lib/sql.ts'
import { addAuditEntry } from '../store/audit-log.ts'
import { findOrganisationById } from '../store/organisations.ts'
import type { HookContext } from './hook-context.ts'
import { PEER_HEADER } from './peer-header.ts'

/** What somebody did, as the audit log will have it. */
interface Act {
  action: AuditAction
  /** Null = nobody's. */
  organisation: Uuid | null
  subject: string
  details: JsonObject
}

interface Who {
  id: Uuid
  email: string
}

/**
 * Writes down what a step of better-auth's came to, if it succeeded: after its commit and before its answer. Whoever is told that
 * something was done can rely on its line; a process that dies between the two leaves an act without one.
 */
export async function noteStep(sql: Sql, ctx: HookContext): Promise<void> {
  const { returned, newSession, session } = ctx.context
  if (isAPIError(returned)) return
  const change = organisationAct(ctx.path, returned)
  const who = newSession?.user ?? session?.user ?? (change === null ? undefined : (await getSessionFromCtx(ctx))?.user)
  const act = change ?? (who === undefined ? null : ownAct(ctx, who))
  if (who !== undefined && act !== null) await noteAct(sql, who, act, ctx.headers)
}

/** A second factor that was switched on or off. */
export function noteSecondFactor(sql: Sql, who: Who, enabled: boolean, headers: Headers | undefined): Promise<void> {
  return noteAct(sql, who, onSelf('person.second_factor', who, { enabled }), headers)
}

/** A new password by the mailed token, for which nobody is signed in. */
export function noteReset(sql: Sql, who: Who, headers: Headers | undefined): Promise<void> {
  return noteAct(sql, who, onSelf('person.password', who, { by: 'reset' }), headers)
}

async function noteAct(sql: Sql, who: Who, act: Act, headers: Headers | undefined): Promise<void> {
  const of = act.organisation === null ? null : await findOrganisationById(sql, act.organisation)
  const actor = { kind: 'person', id: who.id, name: who.email } as const
  const origin = { actor, address: headers?.get(PEER_HEADER) ?? null, requestId: headers?.get('x-request-id') ?? null }
  await addAuditEntry(sql, origin, { ...act, organisation: of?.number ?? null })
}

function onSelf(action: AuditAction, who: Who, details: JsonObject): Act {
  return { action, organisation: null, subject: `usr_${toCrockford(who.id)}`, details }
}

const FACTORS: Readonly<Record<string, string>> = {
  '/two-factor/verify-totp': 'totp',
  '/two-factor/verify-otp': 'otp',
  '/two-factor/verify-backup-code': 'backup-code',
}

function ownAct({ path, context }: HookContext, who: Who): Act | null {
  if (path === '/change-password') return onSelf('person.password', who, { by: 'change' })
  if (path === '/sign-in/email') {
    // Else this is half of it: better-auth takes the session away behind this hook.
    const isDone = context.newSession?.user['twoFactorEnabled'] !== true
    return isDone ? onSelf('person.sign_in', who, { factor: 'password' }) : null
  }
  const factor = FACTORS[path]
  // Who was signed in already has set up a factor, or shown it once more.
  const isSignIn = factor !== undefined && context.newSession !== null && context.session === null
  return isSignIn ? onSelf('person.sign_in', who, { factor }) : null
}

/** Steps on organisations: what each is called, and what its answer tells of. */
const ORGANISATION_STEPS: Readonly<Record<string, readonly [AuditAction, 'organisation' | 'invitation' | 'member']>> = {
  '/organization/create': ['organisation.create', 'organisation'],
  '/organization/update': ['organisation.rename', 'organisation'],
  '/organization/invite-member': ['member.invite', 'invitation'],
  '/organization/cancel-invitation': ['member.uninvite', 'invitation'],
  '/organization/accept-invitation': ['member.join', 'member'],
  '/organization/update-member-role': ['member.role', 'member'],
  '/organization/remove-member': ['member.remove', 'member'],
  '/organization/leave': ['member.leave', 'member'],
}

function organisationAct(path: string, returned: unknown): Act | null {
  const [action, kind] = ORGANISATION_STEPS[path] ?? []
  if (action === undefined || kind === undefined) return null
  // Some answer with the member alone, some with more beside it.
  const told = Object(returned)
  const done = Object(told.member ?? told)
  switch (kind) {
    case 'organisation': {
      const details = { name: String(done.name), slug: String(done.slug) }
      return { action, organisation: done.id, subject: `org_${toCrockford(done.id)}`, details }
    }
    case 'invitation': {
      const details = { email: String(done.email), role: String(done.role) }
      return { action, organisation: done.organizationId, subject: `inv_${toCrockford(done.id)}`, details }
    }
    case 'member': {
      const details = { role: String(done.role) }
      return { action, organisation: done.organizationId, subject: `usr_${toCrockford(done.userId)}`, details }
    }
  }
}
