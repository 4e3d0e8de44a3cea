import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import { fade, mix } from '../image/colour.ts'
import type { Painting } from '../image/painting.ts'
import { findBox } from '../image/pixels/find-box.ts'
import { flush, freeCanvas, readPixels } from '../image/pixels/pixels.ts'
import { fillEllipse } from '../image/shapes.ts'
import type { PlacedSubject } from '../image/subjects/arrange-subjects.ts'
import { emojiSet } from '../image/subjects/emoji.ts'
import { paintSubject } from '../image/subjects/paint-subjects.ts'
import type { Random } from '../image/random.ts'
import type { Interrupt } from './film.ts'
import { applyStyle } from './paint-layers.ts'
import type { Frame, Stage } from './stage.ts'
import { depths, depthAt } from './stage.ts'

/** How a subject is off its place at one moment. */
interface Offset {
  x: number
  y: number
  /** Radians about its foot (about its middle in the air). */
  turn: number
  /** 1 = as it is; more is higher and thinner. */
  stretch: number
}

interface Motion {
  /** It leaves the ground or its place: its shadow stays behind. */
  isOffGround: boolean
  /** In shares of the subject's height. */
  at(seconds: number, phase: number): Offset
}

const rest: Offset = { x: 0, y: 0, turn: 0, stretch: 1 }
const wave = (seconds: number, hertz: number, phase: number): number => Math.sin(seconds * hertz * Math.PI * 2 + phase)

/** To add a way to move: an entry here and a line in `motionOf`. */
const motions = {
  still: { isOffGround: false, at: () => rest },
  breathe: {
    isOffGround: false,
    at: (seconds, phase) => ({
      ...rest,
      stretch: 1 + 0.014 * wave(seconds, 0.55, phase),
      turn: 0.018 * wave(seconds, 0.3, phase),
    }),
  },
  sway: { isOffGround: false, at: (seconds, phase) => ({ ...rest, turn: 0.028 * wave(seconds, 0.32, phase) }) },
  flicker: {
    isOffGround: false,
    at: (seconds, phase) => ({ ...rest, stretch: 1 + 0.03 * wave(seconds, 2.3, phase) * wave(seconds, 1.1, 0) }),
  },
  bob: {
    isOffGround: false,
    at: (seconds, phase) => ({
      x: 0.05 * wave(seconds, 0.11, phase),
      y: 0.022 * wave(seconds, 0.42, phase),
      turn: 0.035 * wave(seconds, 0.34, phase + 1),
      stretch: 1,
    }),
  },
  hover: {
    isOffGround: true,
    at: (seconds, phase) => ({
      x: 0.12 * wave(seconds, 0.13, phase),
      y: 0.07 * wave(seconds, 0.31, phase),
      turn: 0.03 * wave(seconds, 0.23, phase),
      stretch: 1,
    }),
  },
  flutter: {
    isOffGround: true,
    at: (seconds, phase) => ({
      x: 0.5 * wave(seconds, 0.17, phase),
      y: 0.2 * wave(seconds, 0.45, phase) + 0.06 * wave(seconds, 2.6, phase),
      turn: 0.2 * wave(seconds, 0.6, phase),
      stretch: 1 + 0.1 * wave(seconds, 5, phase),
    }),
  },
  hop: {
    isOffGround: true,
    at: (seconds, phase) => {
      const step = (seconds * 1.5 + phase) % 1
      const height = Math.max(0, Math.sin(step * Math.PI * 1.4))
      return { x: 0, y: -0.11 * height, turn: 0.03 * wave(seconds, 0.75, phase), stretch: 1 + 0.05 * height }
    },
  },
  dance: {
    isOffGround: true,
    at: (seconds, phase) => ({
      x: 0.06 * wave(seconds, 0.9, phase),
      y: -0.05 * Math.abs(wave(seconds, 0.9, phase)),
      turn: 0.14 * wave(seconds, 0.9, phase),
      stretch: 1 + 0.03 * wave(seconds, 1.8, phase),
    }),
  },
  shake: {
    isOffGround: false,
    at: (seconds, phase) => ({ ...rest, y: 0.006 * wave(seconds, 6, phase), turn: 0.006 * wave(seconds, 3.1, phase) }),
  },
} satisfies Record<string, Motion>
type MotionName = keyof typeof motions

