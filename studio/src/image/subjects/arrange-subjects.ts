import type { Layout } from '../painting.ts'
import type { Scene, SceneSubject, Where } from '../prompt/scene.ts'
import type { Random } from '../random.ts'
import { heightOfWide, makeBuilder } from './build-figures.ts'
import type { Figure } from './compose-figure.ts'
import { frameSubjects, isFree, isWide } from './frame-subjects.ts'
import { cornerOf, putInCorner } from './put-in-corner.ts'
import { resolveDrawing } from './resolve-drawing.ts'
import { resolvePortrait } from './resolve-portrait.ts'
import { scaleBy } from './scale-by.ts'
import { isBoundToGround } from './seats.ts'
import { strikePose } from './strike-pose.ts'
import { orderRow, partNear, placeNear } from './place-near.ts'
import { traitsOf } from './traits.ts'

export interface PlacedSubject {
  figure: Figure
  subject: SceneSubject
  /** What it wears, holds, contains and bears: one entry for each instance. */
  carries: readonly SceneSubject[]
  /** Centre of the foot (or of the whole, in the air). */
  x: number
  y: number
  width: number
  height: number
  habitat: 'ground' | 'air' | 'water'
  mirrored: boolean
  /** Turned a little, in the air, on waves and by what it does. */
  angle: number
  /** How far it is above the ground that its shadow falls on. */
  lift: number
}

export interface Stage {
  width: number
  height: number
  layout: Layout
  place: Scene['place']
}

/** Gives every subject its place and size: none hides another, large things stand further back, all are well seen. */
export async function arrangeSubjects(scene: Scene, stage: Stage, random: Random): Promise<PlacedSubject[]> {
  const groups = await makeGroups(scene, stage, random)
  if (!isWide(scene)) {
    frameSubjects(scene, groups, stage)
    return groups.flat()
  }
  const isCornered = ([item]: PlacedSubject[]): boolean => item !== undefined && cornerOf(item) !== null
  const { rows: free, near } = partNear(
    scene,
    groups.filter((group) => !isCornered(group)),
  )
  const all = free.flat()
  const rows = chooseRows(free, stage)
  for (const row of rows) {
    // A row of its own is not crowded by the others: one astronaut under three rockets may be large.
    const ease = Math.min(1.4, normalSize(row.flat().length) / normalSize(all.length))
    if (rows.length > 1) for (const item of row.flat()) scaleBy(item, ease)
    spreadRow(row, { scene, stage, random })
  }
  for (const [index, item] of all.entries()) setHeight(item, { stage, random, isUpper: index % 2 === 0 })
  if (rows.length > 1) clearAir(all, stage)
  placeNear(scene, near, { stage, rows: free })
  for (const group of groups.filter(isCornered)) putInCorner(group, stage)
  for (const item of all) {
    if (item.subject.drawing === 'windowsill') hangUnderWindow(item, stage.layout)
    if (item.subject.drawing === 'branch' && item.habitat === 'ground') reachIn(item, stage)
  }
  for (const item of groups.flat()) fitUnderTop(item, stage)
  // Painted from back to front.
  return groups.flat().sort((one, other) => one.y - other.y)
}

/** "In the foreground" is nearer, so larger. */
const scaleOfPlace: Partial<Record<Where, number>> = {
  front: 1.4,
  back: 0.5,
  'top left': 0.8,
  'top right': 0.8,
  'bottom left': 0.8,
  'bottom right': 0.8,
}

/** Height of one normal subject, by how many share the picture. */
function normalSize(total: number): number {
  return (
    1000 *
    (total <= 1
      ? 0.36
      : total <= 2
        ? 0.31
        : total <= 3
          ? 0.27
          : total <= 5
            ? 0.225
            : total <= 8
              ? 0.185
              : total <= 12
                ? 0.15
                : 0.115)
  )
}

