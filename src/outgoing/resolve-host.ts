import { Resolver } from 'node:dns/promises'
import { setTimeout as delay } from 'node:timers/promises'

import { OutgoingError } from './outgoing-error.ts'

/** All addresses of a name; empty when it has none. Throws OutgoingError when no name server says. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>

/** What a name server says of a name that is nobody's, and of one without addresses of the kind that was asked for. */
const NONE: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA'])
/** For all name servers together: each by itself is asked twice, two seconds and more. */
const ANSWER_MS = 5000

/**
 * Asks DNS alone, without the hosts file and search domains: the system's own look-up would take threads that files need, and
 * a name server that keeps silent could hold all of them. `servers`: instead of the system's.
 */
export function makeDnsResolver({
  servers = null,
  answerMs = ANSWER_MS,
}: { servers?: readonly string[] | null; answerMs?: number } = {}): ResolveHost {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  if (servers !== null) resolver.setServers(servers)
  return async (hostname) => {
    const late = new AbortController()
    const tooLate = delay(answerMs, null, { signal: late.signal })
    try {
      const asked = Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
      const answers = await Promise.race([asked, tooLate])
      const found = (answers ?? []).flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
      if (found.length > 0 || answers?.every(saysNone) === true) return found
      throw new OutgoingError('no_name_server', 'No name server says where the host is.')
    } finally {
      late.abort()
    }
  }
}

function saysNone(answer: PromiseSettledResult<string[]>): boolean {
  return answer.status === 'fulfilled' || NONE.has(answer.reason?.code)
}