/** Verbs of the prompt outdo what a thing does by nature. */
const verbs: readonly (readonly [RegExp, MotionName])[] = [
  [/\bdanc(?:es?|ing)\b/i, 'dance'],
  [/\b(?:jump(?:s|ing)?|hop(?:s|ping)?|bounc(?:es?|ing)|leap(?:s|ing)?|runs?|running|play(?:s|ing)?)\b/i, 'hop'],
  [/\b(?:still|motionless|frozen|sleeps?|sleeping|statue)\b/i, 'still'],
]
const flutterers = /butterfly|bee|bat$|mosquito|leaf|fairy|dove|bird$|^bird/
const plants =
  /tree|flower|tulip|rose|sunflower|blossom|cactus|herb|bamboo|seedling|bouquet|plant|palm|rice|hibiscus|lotus|corn/
const flames = /fire|candle|flame|lantern|campfire/
const vehicles =
  /automobile|car$|bus$|truck|lorry|taxi|locomotive|tram|train|motorcycle|scooter|tractor|minibus|ambulance|robot/

function motionOf({ subject, habitat }: PlacedSubject, prompt: string): MotionName {
  const { drawing } = subject
  const category = emojiSet().categories.get(drawing)
  const isAlive = category === 'Animals & Nature' || category === 'People & Body'
  if (flames.test(drawing)) return 'flicker'
  if (plants.test(drawing)) return 'sway'
  if (isAlive || category === 'Smileys & Emotion') {
    const asked = verbs.find(([words]) => words.test(prompt))?.[1]
    if (asked !== undefined && habitat === 'ground') return asked
  }
  if (habitat === 'air') return flutterers.test(drawing) ? 'flutter' : 'hover'
  if (habitat === 'water') return 'bob'
  if (vehicles.test(drawing)) return 'shake'
  return isAlive ? 'breathe' : 'still'
}

/** Verbs of travel: what can go crosses the picture, in the direction in which it faces. */
const travels =
  /\b(?:driv(?:es?|ing)|fl(?:y|ies|ying)|sail(?:s|ing)?|swim(?:s|ming)?|walk(?:s|ing)?|rac(?:es?|ing)|soar(?:s|ing)?|gallop(?:s|ing)?|run(?:s|ning)?|travel(?:s|l?ing)?|row(?:s|ing)?|drift(?:s|ing)?|glid(?:es?|ing)|cross(?:es|ing)?|chas(?:es?|ing)|marching|heading|moving)\b/i
/** Units a second, of a subject of 300 units. */
const TRAVEL_SPEED = 26

interface Actor {
  item: PlacedSubject
  motion: Motion
  phase: number
  /** Heights a second. */
  speed: number
  sprite: Canvas
  /** Where the sprite lies on the stage, in units. */
  box: { x: number; y: number; width: number; height: number }
}

/** Subjects in motion, from back to front. */
export async function makeActors(
  painting: Painting,
  placed: readonly PlacedSubject[],
  prompt: string,
  context: Interrupt,
): Promise<Actor[]> {
  const actors: Actor[] = []
  const random = painting.random('actors')
  for (const item of placed) {
    actors.push(await makeActor(painting, item, { prompt, random, context }))
    await pauseUnlessAborted(context)
  }
  return actors
}

interface Direction {
  prompt: string
  random: Random
  context: Interrupt
}