async function makeGroups(scene: Scene, stage: Stage, random: Random): Promise<PlacedSubject[][]> {
  const standing = scene.subjects.filter((subject) => isFree(scene, subject))
  const total = standing.reduce((sum, { count }) => sum + count, 0)
  // A wide picture has room for larger ones side by side.
  const normal = normalSize(total) * (total > 3 ? Math.min(1.3, Math.max(1, stage.width / stage.height) ** 0.6) : 1)
  const builder = makeBuilder(scene.subjects, scene.framing === 'portrait' ? resolvePortrait : resolveDrawing)
  const groups: PlacedSubject[][] = []
  for (const subject of standing) {
    const traits = traitsOf(subject.drawing)
    const habitat = chooseHabitat(traits.habitat, subject, stage)
    const mirrored = random.chance(0.5)
    const place = subject.where === null ? 1 : (scaleOfPlace[subject.where] ?? 1)
    const group: PlacedSubject[] = []
    for (const { figure, own, carries } of await builder.build(subject)) {
      const ratio = figure.view.width / figure.view.height
      const scale = subject.scale * place * (carries.length > 0 ? 1.3 : 1)
      // A bridge may cross the picture.
      const isBridge = subject.drawing.endsWith('bridge')
      const widest = isBridge ? 1.2 : 0.62
      const roof = stage.height * (scale > 1.5 ? 0.74 : 0.56)
      const height =
        Math.min((normal * traits.size * scale) / own, (stage.width * widest) / ratio, roof) * heightOfWide(ratio)
      const variation = subject.count > 1 ? random.between(0.9, 1.08) : 1
      const turns = subject.count > 2 && random.chance(0.3)
      group.push({
        figure,
        subject,
        carries,
        x: 0,
        y: 0,
        width: height * variation * ratio,
        height: height * variation,
        habitat,
        mirrored: canMirror(subject, carries) && (turns ? !mirrored : mirrored),
        angle: habitat === 'ground' || isBridge ? 0 : random.between(-0.07, 0.07),
        lift: 0,
      })
    }
    group.forEach(strikePose)
    groups.push(group)
  }
  return groups
}

/** Left and right among what it bears must stay so, and the letters of sleep be read. */
function canMirror(subject: SceneSubject, carries: readonly SceneSubject[]): boolean {
  return carries.every(({ where }) => where === null) && [subject, ...carries].every(({ pose }) => pose !== 'asleep')
}

function chooseHabitat(
  natural: PlacedSubject['habitat'],
  { drawing, where }: SceneSubject,
  { layout, place }: Stage,
): PlacedSubject['habitat'] {
  if (!layout.weightless && where === 'air' && isBoundToGround(drawing)) return natural
  if (layout.weightless || where === 'air' || where === 'top left' || where === 'top right') return 'air'
  if (where !== 'water' && natural !== 'water') return natural
  if (layout.water !== null) return 'water'
  // A jellyfish in space floats; a boat on a meadow stands.
  return where === 'water' || place === 'space' ? 'air' : 'ground'
}

/** All side by side while there is room; otherwise what flies gets a row of its own above the rest. */
function chooseRows(groups: PlacedSubject[][], stage: Stage): PlacedSubject[][][] {
  const width = groups.flat().reduce((sum, item) => sum + item.width, 0)
  const count = groups.flat().length
  if (count <= 5 && width < stage.width * 1.3) return [groups]
  const rows = (['air', 'water', 'ground'] as const)
    .map((habitat) => groups.filter((group) => group[0]?.habitat === habitat))
    .filter((row) => row.length > 0)
  return rows
}

interface Spread {
  scene: Scene
  stage: Stage
  random: Random
}

/** Side by side from left to right: groups keep together, named sides are kept, the gaps share what room is left. */
function spreadRow(row: PlacedSubject[][], { scene, stage, random }: Spread): void {
  const order = { left: -1, middle: 0, right: 1 } as const
  const keyed = row.map((group) => {
    const where = group[0]?.subject.where
    const fixed = where === 'left' || where === 'middle' || where === 'right' ? order[where] * 10 : null
    return { group, key: fixed ?? random.between(-1, 1) }
  })
  const sorted = keyed.sort((one, other) => one.key - other.key).flatMap(({ group }) => group)
  const items = orderRow(scene, row, sorted)
  const isDense = items.length > 7
  // Indoors plant and lamp hold the sides.
  const room = stage.width * (stage.layout.window === null ? 0.92 : 0.74)
  const total = items.reduce((sum, item) => sum + item.width, 0)
  // A dense row may overlap by a third, standing in two depths.
  const allowed = isDense ? room * 1.3 : room * 0.94
  const shrink = Math.min(1, allowed / total)
  for (const item of items) scaleBy(item, shrink)
  const free = room - total * shrink
  const weights = Array.from({ length: items.length + 1 }, () => random.between(0.6, 1.4))
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0)
  let x = (stage.width - room) / 2
  items.forEach((item, index) => {
    x += (free * (weights[index] ?? 1)) / weightSum
    item.x = x + item.width / 2
    x += item.width
  })
  for (const group of row) keepSide(group, stage)
}

/** "On the left" is the left third even when nothing else is there; outwards only, so that nobody is met. */
function keepSide(group: readonly PlacedSubject[], { width }: Stage): void {
  const where = group[0]?.subject.where
  const left = Math.min(...group.map((item) => item.x - item.width / 2))
  const right = Math.max(...group.map((item) => item.x + item.width / 2))
  const centre = (left + right) / 2
  const shift =
    where === 'left'
      ? Math.max(width * 0.03 - left, Math.min(0, width * 0.27 - centre))
      : where === 'right'
        ? Math.min(width * 0.97 - right, Math.max(0, width * 0.73 - centre))
        : 0
  for (const item of group) item.x += shift
}

