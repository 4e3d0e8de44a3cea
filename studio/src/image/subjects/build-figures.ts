import type { SceneSubject } from '../prompt/scene.ts'
import { anatomyOf } from './anatomy.ts'
import { carry } from './carried.ts'
import type { Figure, Part, Placement } from './compose-figure.ts'
import { composeFigure } from './compose-figure.ts'
import type { Drawing } from './drawing.ts'
import { makeFigure } from './make-sprite.ts'
import { seatUpon } from './seats.ts'
import type { Tints } from './tint-drawing.ts'
import { untinted } from './tint-drawing.ts'
import { traitsOf, trueColourOf } from './traits.ts'
import { putToSleep } from './put-to-sleep.ts'
import { isForStems, putInside, withStem } from './vessels.ts'
import { wear } from './worn.ts'

/** One instance of a subject with all that it wears, holds, contains and bears. */
export interface BuiltFigure {
  figure: Figure
  /** The share of the figure's height that is the subject itself. */
  own: number
  /** The subjects of what came along, one entry for each instance. */
  carries: readonly SceneSubject[]
}

export interface Builder {
  /** All instances of a subject that nobody holds. */
  build(subject: SceneSubject): Promise<BuiltFigure[]>
}

/** As whom a subject is drawn: most drawings have one form, a portrait needs another. */
export type Resolve = (name: string) => Promise<Drawing | null>

export function makeBuilder(subjects: readonly SceneSubject[], resolve: Resolve): Builder {
  const cache = new Map<string, Promise<Figure | null>>()
  const plain = (name: string, tints: Tints): Promise<Figure | null> => {
    const key = `${name} ${tints.own ?? ''} ${tints.parts.map(({ part, colour }) => `${part} ${colour}`).join(' ')}`
    const made = cache.get(key) ?? makePlain(name, tints, resolve)
    cache.set(key, made)
    return made
  }
  const instance = async (subject: SceneSubject, nth: number): Promise<BuiltFigure | null> => {
    const riders = ridersOf(subjects, subject, nth)
    const bearer = subject.held === null ? undefined : subjects[subject.held.by]
    const own = subject.tints[nth % Math.max(1, subject.tints.length)] ?? trueColourOf(subject.drawing)
    const standing = await plain(formOf(subject, riders, bearer?.drawing), { own, parts: subject.parts })
    if (standing === null) return null
    const built: Rider[] = []
    for (const rider of riders) {
      const made = await instance(rider.subject, rider.nth)
      if (made === null) continue
      const isCut =
        rider.subject.held?.how === 'inside' && isForStems(subject.drawing) && hasStem(rider.subject.drawing)
      built.push({ ...rider, ...made, figure: isCut ? withStem(made.figure) : made.figure })
    }
    const carries = built.flatMap((rider) => [rider.subject, ...rider.carries])
    const isAsleep = subject.pose === 'asleep'
    // What a sleeper wears and holds lies down with him; what is upon him stands.
    const [lying, others] = isAsleep ? partHeld(built) : [[], built]
    const figure = isAsleep
      ? await putToSleep(subject.drawing, standing, placeRiders(subject, standing, lying))
      : standing
    if (others.length === 0) return { figure, own: 1, carries }
    const composed = await makeFigure(composeFigure(figure, placeRiders(subject, figure, others)), untinted)
    return { figure: composed, own: figure.view.height / composed.view.height, carries }
  }
  return {
    async build(subject) {
      const made: BuiltFigure[] = []
      for (let nth = 0; nth < subject.count; nth++) {
        const one = await instance(subject, nth)
        if (one !== null) made.push(one)
      }
      return made
    },
  }
}

async function makePlain(name: string, tints: Tints, resolve: Resolve): Promise<Figure | null> {
  const drawing = await resolve(name)
  return drawing === null ? null : makeFigure(drawing, tints)
}

interface Riding {
  subject: SceneSubject
  nth: number
}

type Rider = Riding & BuiltFigure

/** What is at a body, and what is not. */
function partHeld(riders: readonly Rider[]): [Rider[], Rider[]] {
  const isAtBody = ({ subject: { held } }: Rider): boolean => held?.how === 'worn' || held?.how === 'held'
  return [riders.filter(isAtBody), riders.filter((rider) => !isAtBody(rider))]
}

/** Shared out among all that bear them; one hat is worn by each. */
function ridersOf(subjects: readonly SceneSubject[], bearer: SceneSubject, nth: number): Riding[] {
  const by = subjects.indexOf(bearer)
  return subjects
    .filter((subject) => bearerOf(subjects, subject) === by)
    .flatMap((subject) => {
      const isForEach = subject.held?.how === 'worn' || subject.drawing === 'smoke'
      if (isForEach && subject.count < bearer.count) return [{ subject, nth }]
      const all = Array.from({ length: subject.count }, (_, index) => ({ subject, nth: index }))
      return all.filter((rider) => rider.nth % bearer.count === nth)
    })
}

