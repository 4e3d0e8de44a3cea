import type { BetterAuthOptions } from 'better-auth'
import { APIError } from 'better-auth/api'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { organization, phoneNumber, twoFactor } from 'better-auth/plugins'
import type { Pool } from 'pg'

import { knownEmail } from '../mail/templates/known-email.ts'
import { code } from '../mail/templates/code.ts'
import { invitation } from '../mail/templates/invitation.ts'
import { resetPassword } from '../mail/templates/reset-password.ts'
import { verifyEmail } from '../mail/templates/verify-email.ts'
import { makeGates } from '../lib/gates.ts'
import type { Logger } from '../lib/log.ts'
import type { Uuid } from '../lib/ids.ts'
import type { Sql } from '../lib/sql.ts'
import { endSessions, findFirstOrganisation, isLocked } from '../store/people.ts'
import { AUTH_TABLES, ORGANISATION_TABLES, PHONE_TABLES, TWO_FACTOR_TABLES } from './auth-tables.ts'
import type { BackupCodes } from './backup-codes.ts'
import type { Outbox } from './outbox.ts'
import { noteReset, noteSecondFactor } from './note-act.ts'
import { PEER_HEADER } from './peer-header.ts'
import { ACCESS } from './roles.ts'

export interface AuthSetup {
  sql: Sql
  pool: Pool
  outbox: Outbox
  log: Logger
  /** Without a slash at its end. */
  publicUrl: string
  secret: string
  backupCodes: BackupCodes
  hooks: NonNullable<BetterAuthOptions['hooks']>
}

/** Each takes a thread of the four that files need too, for a tenth of a second: whoever guesses passwords holds up no renders. */
const HASHING_MAX = 2

/** A phone number as text messages want it: E.164. */
const PHONE_NUMBER = /^\+[1-9]\d{6,14}$/

/** All that we ask of better-auth. Its paths are open only as far as `auth-routes.ts` lists them. */
export function makeAuthOptions(setup: AuthSetup) {
  const { sql, outbox, publicUrl } = setup
  const hashing = makeGates<'hash'>(HASHING_MAX)
  return {
    appName: 'Medley',
    baseURL: `${publicUrl}/auth`,
    trustedOrigins: [new URL(publicUrl).origin],
    // The list form, so that no variable of the environment comes before it.
    secrets: [{ version: 1, value: setup.secret }],
    database: setup.pool,
    telemetry: { enabled: false },
    logger: makeAuthLogger(setup.log),
    onAPIError: { throw: true },
    hooks: setup.hooks,
    ...AUTH_TABLES,
    verification: { ...AUTH_TABLES.verification, storeIdentifier: 'hashed' },
    rateLimit: {
      ...AUTH_TABLES.rateLimit,
      enabled: true,
      storage: 'database',
      // Counted by path, a token in it would be a row for each; nobody guesses one.
      customRules: { '/reset-password/*': false },
    },
    user: {
      ...AUTH_TABLES.user,
      additionalFields: { operator: { type: 'boolean', input: false, defaultValue: false, required: true } },
    },
    advanced: {
      cookiePrefix: 'medley',
      useSecureCookies: publicUrl.startsWith('https:'),
      // Said, because both follow NODE_ENV otherwise.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [PEER_HEADER] },
      // Migrations and a test see to the tables.
      database: { generateId: 'uuid', validateSchema: false },
    },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: 10,
      password: {
        hash: (password) => hashing.pass('hash', () => hashPassword(password)),
        verify: (given) => hashing.pass('hash', () => verifyPassword(given)),
      },
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, url, token }) => {
        // Without a page to go on to (`redirectTo`) the link leads nowhere: then ours says what to do with the token.
        const place = new URL(url).searchParams.get('callbackURL') === '' ? `${publicUrl}/?mail=reset` : url
        return outbox.mail({ user: user.id, email: user.email }, resetPassword({ name: user.name, url: place, token }))
      },
      onPasswordReset: ({ user }, request) => noteReset(sql, user, request?.headers),
      onExistingUserSignUp: ({ user }) =>
        outbox.mail({ user: user.id, email: user.email }, knownEmail({ name: user.name, url: publicUrl })),
    },
    emailVerification: {
      sendOnSignUp: true,
      // After our process died between the account and its mail, signing in sends another.
      sendOnSignIn: true,
      sendVerificationEmail: ({ user, url }) =>
        outbox.mail(
          { user: user.id, email: user.email },
          verifyEmail({ name: user.name, url: toOwnPage(url, publicUrl) }),
        ),
    },
    databaseHooks: makeRowHooks(sql),
    plugins: makePlugins(setup),
  } satisfies BetterAuthOptions
}

