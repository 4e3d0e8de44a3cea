import { SINGERS, isSingerName } from '../singing/singers.ts'
import type { SingerName } from '../singing/singers.ts'
import { makeRandom } from '../song/random.ts'

/** Anyone but the one who sang so far. */
export function chooseSinger(seed: number, except: SingerName | null = null): SingerName {
  const others = Object.keys(SINGERS)
    .filter(isSingerName)
    .filter((name) => name !== except)
  return makeRandom(seed, 'singer').pick(others)
}
