import type { Uuid } from '../src/lib/ids.ts'
import type { Draft } from './requests.ts'
import type { Script } from './scripts.ts'

/** A task that has ended, as the database has it. */
export interface EndedRow {
  id: Uuid
  /** 3 succeeded, 4 failed, 5 canceled. */
  status: number
  error: string | null
  captured: number
  held: number
  retry_count: number
  marker: string
  /** Seconds from its create to its end. */
  lived: number
  /** Purchases that its upstream refused or failed without a charge. */
  refused: number
  /** What it delivered. */
  results: number
  /** Whom it tells; null = nobody. */
  callback_url: string | null
  /** Id and size of each result that lies on disk; null = none. */
  files: string[] | null
}

/** What is known of it elsewhere. */
export interface EndFacts {
  draft: Draft | null
  cancelAsked: boolean
  /** Starts that the upstream accepted. */
  bought: number
  /** Some attempt at it broke by an exception, which is a try too. */
  attemptBroke: boolean
}

/** What a task's end has against it; nothing = its script, or a client, led to it. */
export function judgeEnd(row: EndedRow, facts: EndFacts): string[] {
  const { draft } = facts
  if (draft === null) return [`comes from no request of ours: "${row.marker}"`]
  const asked = draft.callback?.url ?? null
  const complaints = row.callback_url === asked ? [] : [`is to tell ${row.callback_url} and was asked to tell ${asked}`]
  if (row.status === 3) return [...complaints, ...judgeSuccess(row, facts, draft)]
  if (row.captured !== 0) complaints.push(`did not succeed and was charged ${row.captured}`)
  if (row.status === 5) {
    return facts.cancelAsked ? complaints : [...complaints, 'was canceled, and nobody asked for that']
  }
  return [...complaints, ...judgeFailure(row, facts, draft)]
}

function judgeSuccess(row: EndedRow, facts: EndFacts, { script, count }: Draft): string[] {
  const complaints = []
  const delivered = Math.min(count, script?.deliver ?? count)
  const due = row.held === 0 ? 0 : (row.held / count) * delivered
  if (row.captured !== due)
    complaints.push(`delivered ${delivered} of ${count} and was charged ${row.captured} of ${row.held}`)
  if (row.results !== delivered) complaints.push(`succeeded with ${row.results} results instead of ${delivered}`)
  if (script?.failAt) complaints.push(`succeeded, though its upstream fails at ${script.failAt}`)
  if (script !== null && facts.bought === 0) complaints.push('succeeded, and its upstream knows nothing of it')
  return complaints
}

function judgeFailure(row: EndedRow, facts: EndFacts, { script }: Draft): string[] {
  const isExpected = script !== null && (script.failAt !== null || script.deliver === 0)
  switch (row.error) {
    case 'provider_error': {
      if (!isExpected) return ['failed as provider_error against its script']
      // Each refusal is one try: a stale holder that counts another's makes a task fail before its time.
      const isCounted = facts.attemptBroke || row.retry_count === row.refused
      return isCounted ? [] : [`counts ${row.retry_count} tries after ${row.refused} refusals`]
    }
    case 'upstream_outcome_unknown':
    case 'provider_timeout': {
      const isUncertain = script !== null && mayStayUncertain(script, facts.cancelAsked)
      return isUncertain ? [] : [`failed as ${row.error}, though its upstream could tell (${script?.upstream})`]
    }
    default:
      return [`failed as ${row.error}`]
  }
}

/** The same that hurry.ts sees in the database: it cannot be asked, and no resend will tell. */
function mayStayUncertain({ upstream, failAt, retryable }: Script, cancelAsked: boolean): boolean {
  const isRefusedForNow = failAt === 'start' && retryable
  return upstream === 'neither' || (upstream === 'key' && (cancelAsked || isRefusedForNow))
}
