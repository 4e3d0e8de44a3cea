import type { Colour } from '../colour.ts'
import type { PlaceName } from '../places/places.ts'
import { places } from '../places/places.ts'
import type { TimeName } from '../sky/times.ts'
import { times } from '../sky/times.ts'
import type { WeatherName } from '../weathers/weathers.ts'
import { weathers } from '../weathers/weathers.ts'
import type { StyleName } from '../styles/styles.ts'
import { styles } from '../styles/styles.ts'
import type { MoodName } from './moods.ts'
import { moods } from './moods.ts'
import { wordList } from './word-list.ts'
import { colourWords, numberWords, seasons, sizeWords } from './plain-words.ts'
import type { Framing, Interior, Scene, Where } from './scene.ts'
import type { Hair } from './attributes.ts'
import { WOOD } from './attributes.ts'
import type { Relation } from './hold-subjects.ts'

export type Meaning =
  /** As an attribute ("a space rocket") it only counts where no place is named. */
  | { kind: 'place'; name: PlaceName | 'abstract'; isAttribute?: boolean }
  | { kind: 'interior'; name: Interior }
  /** "On a hill": of the thing before it. */
  | { kind: 'hill' }
  | { kind: 'time'; name: TimeName }
  | { kind: 'weather'; name: WeatherName }
  | { kind: 'mood'; name: MoodName }
  | { kind: 'style'; name: StyleName }
  | { kind: 'season'; name: Scene['season'] }
  | { kind: 'colour'; colour: Colour }
  | { kind: 'number'; count: number }
  | { kind: 'size'; scale: number }
  /** Of the thing before it; before an article ("on the left a cat") of the next; 'either' is a verb ("flying"). */
  | { kind: 'where'; where: Where; of: 'last' | 'either' }
  /** "On the left of": the thing before it there, the next on the other side. */
  | { kind: 'side'; where: 'left' | 'right' }
  | { kind: 'relation'; name: Relation }
  | { kind: 'framing'; name: Framing }
  /** "In different colours": of the thing before it, else of the next. */
  | { kind: 'many colours'; colours: readonly Colour[] }
  | { kind: 'material'; colour: Colour }
  /** Steam is to rise from what is named next. */
  | { kind: 'steaming' }
  /** "On his shoulder": the thing before it is on the being before that. */
  | { kind: 'on body'; part: 'top' | 'back' | 'arms' }
  /** After a colour: "purple lighting". */
  | { kind: 'light' }
  /** "A children's book illustration": taken, so that no word of it is drawn. */
  | { kind: 'nothing' }
  | { kind: 'feature'; name: Hair }
  /** After a colour: "blue tones". */
  | { kind: 'tones' }
  | { kind: 'backdrop' | 'sky' | 'sun' }
  | { kind: 'moon'; phase: Scene['moonPhase'] }
  | { kind: 'stars' | 'credit' | 'mars' }

/** Phrases after a noun that say where it is. */
const positions: Readonly<Record<Where, readonly string[]>> = {
  left: wordList(`on the left, to the left, at the left, in the left, on the left side, on the left hand side, at left, far left,
    on the far left, left`),
  right:
    wordList(`on the right, to the right, at the right, in the right, on the right side, on the right hand side, at right,
    far right, on the far right, right`),
  middle: wordList('in the middle, in the center, in the centre, at the center, at the centre, centered, centred'),
  air: wordList('in the sky, in the air, overhead, up high, high above, at the top'),
  water: wordList('in the water, on the water'),
  front: wordList('in the foreground, in front, foreground, at the bottom, at the front'),
  back: wordList('in the background, in the distance, far away, on the horizon, in the back, far off'),
  'top left': wordList(
    'in the top left corner, in the upper left corner, top left corner, upper left corner, top left, upper left',
  ),
  'top right':
    wordList(`in the top right corner, in the upper right corner, top right corner, upper right corner, top right,
    upper right, in the corner`),
  'bottom left': wordList('bottom left corner, lower left corner, bottom left, lower left'),
  'bottom right': wordList('bottom right corner, lower right corner, bottom right, lower right'),
}

/** What a thing does, before or after its name. */
const motions: Readonly<Record<string, Where>> = {
  flying: 'air',
  soaring: 'air',
  hovering: 'air',
  swimming: 'water',
  floating: 'water',
}