async function makeActor(
  painting: Painting,
  item: PlacedSubject,
  { prompt, random, context }: Direction,
): Promise<Actor> {
  const name = motionOf(item, prompt)
  const motion: Motion = motions[name]
  const canTravel = name !== 'still' && name !== 'sway' && name !== 'flicker'
  // Painted as flying, it comes without shadow and grass over its feet: those stay where they are.
  const isLifted = motion.isOffGround && item.habitat === 'ground'
  const painted: PlacedSubject = isLifted ? { ...item, habitat: 'air', y: item.y - item.height / 2 } : item
  const canvas = createCanvas(painting.canvas.width, painting.canvas.height)
  const pen = canvas.getContext('2d')
  pen.scale(painting.pixelsPerUnitX, painting.pixelsPerUnitY)
  await paintSubject({ ...painting, canvas, pen }, painted)
  return {
    item,
    motion,
    phase: random.between(0, Math.PI * 2),
    // The drawings face left.
    speed: canTravel && travels.test(prompt) ? (TRAVEL_SPEED * (item.mirrored ? 1 : -1) * item.height) / 300 : 0,
    ...trim(painting, await applyStyle(painting, canvas, context)),
  }
}

/** Takes the canvas. The part of it that holds anything: twenty whole canvases would be hundreds of megabytes. */
function trim({ pixelsPerUnitX, pixelsPerUnitY }: Painting, canvas: Canvas): Pick<Actor, 'sprite' | 'box'> {
  const { x, y, width, height } = findBox(readPixels(canvas), 3)
  const size = { width: Math.max(1, width), height: Math.max(1, height) }
  const sprite = createCanvas(size.width, size.height)
  sprite.getContext('2d').drawImage(canvas, -x, -y)
  flush(sprite)
  freeCanvas(canvas)
  const box = {
    x: x / pixelsPerUnitX,
    y: y / pixelsPerUnitY,
    width: size.width / pixelsPerUnitX,
    height: size.height / pixelsPerUnitY,
  }
  return { sprite, box }
}

/** In the order in which they were painted on the stage: from back to front. */
export function paintActors(
  stage: Stage,
  painting: Painting,
  actors: readonly Actor[],
  durationSeconds: number,
): (frame: Frame) => void {
  const shadow = fade(mix(painting.light.ambient, '#0e0b28', 0.85), 0.28)
  const offsetOf = ({ item, motion, phase, speed }: Actor, seconds: number): Offset => {
    const { x, y, turn, stretch } = motion.at(seconds, phase)
    const travelled = speed * (seconds - durationSeconds / 2)
    return { x: x * item.height + travelled, y: y * item.height, turn, stretch }
  }
  return (frame) => {
    const { pen, seconds } = frame
    for (const actor of actors) {
      const { item, motion, sprite, box } = actor
      const offset = offsetOf(actor, seconds)
      const isInAir = item.habitat === 'air' || stage.layout.submerged
      if (isInAir) frame.look(stage.layout.weightless ? depths.ground : AIR_DEPTH)
      else frame.look(depthAt(stage, item.y), depths.ground)
      if (motion.isOffGround && !isInAir)
        paintShadow(frame, item, { x: item.x + offset.x, lift: -offset.y / item.height, shadow })
      const pivot = isInAir || !motion.isOffGround ? item.y : item.y - item.height * 0.1
      pen.save()
      pen.translate(item.x + offset.x, pivot + offset.y)
      pen.rotate(offset.turn)
      pen.scale(2 - offset.stretch, offset.stretch)
      pen.drawImage(sprite, box.x - item.x, box.y - pivot, box.width, box.height)
      pen.restore()
    }
  }
}

/** What flies is nearer than the clouds and further than what stands. */
const AIR_DEPTH = 0.7

/** Smaller and paler the higher it is above it. */
function paintShadow(
  { pen }: Frame,
  item: PlacedSubject,
  { x, lift, shadow }: { x: number; lift: number; shadow: string },
): void {
  const share = Math.max(0.5, 1 - lift * 2)
  pen.fillStyle = shadow
  fillEllipse(pen, x, item.y - 1, item.width * 0.42 * share, Math.max(4, item.height * 0.03) * share)
}
