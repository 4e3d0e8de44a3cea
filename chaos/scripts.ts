import type { JsonObject } from '../src/lib/json.ts'
import type { Random } from './random.ts'

/** What the simulated upstream can do for a lost answer: know our key, be asked for it, both, neither. */
export type Upstream = 'both' | 'key' | 'lookup' | 'neither'

/** A script (RULINGS 29) and what it leads to. */
export interface Script {
  upstream: Upstream
  /** Where it fails by its script; null = it is to succeed. */
  failAt: 'start' | 'check' | 'finish' | null
  retryable: boolean
  /** Pictures that come back of those asked for; null = all. */
  deliver: number | null
  wire: JsonObject
}

export function drawScript(random: Random, pictures: number): Script {
  const upstream = random.pick<Upstream>(['both', 'key', 'lookup', 'neither'])
  const failAt = random.chance(0.15) ? random.pick(['start', 'check', 'finish'] as const) : null
  const retryable = random.chance(0.3)
  const deliver = pictures > 1 && random.chance(0.4) ? random.int(0, pictures) : null
  const accept: JsonObject = {
    idempotent: upstream === 'both' || upstream === 'key',
    lookup: upstream === 'both' || upstream === 'lookup',
  }
  // Most accept at once; the others hold the request, so that a violence meets it there.
  if (random.chance(0.3)) accept['delayMs'] = random.int(20, 2000)
  const wire: JsonObject = { accept, delayMs: random.chance(0.4) ? 0 : random.int(20, 2500) }
  if (random.chance(0.4)) wire['progress'] = [10, 40, 75]
  if (failAt !== null) Object.assign(wire, { failAt, error: { fault: 'provider', retryable } })
  if (random.chance(0.15)) wire['errorAfterAccept'] = true
  // Without a delay of the work, a callback comes before we have kept the answer to the start.
  if (random.chance(0.4))
    wire['callbacks'] = { count: random.int(1, 3), delayMs: random.chance(0.5) ? 0 : random.int(0, 1500) }
  if (random.chance(0.05)) wire['unknownStatus'] = true
  if (deliver !== null) wire['deliver'] = deliver
  return { upstream, failAt, retryable, deliver, wire }
}
