import { createCanvas, loadImage } from '@napi-rs/canvas'
import type { Colour } from '../colour.ts'
import type { Box } from '../painting.ts'
import { seatedAnimal, smallFigure, standingPerson, standingRobot } from './bodies.ts'
import type { Drawing, Lamp } from './drawing.ts'
import { emojiDrawing, emojiSet } from './emoji.ts'
import { ownDrawings } from './own-drawings.ts'
import { partsOf } from './parts-of-drawings.ts'

/** People drawn down to the shoulders. */
const busts =
  /^(?:(?:man|woman|person)-)?(?:artist|astronaut|construction-worker|cook|detective|factory-worker|farmer|firefighter|guard|health-worker|judge|mechanic|ninja|office-worker|pilot|police-officer|prince|princess|scientist|singer|student|technologist|mage|elf|superhero|supervillain|vampire|in-tuxedo|with-crown|with-veil|with-headscarf|with-skullcap|frowning|pouting|shrugging|tipping-hand|raising-hand)$/

const faces =
  /^(?:boy|girl|child|baby|man|woman|person|old-man|old-woman|older-person|santa-claus|mrs-claus|mx-claus|clown-face|(?:man|woman|person)-(?:bald|beard|blonde-hair|curly-hair|red-hair|white-hair|wearing-turban))$/

const shirts: Readonly<Record<string, Colour>> = {
  'santa-claus': '#e0342f',
  'mrs-claus': '#e0342f',
  woman: '#c74a8f',
  girl: '#ff7aa8',
  boy: '#3f8fd8',
  child: '#35b07a',
  baby: '#ffd35c',
  man: '#4a6fb5',
}

/** The whole figure for a drawing's name, or null when there is no such drawing. */
export async function resolveDrawing(name: string): Promise<Drawing | null> {
  const drawing = await findDrawn(name)
  const parts = partsOf(name)
  return drawing === null || parts === null ? drawing : { ...drawing, parts }
}

async function findDrawn(name: string): Promise<Drawing | null> {
  const own = Object.hasOwn(ownDrawings, name) ? ownDrawings[name] : undefined
  if (own !== undefined) return own
  if (name === 'pirate') return pirate()
  if (name === 'unicorn') return standingUnicorn()
  const emoji = emojiDrawing(aliases[name] ?? name)
  if (emoji === null) return null
  const seated = seatedAnimal(name, emoji.body)
  if (seated !== null) return seated
  if (name === 'robot') return standingRobot(emoji.body)
  if (isFace(name)) return smallFigure(emoji.body, shirtOf(name))
  if (isBust(name)) {
    return standingPerson(emoji.body, name.endsWith('mage') ? '#0f7fc4' : await commonestColour(emoji, HEM))
  }
  return withLight(name, emoji)
}

/** Kinds that have another's drawing in a colour of their own. */
const aliases: Readonly<Record<string, string>> = { goldfish: 'fish', pigeon: 'bird' }

/** A man with a patch over one eye and a black hat. */
function pirate(): Drawing | null {
  const man = emojiDrawing('man')
  if (man === null) return null
  const gear = `<path stroke="#2d2838" stroke-width="1.200" d="M5 11l22 7"/><circle cx="20.500" cy="16.200" r="3.400" fill="#2d2838"/><path fill="#2d2838" d="M2 10C3 4 9-2 16-2s13 6 14 12c-8-3.500-20-3.500-28 0z"/><path fill="#e8b84a" d="M2 10c8-3.500 20-3.500 28 0l-.3-2c-8-3-19.400-3-27.400 0z"/><circle cx="16" cy="2.600" r="2" fill="#fff"/><path fill="#fff" d="M14.800 4h2.400v1.800h-2.400z"/>`
  const figure = smallFigure(`${man.body}${gear}`, '#b03a3a')
  return { ...figure, height: figure.height + 2, body: `<g transform="translate(0 2)">${figure.body}</g>` }
}

