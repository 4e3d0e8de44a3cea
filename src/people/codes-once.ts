import { createHash } from 'node:crypto'

import { APIError, getSessionFromCtx, isAPIError } from 'better-auth/api'

import type { Sql } from '../lib/sql.ts'
import { countTries, forgetTries } from '../store/password-tries.ts'
import type { HookContext } from './hook-context.ts'

/** An app shows a code for 30 seconds, and it is taken for as long before and after. */
const WINDOW_SECONDS = 120

/** Has each code of an app work once, over all processes (RFC 6238, 5.2): better-auth takes it for as long as it is shown. */
export interface CodesOnce {
  /** Before it is looked at: of many at once one goes on. */
  take(ctx: HookContext): Promise<void>
  /** After: a wrong one is no used one. */
  giveBackWrong(ctx: HookContext): Promise<void>
}

export function makeCodesOnce(sql: Sql): CodesOnce {
  /** By the request's context, which is one object through all its steps: after a refusal nobody can tell whose it was. */
  const taken = new WeakMap<object, Buffer>()
  return {
    async take(ctx) {
      const subject = await subjectOf(ctx)
      if (subject === null) return
      const [counted] = await countTries(sql, [subject], WINDOW_SECONDS)
      if (counted?.tries === 1) return void taken.set(ctx.context, subject)
      throw new APIError('UNAUTHORIZED', { code: 'CODE_USED', message: 'This code was used. Wait for the next one.' })
    },
    async giveBackWrong(ctx) {
      const subject = taken.get(ctx.context)
      if (subject !== undefined && isAPIError(ctx.context.returned)) await forgetTries(sql, [subject])
    },
  }
}

/** Null = no code, or nobody's: refused by better-auth itself. */
async function subjectOf(ctx: HookContext): Promise<Buffer | null> {
  const { code } = ctx.body
  const user = (await getSessionFromCtx(ctx))?.user.id ?? (await userOfHalf(ctx))
  if (typeof code !== 'string' || user === null) return null
  return createHash('sha256').update(`code ${user} ${code}`).digest()
}

/** Who has shown the password and not yet the code. */
async function userOfHalf({ context, getSignedCookie }: HookContext): Promise<string | null> {
  const name = context.createAuthCookie('two_factor').name
  const half = await getSignedCookie(name, context.secret)
  return half ? ((await context.internalAdapter.findVerificationValue(half))?.value ?? null) : null
}