/** Smoke of a house that has a chimney comes out of that. */
function bearerOf(subjects: readonly SceneSubject[], { drawing, held }: SceneSubject): number | null {
  if (held === null) return null
  const chimney = subjects.findIndex((other) => other.drawing === 'chimney' && other.held?.by === held.by)
  return drawing === 'smoke' && chimney >= 0 ? chimney : held.by
}

/** Some things look otherwise when they are held or bear something. */
function formOf({ drawing, held, where }: SceneSubject, riders: readonly Riding[], bearer?: string): string {
  if (drawing === 'bird' && where === 'air') return 'seagull'
  if (drawing === 'umbrella' && held?.how === 'held') return 'open-umbrella'
  if (drawing === 'scarf' && held?.how === 'worn') return 'worn-scarf'
  if (drawing === 'necktie' && held?.how === 'worn') return 'worn-tie'
  if (drawing === 'candle' && held?.how === 'upon') return 'thin-candle'
  if (drawing === 'bowl' && riders.some(({ subject }) => traitsOf(subject.drawing).habitat === 'water'))
    return 'fishbowl'
  if (drawing === 'egg' && bearer !== undefined && meals.has(bearer)) return 'halved-egg'
  if (drawing === 'birthday-cake' && riders.length > 0) return 'cake'
  return drawing
}

/** Eggs in these are boiled and cut; in a nest or a basket they are whole. */
const meals: ReadonlySet<string> = new Set([
  'steaming-bowl',
  'bowl',
  'bowl-with-spoon',
  'pot-of-food',
  'green-salad',
  'cooked-rice',
  'curry-rice',
  'shallow-pan-of-food',
  'spaghetti',
  'oden',
])

function placeRiders(subject: SceneSubject, bearer: Figure, riders: readonly Rider[]): Part[] {
  const ofKind = (how: NonNullable<SceneSubject['held']>['how']): Rider[] =>
    riders.filter((rider) => rider.subject.held?.how === how)
  const name = formOf(subject, riders)
  const anatomy = anatomyOf(name, bearer.drawing)
  const natural = (rider: Rider): number => naturalShare(rider, subject, bearer)
  const [worn, held] = [ofKind('worn'), ofKind('held')]
  const [inside, upon] = [ofKind('inside').toSorted(bySide), ofKind('upon').toSorted(bySide)]
  const join = (group: readonly Rider[], placements: readonly Placement[]): Part[] =>
    group.flatMap(({ figure }, index) => {
      const placement = placements[index]
      return placement === undefined ? [] : [{ figure, ...placement }]
    })
  const sized = (group: readonly Rider[]): { figure: Figure; natural: number; drawing: string }[] =>
    group.map((rider) => ({ figure: rider.figure, natural: natural(rider), drawing: rider.subject.drawing }))
  return [
    ...worn.flatMap((rider) =>
      wear(formOf(rider.subject, []), anatomy).map((placement) => ({ figure: rider.figure, ...placement })),
    ),
    ...join(inside, inside.length === 0 ? [] : putInside({ drawing: name, bearer, riders: sized(inside) })),
    ...join(upon, upon.length === 0 ? [] : seatUpon({ drawing: name, bearer, riders: sized(upon) })),
    ...held.map((rider, index) => ({
      figure: rider.figure,
      ...carry(
        {
          drawing: formOf(rider.subject, []),
          figure: rider.figure,
          bearer,
          anatomy,
          natural: natural(rider),
          scale: rider.subject.scale,
        },
        index,
        held.length,
      ),
    })),
  ]
}

/** "On the left of the table". */
function bySide(one: Rider, other: Rider): number {
  const order = ({ subject: { where } }: Rider): number => (where === 'left' ? -1 : where === 'right' ? 1 : 0)
  return order(one) - order(other)
}

function hasStem(drawing: string): boolean {
  return /^(?:tulip|rose|sunflower|blossom|hibiscus|hyacinth|cherry-blossom|rosette|lotus)$/.test(drawing)
}

/** What bears others is drawn this much larger than it would be by itself. */
const BEARER_BONUS = 1.3

/** The height of a rider as a share of its bearer's, by the sizes of both. */
function naturalShare(rider: Rider, bearer: SceneSubject, figure: Figure): number {
  const of = (subject: SceneSubject, { view }: Figure): number =>
    sizeAsPart(subject.drawing) * subject.scale * heightOfWide(view.width / view.height)
  return of(rider.subject, rider.figure) / rider.own / (of(bearer, figure) * BEARER_BONUS)
}

/** A bridge is long rather than high: what crosses it is not as small beside it as its size says. */
function sizeAsPart(drawing: string): number {
  return drawing.endsWith('bridge') ? 1.7 : traitsOf(drawing).size
}

/** Very wide things (a bridge, a pyramid) are measured by their width, else they would fill the picture. */
export function heightOfWide(ratio: number): number {
  return ratio > 1.5 ? 1.15 / ratio ** 0.55 : 1
}
