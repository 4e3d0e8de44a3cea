import { belongsOnTable, isBeing } from './can-hold.ts'
import type { NamedSubject } from './hold-subjects.ts'
import type { Framing, Scene } from './scene.ts'

interface FramingQuestion {
  asked: readonly Framing[]
  place: Scene['place']
  /** A place was named: then it is to be seen. */
  hasPlace: boolean
  subjects: readonly NamedSubject[]
}

export function chooseFraming({ asked, place, hasPlace, subjects }: FramingQuestion): Framing {
  const free = subjects.filter(({ held }) => held === null)
  const total = free.reduce((sum, { count }) => sum + count, 0)
  if (total === 0 || place === 'abstract') return 'wide'
  if (asked.includes('logo')) return place === 'plain background' ? 'logo' : 'wide'
  if (asked.includes('portrait'))
    return total === 1 && free.every(({ drawing }) => isBeing(drawing)) ? 'portrait' : 'close'
  if (asked.includes('close')) return 'close'
  // Of a meal, or of flowers in a vase, one wants to see just that.
  const isStill = subjects.every(
    ({ drawing, held }) => belongsOnTable(drawing) || settings.has(drawing) || held?.how === 'inside',
  )
  return isStill && place === 'room' && !hasPlace && total <= 4 ? 'close' : 'wide'
}

/** What things stand on, and what rises from them. */
const settings = new Set(['table', 'windowsill', 'shelf', 'plate', 'steam'])