const tones: Readonly<Record<string, Meaning>> = {
  tones: { kind: 'tones' },
  tone: { kind: 'tones' },
  shades: { kind: 'tones' },
  hues: { kind: 'tones' },
  palette: { kind: 'tones' },
  tint: { kind: 'tones' },
  tinted: { kind: 'tones' },
  'color scheme': { kind: 'tones' },
  'colour scheme': { kind: 'tones' },
  'shades of': { kind: 'tones' },
  'tones of': { kind: 'tones' },
  'hues of': { kind: 'tones' },
}

const bodies: Readonly<Record<string, Meaning>> = {
  sky: { kind: 'sky' },
  background: { kind: 'backdrop' },
  backdrop: { kind: 'backdrop' },
  sun: { kind: 'sun' },
  'sun ray': { kind: 'sun' },
  sunlight: { kind: 'sun' },
  moon: { kind: 'moon', phase: 'full' },
  'crescent moon': { kind: 'moon', phase: 'crescent' },
  crescent: { kind: 'moon', phase: 'crescent' },
  'new moon': { kind: 'moon', phase: 'crescent' },
  'half moon': { kind: 'moon', phase: 'half' },
  moonlight: { kind: 'moon', phase: 'full' },
  'full moon': { kind: 'moon', phase: 'full' },
  stars: { kind: 'stars' },
  starry: { kind: 'stars' },
  'milky way': { kind: 'stars' },
  'style of': { kind: 'credit' },
  'inspired by': { kind: 'credit' },
  steaming: { kind: 'steaming' },
  smoking: { kind: 'steaming' },
  'steaming hot': { kind: 'steaming' },
  'piping hot': { kind: 'steaming' },
}

/** "On the head of a bear" is on the bear. */
const bodyPlacesOf = ['head', 'heads', 'back', 'backs', 'shoulder', 'shoulders', 'nose']
  .map((part) => `on the ${part} of`)
  .join(', ')

/** What stands between two things; of several words the longest counts. */
const relations: Readonly<Record<Relation, readonly string[]>> = {
  with: wordList(
    `with, topped with, filled with, full of, decorated with, covered with, covered in, having, has, that has`,
  ),
  wearing: wordList('wearing, wears, dressed in, dressed as, clad in, in a pair of'),
  holding:
    wordList(`holding, holds, carrying, carries, playing, plays, reading, reads, eating, eats, drinking, drinks, waving, juggling, planting, raising, lifting, throwing, catching,
    clutching, hugging, using, swinging, wielding, playing the, playing a, holding up`),
  of: ['of'],
  under: ['under', 'underneath', 'beneath'],
  on: wordList(`on, on top of, atop, onto, riding, rides, crossing, crosses, upon, across, ${bodyPlacesOf}`),
  in: wordList(`in, inside of, into, within, driving, drives, drives in, inside a, inside an, inside the, riding in`),
  over: ['over', 'above'],
  from: wordList('from, rising from, coming from, coming out of, rising out of, out of, above a cup of'),
  behind: wordList('behind, at the back of'),
  before: wordList('in front of'),
  between: wordList('between, in between'),
  beside: wordList('beside, next to, near, by, leaning against, leaning on, close to'),
  towards: wordList(
    'at, around, to, through, along, towards, toward, below, against, across from, following, looking at, chasing, fighting, facing',
  ),
}

const framings: Readonly<Record<Exclude<Framing, 'wide'>, readonly string[]>> = {
  close:
    wordList(`close up, closeup, up close, extreme close up, close up shot, close up photo, close up of, macro, macro shot,
    macro photo, macro photograph, product photo, product shot, packshot, food photo, food photography, detail shot`),
  portrait:
    wordList(`portrait, headshot, head shot, profile picture, profile photo, profile pic, avatar, selfie, mugshot, bust,
    passport photo, face of`),
  logo: wordList('logo, vector logo, logo design, app icon, icon, emblem, badge, sticker, insignia, crest, mascot'),
}

const rainbow: readonly Colour[] = [
  '#e3342f',
  '#ffd21f',
  '#2f6fe0',
  '#2fa84f',
  '#ff8a1f',
  '#8a3fc7',
  '#ff78b5',
  '#27c3bd',
]

