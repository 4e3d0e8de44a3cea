import type { Pixels } from '../pixels/pixels.ts'
import type { Random } from '../random.ts'

export interface StyleTools {
  signal: AbortSignal
  random: Random
}

/** A way to make a finished picture look otherwise made. To add one: a file with one of these, and its line in styles.ts. */
export interface Style {
  words: readonly string[]
  /** What an edit says it did. */
  change: string
  /** The same size comes back; clear pixels stay clear. */
  apply(pixels: Pixels, tools: StyleTools): Promise<Pixels>
}