/** The emoji is a head; this one can be ridden. */
function standingUnicorn(): Drawing | null {
  const horse = emojiDrawing('horse')
  if (horse === null) return null
  const body = horse.body
    .replace('#1c1c1c', UNICORN_MANE)
    .replaceAll('#a56953', '#f1eafa')
    .replaceAll('#6d4534', '#d6c8ea')
    .replaceAll('#e39d89', '#ffc2dc')
  const horn = `<path fill="#fcd53f" d="M4.300 3.900L2.600-3.800l4.200 6z"/><path fill="#e8b32f" d="M3.600.8l2-.1L6.800 2.200l-2.700.8z"/>`
  return { width: 32, height: 36, body: `<g transform="translate(0 4)">${body}${horn}</g>` }
}

const UNICORN_MANE: Colour = '#c77dff'

/** Only a face. */
export function isFace(name: string): boolean {
  return faces.test(name)
}

/** A person drawn to the shoulders. */
export function isBust(name: string): boolean {
  return busts.test(name) && emojiSet().categories.get(name) === 'People & Body'
}

/** What those wear who are only drawn as a face. */
export function shirtOf(name: string): Colour {
  return shirts[name] ?? '#7a6ac2'
}

const lamps: Readonly<Record<string, Lamp>> = {
  candle: { x: 16, y: 7, reach: 12, colour: '#ffc765' },
  fire: { x: 16, y: 18, reach: 20, colour: '#ff9a3d' },
  'jack-o-lantern': { x: 16, y: 18, reach: 14, colour: '#ffb03d' },
  'light-bulb': { x: 16, y: 12, reach: 14, colour: '#ffe78a' },
  'red-paper-lantern': { x: 16, y: 16, reach: 14, colour: '#ff8a5c' },
  'diya-lamp': { x: 16, y: 12, reach: 14, colour: '#ffc765' },
  'glowing-star': { x: 16, y: 16, reach: 18, colour: '#ffe78a' },
  star: { x: 16, y: 16, reach: 14, colour: '#ffe78a' },
  volcano: { x: 16, y: 8, reach: 16, colour: '#ff7a3d' },
  'crystal-ball': { x: 16, y: 14, reach: 14, colour: '#c79aff' },
  house: { x: 12, y: 20, reach: 9, colour: '#ffc765' },
  castle: { x: 16, y: 24, reach: 6, colour: '#ffc765' },
  comet: { x: 11, y: 21, reach: 14, colour: '#ff9a7a' },
  'flying-saucer': { x: 16, y: 22, reach: 14, colour: '#c8ff8a' },
  'phoenix-bird': { x: 16, y: 16, reach: 20, colour: '#ff9a3d' },
}

function withLight(name: string, drawing: Drawing): Drawing {
  const lamp = Object.hasOwn(lamps, name) ? lamps[name] : undefined
  return lamp === undefined ? drawing : { ...drawing, lamps: [lamp] }
}

/** The lower edge of a bust: what its shoulders wear. */
const HEM = { x: 3, y: 26, width: 26, height: 4 }

/** The commonest opaque colour of an emoji in a part of it. */
export async function commonestColour(emoji: Drawing, { x, y, width, height }: Box): Promise<Colour> {
  const image = await loadImage(Buffer.from(toSvg(emoji, { width: 32, height: 32 })))
  const canvas = createCanvas(32, 32)
  const pen = canvas.getContext('2d')
  pen.drawImage(image, 0, 0)
  const { data } = pen.getImageData(x, y, width, height)
  const counts = new Map<Colour, number>()
  for (let offset = 0; offset + 3 < data.length; offset += 4) {
    if ((data[offset + 3] ?? 0) < 250) continue
    const value = ((data[offset] ?? 0) << 16) | ((data[offset + 1] ?? 0) << 8) | (data[offset + 2] ?? 0)
    const colour: Colour = `#${value.toString(16).padStart(6, '0')}`
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const [most] = [...counts].sort((one, other) => other[1] - one[1])
  return most?.[0] ?? '#6a6a8a'
}

/** The whole drawing, or the part in `view`, at a size in pixels. */
export function toSvg(
  drawing: Drawing,
  size: { width: number; height: number },
  view = { x: 0, y: 0, width: drawing.width, height: drawing.height },
): string {
  const box = `${view.x} ${view.y} ${view.width} ${view.height}`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="${box}" preserveAspectRatio="none">${drawing.body}</svg>`
}
