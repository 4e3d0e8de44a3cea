import type { BetterAuthOptions } from 'better-auth'
import { APIError, createAuthMiddleware, getIP, getSessionFromCtx, isAPIError } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { generateRandomString, symmetricEncrypt } from 'better-auth/crypto'

import type { Sql } from '../lib/sql.ts'
import { isInvited } from '../store/people.ts'
import type { BackupCodes } from './backup-codes.ts'
import { makeCodesOnce } from './codes-once.ts'
import type { HookContext } from './hook-context.ts'
import { noteStep } from './note-act.ts'
import type { PasswordLock } from './password-lock.ts'

/** Who may sign up: anybody, or who has an invitation. */
export type SignUp = 'open' | 'invited'

interface HookSetup {
  sql: Sql
  signUp: SignUp
  lock: PasswordLock
  backupCodes: BackupCodes
}

type Hook = (ctx: HookContext) => Promise<object | void>

/** Those that ask for the password of who is signed in. */
const PASSWORD_PATHS = new Set([
  '/change-password',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/generate-backup-codes',
  '/two-factor/get-totp-uri',
])

const MEMBER_FIELDS = ['createdAt', 'role', 'userId'] as const

/** What we add to better-auth's own steps, by path. */
export function makeHooks(setup: HookSetup): NonNullable<BetterAuthOptions['hooks']> {
  const { sql, signUp, lock, backupCodes } = setup
  const codesOnce = makeCodesOnce(sql)

  const before: Readonly<Record<string, Hook>> = {
    async '/sign-up/email'(ctx) {
      assertSignUp(ctx.body)
      if (signUp === 'open') return
      // The invitation's own id, which only its mail tells: the answer is the same for every other address, known or not.
      const { email, invitationId } = ctx.body
      const id = typeof invitationId === 'string' && UUID.test(invitationId) ? invitationId : null
      if (id !== null && typeof email === 'string' && (await isInvited(sql, { id, email }))) return
      throw new APIError('FORBIDDEN', {
        code: 'INVITATION_REQUIRED',
        message: 'Signing up takes an invitation: send its id as invitationId, with the address that was invited.',
      })
    },
    async '/sign-in/email'(ctx) {
      if (typeof ctx.body.email === 'string') await beginTry(lock, ctx, ctx.body.email)
    },
    async '/change-password'(ctx) {
      return { context: { body: { ...ctx.body, revokeOtherSessions: true } } }
    },
    '/two-factor/verify-totp': codesOnce.take,
    async '/two-factor/verify-backup-code'(ctx) {
      if (typeof ctx.body.code !== 'string') return
      return { context: { body: { ...ctx.body, code: backupCodes.hash(ctx.body.code) } } }
    },
    async '/organization/update'(ctx) {
      const { data } = ctx.body
      if (['name', 'slug', 'logo', 'metadata'].some((key) => data?.[key] !== undefined)) return
      throw new APIError('BAD_REQUEST', {
        code: 'INVALID_VALUE',
        message: 'There is nothing in data that can be changed.',
      })
    },
    '/organization/list-members': assertMemberFields,
    // Without a session these would sign somebody in by a text message alone.
    '/phone-number/send-otp': assertSession,
    async '/phone-number/verify'(ctx) {
      await assertSession(ctx)
      return { context: { body: { ...ctx.body, updatePhoneNumber: true, disableSession: true } } }
    },
  }

  const after: Readonly<Record<string, Hook>> = {
    async '/sign-in/email'(ctx) {
      if (isRightPassword(ctx)) await lock.succeed(ctx.body.email, addressOf(ctx))
    },
    '/organization/create': rotateSession,
    '/organization/accept-invitation': rotateSession,
    '/two-factor/enable': keepSecondFactor,
    '/two-factor/verify-totp': codesOnce.giveBackWrong,
    '/two-factor/verify-otp': keepSecondFactor,
  }

  return {
    before: createAuthMiddleware(async (ctx) => {
      if (PASSWORD_PATHS.has(ctx.path)) await beginTryOfSession(lock, ctx)
      return await before[ctx.path]?.(ctx)
    }),
    after: createAuthMiddleware(async (ctx) => {
      if (PASSWORD_PATHS.has(ctx.path)) await endTryOfSession(lock, ctx)
      await after[ctx.path]?.(ctx)
      await noteStep(sql, ctx)
    }),
  }
}

