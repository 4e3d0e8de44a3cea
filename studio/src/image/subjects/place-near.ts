import type { NearHow, Scene, SceneSubject } from '../prompt/scene.ts'
import type { PlacedSubject, Stage } from './arrange-subjects.ts'
import { scaleBy } from './scale-by.ts'

type Group = PlacedSubject[]

/** These get no room of their own in a row: they are where the others are. */
const overlapping: ReadonlySet<NearHow> = new Set(['behind', 'before', 'under', 'over'])

/** Parts those that stand before, behind or under one of the others from those that stand by themselves. */
export function partNear(scene: Scene, groups: readonly Group[]): { rows: Group[]; near: Group[] } {
  const isNear = ([item]: Group): boolean => {
    const { near = null } = item?.subject ?? {}
    if (item === undefined || near === null || !overlapping.has(near.how) || item.habitat !== 'ground') return false
    const [other] = groupsOf(scene, item.subject, groups)
    const target = other?.[0]
    return (
      target !== undefined &&
      target.habitat === 'ground' &&
      (target.subject.near === null || !overlapping.has(target.subject.near.how))
    )
  }
  return { rows: groups.filter((group) => !isNear(group)), near: groups.filter(isNear) }
}

/** "Between two houses", "next to the dog": those of a row in the order that takes. */
export function orderRow(scene: Scene, row: readonly Group[], items: readonly PlacedSubject[]): PlacedSubject[] {
  let ordered = [...items]
  for (const group of row) {
    const [first] = group
    const near = first?.subject.near ?? null
    if (first === undefined || near === null || first.subject.where !== null) continue
    const others = groupsOf(scene, first.subject, row)
    const isEnclosed = near.how === 'between' && others.flat().length > 1
    if (!isEnclosed && near.how !== 'beside') continue
    const enclosed = isEnclosed ? row.flat().filter((item) => isTogether(item.subject, first.subject)) : group
    const rest = ordered.filter((item) => !enclosed.includes(item))
    // Of two different ones the second comes behind what is between them.
    const neighbours = rest.filter((item) => others.some((other) => other.includes(item)))
    const last = neighbours[isEnclosed ? Math.ceil(neighbours.length / 2) - 1 : neighbours.length - 1]
    if (last === undefined) continue
    const between = isEnclosed ? neighbours.slice(neighbours.indexOf(last) + 1) : []
    const left = rest.filter((item) => !between.includes(item))
    left.splice(left.indexOf(last) + 1, 0, ...enclosed, ...between)
    ordered = left
  }
  return ordered
}

/** "A couple between two trees". */
function isTogether(one: SceneSubject, other: SceneSubject): boolean {
  return one.near?.how === other.near?.how && String(one.near?.to) === String(other.near?.to)
}

/** Sets each where what it is near to stands already. */
export function placeNear(
  scene: Scene,
  near: readonly Group[],
  { stage, rows }: { stage: Stage; rows: readonly Group[] },
): void {
  for (const { how, target, items } of gather(scene, near, rows)) {
    const [first] = items
    if (first === undefined) continue
    // Where the sky is wider.
    const side = target.x > stage.width / 2 ? -1 : 1
    const shift = shiftOf(how, first, target) * side
    const step = stepOf(items, target)
    items.forEach((item, index) => {
      if (item.width > stage.width * 0.5) scaleBy(item, (stage.width * 0.5) / item.width)
      const x = target.x + (items.length === 1 ? shift : (index - (items.length - 1) / 2) * step)
      item.x = Math.max(item.width / 2, Math.min(stage.width - item.width / 2, x))
      item.y = footOf(how, item, target, stage)
      if (how === 'over') item.lift = target.height * 0.9
    })
  }
}

interface Gathering {
  how: NearHow
  target: PlacedSubject
  items: PlacedSubject[]
}

/** "A man and a woman under a tree" stand there together. */
function gather(scene: Scene, near: readonly Group[], rows: readonly Group[]): Gathering[] {
  const gatherings: Gathering[] = []
  for (const group of near) {
    const [first] = group
    const how = first?.subject.near?.how
    const others = first === undefined ? [] : groupsOf(scene, first.subject, rows).flat()
    const target = others[Math.floor(others.length / 2)]
    if (target === undefined || how === undefined) continue
    const known = gatherings.find((each) => each.target === target && each.how === how)
    if (known === undefined) gatherings.push({ how, target, items: [...group] })
    else known.items.push(...group)
  }
  return gatherings
}

/** Two leave what they stand at to be seen between them. */
function stepOf(items: readonly PlacedSubject[], target: PlacedSubject): number {
  const widest = Math.max(...items.map(({ width }) => width))
  return Math.max(widest * 0.95, items.length === 2 ? (target.width + widest) * 0.5 : target.width / items.length)
}

function shiftOf(how: NearHow, item: PlacedSubject, target: PlacedSubject): number {
  // Half of it looks out; what is much larger does so on both sides.
  if (how === 'behind') return item.width > target.width * 1.3 ? 0 : target.width / 2 + item.width * 0.1
  if (how === 'over') return 0
  if (how === 'under') return target.width * 0.16
  return item.width > target.width * 0.6 ? (target.width + item.width) * 0.3 : target.width * 0.3
}

/** Painted in the order of their feet: a little further up is behind. */
function footOf(
  how: NearHow,
  { height }: PlacedSubject,
  target: PlacedSubject,
  { layout, height: all }: Stage,
): number {
  const step = Math.max(10, Math.min(height, target.height) * 0.1)
  if (how === 'behind') return target.y - step
  return Math.max(target.y + 4, Math.min(target.y + step * 2, layout.standNear + all * 0.04))
}

function groupsOf(scene: Scene, { near }: SceneSubject, groups: readonly Group[]): Group[] {
  const named = (near?.to ?? []).map((index) => scene.subjects[index])
  return named.flatMap((subject) => groups.filter(([item]) => item?.subject === subject))
}