function makeRowHooks(sql: Sql) {
  return {
    user: {
      update: {
        after: async ({ id, email, twoFactorEnabled }, ctx) => {
          if (ctx?.path.startsWith('/two-factor/') !== true) return
          await noteSecondFactor(sql, { id, email }, twoFactorEnabled === true, ctx.headers)
        },
      },
    },
    session: {
      create: {
        before: async (session) => {
          await refuseLocked(sql, session.userId)
          if (typeof session['activeOrganizationId'] === 'string') return
          const activeOrganizationId = await findFirstOrganisation(sql, session.userId)
          return { data: { ...session, activeOrganizationId } }
        },
      },
    },
  } satisfies BetterAuthOptions['databaseHooks']
}

/** A link that would lead to the root of its origin leads to our page at the public URL, which says what has come of it. */
function toOwnPage(link: string, publicUrl: string): string {
  const url = new URL(link)
  if (url.searchParams.get('callbackURL') === '/') url.searchParams.set('callbackURL', `${publicUrl}/?mail=confirmed`)
  return url.href
}

/** The table of sessions refuses it too; this says it in words. */
async function refuseLocked(sql: Sql, user: Uuid): Promise<void> {
  if (!(await isLocked(sql, user))) return
  throw new APIError('FORBIDDEN', { code: 'ACCOUNT_LOCKED', message: 'An operator has locked this account.' })
}

function makePlugins({ sql, outbox, publicUrl, backupCodes }: AuthSetup) {
  return [
    organization({
      ...ACCESS,
      schema: ORGANISATION_TABLES,
      // Its tasks and its ledger stay.
      disableOrganizationDeletion: true,
      organizationLimit: 20,
      requireEmailVerificationOnInvitation: true,
      sendInvitationEmail: ({ id, email, role, inviter, organization: { name } }) =>
        outbox.mail(
          { user: null, email },
          invitation({
            id,
            role,
            inviter: inviter.user.name,
            organisation: name,
            url: `${publicUrl}/?mail=invitation`,
          }),
        ),
      organizationHooks: {
        // A session that somebody else may have had in hand must not grow with the role.
        afterUpdateMemberRole: ({ member }) => endSessions(sql, member.userId),
      },
    }),
    twoFactor({
      schema: TWO_FACTOR_TABLES,
      issuer: 'Medley',
      backupCodeOptions: { storeBackupCodes: backupCodes },
      otpOptions: {
        storeOTP: 'hashed',
        sendOTP: async ({ user, otp }, ctx) => {
          const texts = readPhone(user)
          if (ctx?.query?.['by'] === 'sms' && texts !== null && outbox.canText) {
            return outbox.text({ user: user.id, phoneNumber: texts }, otp)
          }
          return outbox.mail({ user: user.id, email: user.email }, code({ name: user.name, code: otp }))
        },
      },
    }),
    phoneNumber({
      schema: PHONE_TABLES,
      phoneNumberValidator: (text) => outbox.canText && PHONE_NUMBER.test(text),
      sendOTP: ({ phoneNumber: number, code: digits }) => outbox.text({ user: null, phoneNumber: number }, digits),
    }),
  ]
}

/** The number that was confirmed; null = none. */
function readPhone(user: object): string | null {
  if (!('phoneNumber' in user) || !('phoneNumberVerified' in user)) return null
  return typeof user.phoneNumber === 'string' && user.phoneNumberVerified === true ? user.phoneNumber : null
}

/** Its lines into our log. What it says of addresses that are tried is not for a log. */
function makeAuthLogger(log: Logger): NonNullable<BetterAuthOptions['logger']> {
  return {
    level: 'warn',
    disableColors: true,
    log: (level, message, ...rest) => {
      const error = rest.find((value) => value instanceof Error)
      if (level === 'error') log.warn({ error }, `people: ${message}`)
      else log.debug(`people: ${message}`)
    },
  }
}