interface Height {
  stage: Stage
  random: Random
  /** Of many, every other one stands further up, so that neighbours do not hide each other. */
  isUpper: boolean
}

function setHeight(item: PlacedSubject, { stage, random, isUpper }: Height): void {
  const { layout, height } = stage
  const isMany = item.subject.count > 5
  const size = Math.min(1, Math.max(0, (item.height / 1000 - 0.14) / 0.4))
  if (item.habitat === 'ground' && (item.subject.where === 'front' || item.subject.where === 'back')) {
    item.y = item.subject.where === 'front' ? layout.standNear + height * 0.035 : layout.standFar - height * 0.01
    return
  }
  if (item.habitat === 'ground') {
    // The larger, the further back, so that small ones in front are never behind a wall.
    const share = isMany
      ? random.between(0, 0.35) + (isUpper ? 0 : 0.6)
      : item.subject.count > 3
        ? random.next()
        : 1 - size
    if (item.subject.count > 3) scaleBy(item, 0.84 + share * 0.3)
    item.y =
      layout.standFar +
      (layout.standNear - layout.standFar) * Math.max(0, Math.min(1, share + random.between(-0.12, 0.12)))
    return
  }
  if (item.habitat === 'water' && layout.water !== null) {
    const { far, near } = layout.water
    if (layout.submerged)
      item.y = random.between(far + item.height / 2, Math.max(far + item.height / 2, near)) - item.height / 2
    else item.y = far + (near - far) * Math.max(0.1, Math.min(1, 1 - size + random.between(-0.25, 0.25)))
    if (layout.submerged) item.y += item.height / 2
    return
  }
  const top = item.height / 2 + height * 0.05
  const bottom = layout.weightless
    ? height * 0.8 - item.height / 2
    : Math.max(top, layout.horizon * 0.74 - item.height / 2)
  const high = layout.weightless ? Math.max(top, height * 0.22) : top
  const low = Math.max(high, bottom)
  const span = (low - high) * 0.3
  const [from, to] = !isMany ? [high, low] : isUpper ? [high, high + span] : [low - span, low]
  item.y = random.between(from, to)
}

/** With a row in the air of its own, what stands below must leave it the sky. */
function clearAir(all: readonly PlacedSubject[], { height }: Stage): void {
  const flying = all.filter(({ habitat }) => habitat === 'air')
  if (flying.length === 0 || flying.length === all.length) return
  for (const item of flying) {
    item.height = Math.min(item.height, height * 0.26)
    item.width = item.height * (item.figure.view.width / item.figure.view.height)
    const below = all.filter(
      (other) => other.habitat !== 'air' && Math.abs(other.x - item.x) < (other.width + item.width) / 2,
    )
    const ceiling = Math.min(height * 0.45, ...below.map((other) => other.y - other.height))
    item.y = Math.max(item.height / 2 + height * 0.02, Math.min(item.y, ceiling - item.height * 0.55))
  }
}

/** What somebody rides on, and who it is, is seen to the top of his hat. */
function fitUnderTop(item: PlacedSubject, { height }: Stage): void {
  const room = item.y - item.lift - height * 0.015
  if (item.habitat !== 'air' && item.height > room && room > 0) scaleBy(item, room / item.height)
}

/** A windowsill is the window's own. */
function hangUnderWindow(item: PlacedSubject, { window }: Layout): void {
  if (window === null) return
  const { drawing, view } = item.figure
  const stand = drawing.stand ?? { from: view.x, to: view.x + view.width }
  const scale = (window.width + SILL_OVERHANG) / (stand.to - stand.from)
  item.width = view.width * scale
  item.height = view.height * scale
  item.x = window.x + window.width / 2 + (view.x + view.width / 2 - (stand.from + stand.to) / 2) * scale
  item.mirrored = false
  // Of the air: it throws no shadow on the floor.
  item.habitat = 'air'
  item.angle = 0
  item.y = window.y + window.height + SILL_DEPTH - item.height / 2
}

/** A branch reaches in from the left, whatever sits on it. */
function reachIn(item: PlacedSubject, { width, height }: Stage): void {
  const { drawing, view } = item.figure
  const { from, to } = drawing.stand ?? { from: view.x, to: view.x + view.width }
  const top = height * 0.9
  const scale = Math.min((width * 0.66) / (to - from), top / view.height)
  item.width = view.width * scale
  item.height = view.height * scale
  item.x = item.width / 2 - (from - view.x) * scale - width * 0.01
  item.mirrored = false
  item.habitat = 'air'
  item.angle = 0
  item.y = Math.max(item.height / 2 + height * 0.03, height * 0.68 - item.height / 2)
}

const SILL_OVERHANG = 84
const SILL_DEPTH = 60
