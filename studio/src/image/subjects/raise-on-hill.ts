import type { Mound } from '../places/mound.ts'
import type { Scene } from '../prompt/scene.ts'
import type { PlacedSubject, Stage } from './arrange-subjects.ts'
import { isWide } from './frame-subjects.ts'
import { scaleBy } from './scale-by.ts'

/** How high the hill is, as a share of the picture's height. */
const RISE = 0.17

const TALLEST = 0.46

const hilly: ReadonlySet<Scene['place']> = new Set(['meadow', 'mountains', 'snow'])

/** Lifts who stands on the hill to its top, and says what hill that is; null = nobody does. */
export function raiseOnHill(scene: Scene, placed: readonly PlacedSubject[], stage: Stage): Mound | null {
  const subject = scene.onHill === null ? undefined : scene.subjects[scene.onHill]
  const raised = placed.filter((item) => item.subject === subject && item.habitat === 'ground')
  if (raised.length === 0 || !isWide(scene) || !hilly.has(scene.place)) return null
  const { layout, height } = stage
  const top = Math.min(...raised.map(({ y }) => y), layout.standFar) - height * RISE
  for (const item of raised) {
    const room = Math.min(top - height * 0.04, height * TALLEST)
    if (item.height > room) scaleBy(item, room / item.height)
    item.y = top
  }
  const left = Math.min(...raised.map((item) => item.x - item.width / 2))
  const right = Math.max(...raised.map((item) => item.x + item.width / 2))
  const level = (right - left) * 0.6 + 40
  return { x: (left + right) / 2, top, foot: layout.standFar + height * 0.05, level, reach: level + height * 0.38 }
}
