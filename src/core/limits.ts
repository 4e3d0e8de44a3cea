import { GatewayError } from '../domain/errors.ts'
import { LIMITS_MAX, type Limits, type RequestPolicy } from '../domain/limits.ts'
import type { Sql } from '../lib/sql.ts'
import type { CreateResult } from '../store/create-tasks.ts'
import { lockLimits, readLimits, setLimits, type LimitSubject } from '../store/limits.ts'

/** A change of some limits: null and 0 alike take one away, what is left out stays. */
export type LimitChange = { readonly [name in keyof Limits]?: number | null }

/**
 * Changes limits of an organisation or a key. Those of tasks and credits hold from now on, those of requests within the three
 * seconds that processes remember keys for. In a transaction, two changes at once both hold. Throws a RangeError for a number
 * that is no limit; answers null when there is no such subject, else all its limits.
 */
export async function changeLimits(sql: Sql, subject: LimitSubject, change: LimitChange): Promise<Limits | null> {
  await lockLimits(sql, subject)
  const before = await readLimits(sql, subject)
  if (before === null) return null
  const limits: Limits = {
    requestsPerSecond: merged('requestsPerSecond', before.limits, change),
    requestsPerDay: merged('requestsPerDay', before.limits, change),
    requestsPerMonth: merged('requestsPerMonth', before.limits, change),
    tasksAtOnce: merged('tasksAtOnce', before.limits, change),
    creditsPerDay: merged('creditsPerDay', before.limits, change),
    creditsPerMonth: merged('creditsPerMonth', before.limits, change),
  }
  await setLimits(sql, subject, limits)
  return limits
}

function merged(name: keyof Limits, before: Limits, change: LimitChange): number | null {
  const wanted = change[name]
  if (wanted === undefined) return before[name]
  if (wanted === null || wanted === 0) return null
  if (Number.isSafeInteger(wanted) && wanted > 0 && wanted <= LIMITS_MAX[name]) return wanted
  throw new RangeError(`${name} must be a whole number from 0 (no limit) to ${LIMITS_MAX[name]}`)
}

/** Why a request was not granted: of the limits that are used up, the one that lasts longest. */
export function refusalOfRequest(policies: readonly RequestPolicy[]): GatewayError {
  const [worst] = policies
    .filter(({ remaining }) => remaining === 0)
    .toSorted((a, b) => b.resetSeconds - a.resetSeconds)
  if (worst === undefined) return new GatewayError('rate_limited', { retryAfterSeconds: 1 })
  const { name, quota, resetSeconds } = worst
  const period = { second: 'a second', day: 'a day', month: 'a month' }[name.replace(/^.*-/, '')]
  const whose = name.startsWith('key') ? 'This key' : 'The organisation'
  const message = `${whose} may send ${quota} requests ${period}. ${tryAgain(resetSeconds)}`
  return new GatewayError('rate_limited', { message, retryAfterSeconds: resetSeconds, limit: name })
}

/** A place comes free when a task ends, which nobody knows ahead: worth asking soon. */
const PLACE_SECONDS = 1

/** Why a create was refused for a limit of tasks or credits. */
export function refusalOfLimit({ exceeded, wait_seconds: wait }: CreateResult): GatewayError {
  if (exceeded === null) throw new Error('a create was refused for no limit')
  const whose = exceeded.startsWith('key') ? 'This key' : 'The organisation'
  if (exceeded.endsWith('-tasks')) {
    const message = `${whose} has as many tasks at work as it may. Try again when one has ended.`
    return new GatewayError('rate_limited', { message, retryAfterSeconds: PLACE_SECONDS, limit: exceeded })
  }
  const period = exceeded.endsWith('-day') ? 'a day' : 'a month'
  // No waiting helps.
  if (wait === null) {
    return new GatewayError('forbidden', {
      message: `This task alone costs more than ${whose.toLowerCase()} may spend in ${period}.`,
    })
  }
  const message = `${whose} has spent what it may in ${period}. ${tryAgain(wait)}`
  return new GatewayError('rate_limited', { message, retryAfterSeconds: wait, limit: exceeded })
}

function tryAgain(seconds: number): string {
  return `Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`
}
