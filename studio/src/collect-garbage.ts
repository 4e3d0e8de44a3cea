import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')

/**
 * Gives back what nobody refers to any more, now. Pictures lie outside of JavaScript's own heap, which hardly grows and is left
 * alone: hundreds of megabytes wait to be collected. Takes about ten milliseconds: between steps, not for every row.
 */
export function collectGarbage(): void {
  if (typeof collect === 'function') collect()
}
