/** When a message is tried, each counted from the failure before (Standard Webhooks); then it is given up. */
const SCHEDULE_SECONDS = [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const

/** A receiver that has not answered by then has not received it. */
export const ATTEMPT_TIMEOUT_MS = 15_000
/** Of an answer's body this much is kept, to show what was wrong. */
export const RESPONSE_BYTES_KEPT = 1024
/** A receiver's wish to be left alone holds for so long at most. */
const PAUSE_SECONDS_MAX = 86_400

/** What came back from a receiver. */
export type Answer =
  | { kind: 'answered'; status: number; retryAfter: string | null }
  /** No answer; `fault` is a word of ours such as `timeout`. */
  | { kind: 'unreachable'; fault: string }
  /** It can never be sent: no retry makes a URL or header right. */
  | { kind: 'unsendable'; fault: string }

/** What is to be done about it. */
export type Judgement =
  | { kind: 'delivered' }
  /** Once more after `delayMs`; the receiver wants nothing at all for `pauseMs`. */
  | { kind: 'later'; delayMs: number; pauseMs: number; error: string }
  /** `isGone`: the receiver says that it wants nothing ever again (410). */
  | { kind: 'failed'; isGone: boolean; error: string }

/**
 * `kind` = the message's. `attempts` = how many were made, this one included. `nowMs` = epoch, for dates in Retry-After. `jitter`
 * is 0 to 1. A progress that did not arrive is not sent again: what follows says more.
 */
export function judgeAnswer(
  answer: Answer,
  attempt: { kind: string; attempts: number; nowMs: number; jitter: number },
): Judgement {
  if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300) return { kind: 'delivered' }
  const error = answer.kind === 'answered' ? `http_${answer.status}` : answer.fault
  const isGone = answer.kind === 'answered' && answer.status === 410
  const seconds = SCHEDULE_SECONDS[attempt.attempts]
  if (isGone || answer.kind === 'unsendable' || seconds === undefined || attempt.kind === 'task.progress') {
    return { kind: 'failed', isGone, error }
  }
  const pauseMs = answer.kind === 'answered' ? pauseOf(answer, attempt.nowMs) : 0
  // Spread, so that those who failed together do not come back together.
  return { kind: 'later', delayMs: Math.max(pauseMs, seconds * 1000 * (0.9 + attempt.jitter / 5)), pauseMs, error }
}

/** What a busy receiver asks for, as seconds or as a date; 0 = nothing that can be read. */
function pauseOf({ status, retryAfter }: { status: number; retryAfter: string | null }, nowMs: number): number {
  if ((status !== 429 && status !== 503) || retryAfter === null) return 0
  const seconds = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) : (Date.parse(retryAfter) - nowMs) / 1000
  return Number.isNaN(seconds) ? 0 : Math.max(0, Math.min(seconds, PAUSE_SECONDS_MAX)) * 1000
}
