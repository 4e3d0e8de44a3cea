import type { ResultOf, Studio, StudioRequest } from '@medley/studio'

import type { ProviderContext } from '../../domain/provider.ts'

/**
 * Runs one request of the studio. `share` is how much of its result's work that is, from 0 to 1; the shares of one result
 * come to 1 at most.
 */
export type Run = <R extends StudioRequest>(request: R, share: number) => Promise<ResultOf<R>>

/** Runs the requests of one result after another; `place` of `count` results is what its progress is told as. */
export function makeRun(studio: Studio, context: ProviderContext, { place, count }: { place: number; count: number }) {
  let done = 0
  const run: Run = async (request, share) => {
    const result = await studio.run(request, {
      signal: context.signal,
      onProgress: (percent) => context.onProgress(((place + done + (share * percent) / 100) / count) * 100),
    })
    done += share
    return result
  }
  return run
}