const manyColours: Readonly<Record<string, readonly Colour[]>> = Object.fromEntries([
  ...wordList(`different colors, different colours, various colors, various colours, many colors, many colours, all colors,
    all colours, colorful, colourful, multicolored, multicoloured, multi colored, multi coloured, multicolor, multicolour,
    rainbow colored, rainbow coloured, rainbow colors, rainbow colours, all the colors of the rainbow, assorted colors,
    assorted colours, brightly colored, brightly coloured, bright colors, bright colours, vibrant colors, vibrant colours, motley,
    mixed colors, mixed colours, assorted`).map((word) => [word, rainbow]),
  ...wordList('pastel colored, pastel coloured').map((word) => [
    word,
    ['#f7b8c8', '#b8dff7', '#f9eab0', '#c5edc0', '#d9c4f2', '#fbd3b0'],
  ]),
])

/** Only where they change the look: tables are of wood as they come. */
const materials: Readonly<Record<string, Colour>> = {
  wooden: WOOD,
  stone: '#9c9890',
  marble: '#e6e3de',
  brick: '#b5573d',
  iron: '#6f747b',
  steel: '#8f98a3',
  metal: '#8f98a3',
  metallic: '#a9b2bd',
  bronze: '#a8713a',
  copper: '#c07a4a',
  concrete: '#a5a5a2',
}

const hairs: Readonly<Record<Hair, readonly string[]>> = {
  'red-hair': wordList('red hair, ginger hair, orange hair, red haired, redhead, redheaded, auburn hair'),
  'white-hair': wordList('white hair, grey hair, gray hair, silver hair, white haired, grey haired, gray haired'),
  'blonde-hair': wordList('blonde hair, blond hair, golden hair, yellow hair, blonde, blond, blonde haired'),
  'curly-hair': wordList('curly hair, curly haired, afro, curls'),
  bald: wordList('bald, bald head, shaved head'),
}

const heapWords = wordList('stack, pile, heap, slice, piece, kind, type, sort, breed, pot, portion, serving, loaf, can')

const bodyPlaces = ['his', 'her', 'its', 'their', 'the', 'a'].flatMap((whose) =>
  ['shoulder', 'head', 'back', 'nose'].map((part) => `on ${whose} ${part}`),
)
const inArms = ['his', 'her', 'its', 'their', 'the', 'one'].flatMap((whose) => [
  ...['lap', 'arm'].map((part) => `on ${whose} ${part}`),
  ...['arm', 'arms', 'hand', 'hands', 'mouth', 'beak', 'lap', 'paw', 'paws'].map((part) => `in ${whose} ${part}`),
])

const nothings =
  wordList(`children drawing, child drawing, kid drawing, children painting, children book illustration, children book, book illustration, picture book, comic book, birthday card,
  greeting card, happy birthday, trading card, book cover, magazine cover, phone wallpaper, portrait orientation, portrait mode,
  portrait format, landscape orientation, colored pencil, coloured pencil, pencil, crayon, christmas card, happy new year,
  merry christmas, happy easter, happy halloween, 3d render, low poly, unreal engine, octane render, game engine, drinking water`)

const interiors: readonly (readonly [string, Interior])[] = [
  ['kitchen', 'kitchen'],
  ['restaurant kitchen', 'kitchen'],
  ['bedroom', 'bedroom'],
]

const hilltops = ['a', 'the', 'top of a', 'top of the', 'a green', 'a grassy', 'a small', 'a high', 'a big']
  .flatMap((which) => [`on ${which} hill`, `on ${which} hilltop`])
  .concat('atop a hill', 'atop the hill', 'on hilltop')

/** They lead through any place; only where none is named they are a town's. */
const ways: ReadonlySet<string> = new Set(['road', 'highway'])

const abstractWords = [
  'abstract',
  'geometric',
  'mandala',
  'fractal',
  'psychedelic',
  'flow field',
  'generative',
  'kaleidoscope',
  'bauhaus',
  'abstraction',
]

let vocabulary: ReadonlyMap<string, readonly Meaning[]> | null = null

/** What a phrase of one to four words means for the scene; a phrase may mean two things ("sunny": day and clear). */
export function meaningsOf(phrase: string): readonly Meaning[] {
  vocabulary ??= makeVocabulary()
  return vocabulary.get(phrase) ?? []
}

