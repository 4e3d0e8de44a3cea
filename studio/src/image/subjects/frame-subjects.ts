import type { Colour } from '../colour.ts'
import type { Scene, SceneSubject } from '../prompt/scene.ts'
import type { PlacedSubject, Stage } from './arrange-subjects.ts'
import { emojiSet } from './emoji.ts'
import { scaleBy } from './scale-by.ts'
import { orderRow } from './place-near.ts'

type Framed = Pick<Scene, 'framing' | 'subjects'>

/** More than these side by side are no close-up. */
const CLOSE_MAX = 6

/** Shown as in a wide picture: a crowd fits no other frame. */
export function isWide({ framing, subjects }: Framed): boolean {
  const free = subjects.filter(({ held }) => held === null).reduce((sum, { count }) => sum + count, 0)
  return framing === 'wide' || free > CLOSE_MAX
}

/** Food seen from near stands on a table that fills the lower part of the picture, asked for or not. */
export function standsOnTable(scene: Framed): boolean {
  if (scene.framing !== 'close' || scene.subjects.length === 0) return false
  const { categories } = emojiSet()
  return (
    scene.subjects.some((subject) => isTableTop(scene, subject)) ||
    scene.subjects.every(({ drawing, held }) => held !== null || categories.get(drawing) === 'Food & Drink')
  )
}

/** The table of a close-up is its ground and not one of its things. */
export function isTableTop({ framing, subjects }: Framed, subject: SceneSubject): boolean {
  return framing === 'close' && topOf(subject.drawing) !== null && subject.held === null && subjects.length > 1
}

/** What the things of a close-up stand on. */
export function groundOf(scene: Framed): string {
  return scene.subjects.find((subject) => isTableTop(scene, subject))?.drawing ?? 'table'
}

/** What fills the foreground of a close-up, by its colour. */
export function topOf(drawing: string): Colour | null {
  return Object.hasOwn(tops, drawing) ? (tops[drawing] ?? null) : null
}

const tops: Readonly<Record<string, Colour>> = {
  table: '#b98255',
  shelf: '#b98255',
  windowsill: '#efe6d6',
  wood: '#a8713f',
}

/** Stands by itself, as far as the picture shows it. */
export function isFree(scene: Framed, subject: SceneSubject): boolean {
  if (isTableTop(scene, subject)) return false
  const bearer = subject.held === null ? undefined : scene.subjects[subject.held.by]
  return bearer === undefined || isTableTop(scene, bearer)
}

/** One row, as large as the frame wants and the picture allows. */
export function frameSubjects(scene: Scene, groups: readonly PlacedSubject[][], stage: Stage): void {
  const { framing } = scene
  const { width, height } = stage
  const order = { left: -1, middle: 0, right: 1 } as const
  const sideOf = ([item]: PlacedSubject[]): number => {
    const where = item?.subject.where
    return where === 'left' || where === 'middle' || where === 'right' ? order[where] : 0
  }
  const sorted = groups.toSorted((one, other) => sideOf(one) - sideOf(other))
  const items = orderRow(scene, sorted, sorted.flat())
  const share = framing === 'portrait' ? 0.86 : framing === 'logo' ? 0.58 : 0.64
  const room = framing === 'portrait' ? 0.94 : framing === 'logo' ? 0.66 : 0.84
  const tallest = Math.max(...items.map((item) => item.height))
  const total = items.reduce((sum, item) => sum + item.width, 0)
  const scale = Math.min((height * share) / tallest, (width * room) / total)
  const gap = Math.max(0, Math.min(width * 0.05, (width * 0.94 - total * scale) / (items.length + 1)))
  let x = (width - total * scale - gap * (items.length - 1)) / 2
  for (const item of items) {
    scaleBy(item, scale)
    item.x = x + item.width / 2
    x += item.width + gap
    item.angle = 0
    if (framing !== 'close') item.habitat = 'air'
    item.y = footOf(item, stage, framing)
  }
}

function footOf({ habitat, height }: PlacedSubject, stage: Stage, framing: Scene['framing']): number {
  switch (framing) {
    // Cut by the lower edge.
    case 'portrait':
      return stage.height - height / 2 + 2
    case 'logo':
      return stage.height / 2
    case 'close':
    case 'wide':
      return habitat === 'air' ? stage.height * 0.48 : stage.height * 0.86
  }
}