/** What members are not sorted and filtered by is refused here: it would go to the database as it came. */
async function assertMemberFields({ query }: HookContext): Promise<void> {
  for (const name of ['sortBy', 'filterField']) {
    const field: unknown = query?.[name]
    if (field === undefined || MEMBER_FIELDS.some((known) => known === field)) continue
    throw new APIError('BAD_REQUEST', {
      code: 'INVALID_VALUE',
      message: `${name} is one of ${MEMBER_FIELDS.join(', ')}.`,
    })
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const SIGN_UP_KEYS = new Set(['name', 'email', 'password', 'image', 'callbackURL', 'rememberMe', 'invitationId'])
const NAME_MAX = 200
const URL_MAX = 2048

/** Refuses here what the tables would refuse: of an address that is known nothing is written, and the answer would tell. */
function assertSignUp(body: Readonly<Record<string, unknown>>): void {
  const { name, email, image } = body
  const isFine =
    Object.keys(body).every((key) => SIGN_UP_KEYS.has(key)) &&
    isText(name, NAME_MAX) &&
    name !== '' &&
    !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name) &&
    isText(email, 254) &&
    (image === undefined || isText(image, URL_MAX))
  if (isFine) return
  throw new APIError('BAD_REQUEST', {
    code: 'INVALID_VALUE',
    message: 'Signing up takes name, email and password, at their usual lengths and without control characters.',
  })
}

function isText(value: unknown, lengthMax: number): value is string {
  return typeof value === 'string' && value.length <= lengthMax
}

async function beginTry(lock: PasswordLock, ctx: HookContext, email: string): Promise<void> {
  const seconds = await lock.begin(email, addressOf(ctx))
  if (seconds === null) return
  throw new APIError(
    'TOO_MANY_REQUESTS',
    {
      code: 'TOO_MANY_PASSWORDS',
      message: 'Too many wrong passwords for this address. Wait some minutes, then try again or reset the password.',
    },
    { 'retry-after': String(seconds) },
  )
}

async function beginTryOfSession(lock: PasswordLock, ctx: HookContext): Promise<void> {
  const session = await getSessionFromCtx(ctx)
  if (session !== null) await beginTry(lock, ctx, session.user.email)
}

async function endTryOfSession(lock: PasswordLock, ctx: HookContext): Promise<void> {
  if (isAPIError(ctx.context.returned)) return
  const session = ctx.context.newSession ?? (await getSessionFromCtx(ctx))
  if (session !== null) await lock.succeed(session.user.email, addressOf(ctx))
}

function addressOf(ctx: HookContext): string {
  return (ctx.headers === undefined ? null : getIP(ctx.headers, ctx.context.options)) ?? ''
}

/**
 * Signed in (the second factor comes after these hooks), or stopped by what is asked after the password. Anything else proves
 * nothing: a malformed request must not set the count back.
 */
function isRightPassword({ context: { newSession, returned } }: HookContext): boolean {
  return (newSession ?? null) !== null || (isAPIError(returned) && returned.body?.code === 'EMAIL_NOT_VERIFIED')
}

async function assertSession(ctx: HookContext): Promise<void> {
  if ((await getSessionFromCtx(ctx)) === null) throw new APIError('UNAUTHORIZED')
}

/** Who gains a role goes on in a new session: one that somebody else may have had in hand does not gain it. */
async function rotateSession(ctx: HookContext): Promise<void> {
  if (isAPIError(ctx.context.returned)) return
  const old = await getSessionFromCtx(ctx)
  if (old === null) return
  const session = await ctx.context.internalAdapter.createSession(old.user.id, false, old.session)
  await setSessionCookie(ctx, { session, user: old.user })
  await ctx.context.internalAdapter.deleteSession(old.session.token)
}

/**
 * Who has codes sent and no app has no row among the second factors, and with it neither better-auth's count of wrong codes nor
 * backup codes. It gets one, with a secret that nobody was shown.
 */
async function keepSecondFactor(ctx: HookContext): Promise<void> {
  const user = ctx.context.newSession?.user
  if (user === undefined || user['twoFactorEnabled'] !== true) return
  const where = [{ field: 'userId', value: user.id }]
  if ((await ctx.context.adapter.findOne({ model: 'twoFactor', where })) !== null) return
  const secret = await symmetricEncrypt({ key: ctx.context.secretConfig, data: generateRandomString(32) })
  const data = { userId: user.id, secret, backupCodes: '[]', verified: false }
  await ctx.context.adapter.create({ model: 'twoFactor', data })
}