function makeVocabulary(): Map<string, readonly Meaning[]> {
  const all = new Map<string, readonly Meaning[]>()
  const add = (word: string, meaning: Meaning): void => {
    all.set(word, [...(all.get(word) ?? []), meaning])
  }
  for (const name of keysOf(places))
    for (const word of places[name].words)
      add(word, { kind: 'place', name, ...(ways.has(word) ? { isAttribute: true } : {}) })
  for (const name of keysOf(times)) for (const word of times[name].words) add(word, { kind: 'time', name })
  for (const name of keysOf(weathers)) for (const word of weathers[name].words) add(word, { kind: 'weather', name })
  for (const name of keysOf(moods)) for (const word of moods[name].words) add(word, { kind: 'mood', name })
  for (const name of keysOf(styles)) for (const word of styles[name].words) add(word, { kind: 'style', name })
  for (const word of ['candlelight', 'candlelit']) add(word, { kind: 'time', name: 'night' })
  for (const word of ['candlelight', 'candlelit', 'breakfast', 'lunch', 'dinner', 'supper', 'at home'])
    add(word, { kind: 'place', name: 'room', isAttribute: true })
  for (const [word, name] of interiors) add(word, { kind: 'interior', name })
  for (const word of hilltops) {
    add(word, { kind: 'place', name: 'meadow', isAttribute: true })
    add(word, { kind: 'hill' })
  }
  for (const word of ['mars', 'martian', 'red planet']) {
    add(word, { kind: 'place', name: 'desert' })
    add(word, { kind: 'mars' })
  }
  for (const word of abstractWords) add(word, { kind: 'place', name: 'abstract' })
  for (const word of keysOf(seasons)) add(word, { kind: 'season', name: seasons[word] })
  for (const [word, colour] of Object.entries(colourWords)) add(word, { kind: 'colour', colour })
  for (const [word, count] of Object.entries(numberWords)) add(word, { kind: 'number', count })
  // "A stack of three pancakes": the number is what follows.
  for (const word of bodyPlaces) add(word, { kind: 'on body', part: 'back' })
  for (const word of inArms) add(word, { kind: 'on body', part: 'arms' })
  for (const word of ['on top', 'on top of it', 'on top of them', 'on it']) add(word, { kind: 'on body', part: 'top' })
  for (const word of ['bouquet of', 'bunch of']) add(word, { kind: 'number', count: 5 })
  for (const word of nothings) add(word, { kind: 'nothing' })
  for (const word of ['lighting', 'light', 'glow', 'ambience', 'backlight']) add(word, { kind: 'light' })
  for (const word of heapWords) add(`${word} of`, { kind: 'number', count: 1 })
  for (const [word, scale] of Object.entries(sizeWords)) add(word, { kind: 'size', scale })
  for (const where of keysOf(positions))
    for (const word of positions[where]) add(word, { kind: 'where', where, of: 'last' })
  for (const name of keysOf(relations)) for (const word of relations[name]) add(word, { kind: 'relation', name })
  for (const name of keysOf(framings)) for (const word of framings[name]) add(word, { kind: 'framing', name })
  for (const name of keysOf(hairs)) for (const word of hairs[name]) add(word, { kind: 'feature', name })
  for (const [word, colours] of Object.entries(manyColours)) add(word, { kind: 'many colours', colours })
  for (const [word, colour] of Object.entries(materials)) add(word, { kind: 'material', colour })
  for (const where of ['left', 'right'] as const) {
    for (const word of [`on the ${where} of`, `to the ${where} of`, `${where} of`, `on the ${where} side of`])
      add(word, { kind: 'side', where })
    for (const sheet of ['picture', 'image', 'frame', 'painting', 'scene', 'canvas'])
      add(`on the ${where} of the ${sheet}`, { kind: 'where', where, of: 'last' })
  }
  for (const [word, where] of Object.entries(motions)) add(word, { kind: 'where', where, of: 'either' })
  for (const [word, meaning] of Object.entries({ ...tones, ...bodies })) add(word, meaning)
  return all
}

function keysOf<T extends object>(table: T): Extract<keyof T, string>[] {
  const isKey = (key: string): key is Extract<keyof T, string> => Object.hasOwn(table, key)
  return Object.keys(table).filter(isKey)
}
