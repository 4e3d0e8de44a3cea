import { Resolver } from 'node:dns/promises'

/** All addresses of a name; empty when it has none. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>

/**
 * Asks DNS alone, without the hosts file and search domains: the system's own look-up would take threads that files need, and
 * a name server that keeps silent could hold all of them.
 */
export function makeDnsResolver(): ResolveHost {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  return async (hostname) => {
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  }
}
