import type { Colour } from '../colour.ts'
import { darken, lighten } from '../colour.ts'
import type { Anatomy, Drawing } from './drawing.ts'

/** Many emoji are only a head. Alone in a landscape a head looks cut off, so these get a body to sit or stand with. */
interface Coat {
  coat: Colour
  belly: Colour
  paws: Colour
  tail: 'bushy' | 'short' | 'tuft' | 'ringed' | 'none'
}

/** Heads of animals that sit. To add one: an entry here. */
const coats: Readonly<Record<string, Coat>> = {
  fox: { coat: '#ff822d', belly: '#fff1e0', paws: '#5a3326', tail: 'bushy' },
  wolf: { coat: '#9b9b9b', belly: '#e6e6e6', paws: '#636363', tail: 'bushy' },
  bear: { coat: '#a56953', belly: '#d9a58a', paws: '#6d4534', tail: 'short' },
  'polar-bear': { coat: '#e6e6e6', belly: '#fbfbfb', paws: '#c9c9d2', tail: 'short' },
  panda: { coat: '#f4f4f4', belly: '#ffffff', paws: '#3f3546', tail: 'short' },
  koala: { coat: '#9b9b9b', belly: '#e3e3e3', paws: '#636363', tail: 'none' },
  lion: { coat: '#ffb02e', belly: '#ffe0a8', paws: '#d98a1f', tail: 'tuft' },
  raccoon: { coat: '#8c8c94', belly: '#d3d3d3', paws: '#4a4552', tail: 'ringed' },
  frog: { coat: '#00d26a', belly: '#fcd53f', paws: '#008d4c', tail: 'none' },
  hamster: { coat: '#ffb875', belly: '#fff1e0', paws: '#ff8f9c', tail: 'none' },
  unicorn: { coat: '#e6e6f2', belly: '#ffffff', paws: '#b4a5ff', tail: 'bushy' },
  moose: { coat: '#8c5543', belly: '#a97860', paws: '#5a3326', tail: 'short' },
  boar: { coat: '#6d4534', belly: '#8c6650', paws: '#402a32', tail: 'short' },
  'cat-face': { coat: '#ffb02e', belly: '#ffe0a8', paws: '#ff822d', tail: 'tuft' },
  'dragon-face': { coat: '#00d26a', belly: '#fcd53f', paws: '#008d4c', tail: 'tuft' },
}

const tails: Record<Coat['tail'], (coat: Coat) => string> = {
  none: () => '',
  short: ({ coat }) => `<circle cx="24.500" cy="38" r="2.800" fill="${darken(coat, 0.12)}"/>`,
  tuft: ({ coat, paws }) =>
    `<path fill="none" stroke="${coat}" stroke-width="2.400" stroke-linecap="round" d="M22 40c7 1 9-4 7-10"/><circle cx="28.800" cy="29" r="2.400" fill="${darken(paws, 0.15)}"/>`,
  bushy: ({ coat, belly }) =>
    `<path fill="${darken(coat, 0.08)}" d="M20 41c6 2 12-1 12-9 0-4-1.500-7-4-9 .5 6-3 9-8 12z"/><path fill="${belly}" d="M28 23c2.500 2 4 5 4 9-1.500-2-3-2.500-5-2 1-2 1.200-4 1-7z"/>`,
  ringed: ({ coat, paws }) =>
    `<path fill="none" stroke="${coat}" stroke-width="5" stroke-linecap="round" d="M22 40c6 0 8-5 6-11"/><path fill="none" stroke="${paws}" stroke-width="5" stroke-dasharray="2.200 3" d="M22 40c6 0 8-5 6-11"/>`,
}

/** The colour of its coat; null for drawings that are no such head. */
export function coatOf(name: string): Colour | null {
  return coats[name]?.coat ?? null
}

/** The emoji's head on a sitting body, or null for drawings that need none. */
export function seatedAnimal(name: string, head: string): Drawing | null {
  const coat = coats[name]
  if (coat === undefined) return null
  const shade = darken(coat.coat, 0.12)
  const body = `${tails[coat.tail](coat)}
<ellipse cx="9.600" cy="39.500" rx="4.600" ry="4" fill="${shade}"/><ellipse cx="22.400" cy="39.500" rx="4.600" ry="4" fill="${shade}"/>
<path fill="${coat.coat}" d="M16 19c6 0 8.500 8 8.500 14.500S21 43 16 43s-8.500-3-8.500-9.500S10 19 16 19z"/>
<ellipse cx="16" cy="31" rx="4.600" ry="7.500" fill="${coat.belly}"/>
<rect x="11.200" y="31" width="4" height="12" rx="2" fill="${coat.coat}"/><rect x="16.800" y="31" width="4" height="12" rx="2" fill="${shade}"/>
<ellipse cx="13" cy="42.200" rx="2.700" ry="1.800" fill="${coat.paws}"/><ellipse cx="19" cy="42.200" rx="2.700" ry="1.800" fill="${coat.paws}"/>
<g transform="translate(3.200 0) scale(.8)">${head}</g>`
  return { width: 33, height: 44, body, anatomy: ofSeated }
}

/** A person drawn to the shoulders gets a coat hem, legs and shoes below them. */
export function standingPerson(bust: string, clothes: Colour): Drawing {
  const trousers = darken(clothes, 0.45)
  const body = `<rect x="10.500" y="33" width="5" height="13" rx="1.800" fill="${trousers}"/><rect x="16.500" y="33" width="5" height="13" rx="1.800" fill="${darken(trousers, 0.15)}"/>
<path fill="#3a2f3f" d="M8.500 47.500c0-2 2-3 4.500-3h2.500v3zM23.500 47.500c0-2-2-3-4.500-3h-2.500v3z"/>
<path fill="${clothes}" d="M7 28h18l-1.300 10c-5 1.600-10.400 1.600-15.400 0z"/><path fill="${darken(clothes, 0.16)}" d="M16 28h9l-1.300 10c-2.400.8-5 1.200-7.700 1.200z"/>${bust}`
  return { width: 32, height: 48, body, anatomy: ofBust }
}

/** The robot's head on a metal body. */
export function standingRobot(head: string): Drawing {
  const body = `<path fill="#7a8496" d="M10.500 36h4v7h-4zM17.500 36h4v7h-4z"/><rect x="8.500" y="42" width="7" height="3.500" rx="1.500" fill="#4b5568"/><rect x="16.500" y="42" width="7" height="3.500" rx="1.500" fill="#4b5568"/>
<rect x="3.500" y="24" width="4" height="11" rx="2" fill="#98a3b5"/><rect x="24.500" y="24" width="4" height="11" rx="2" fill="#8590a3"/><circle cx="5.500" cy="35.500" r="2.400" fill="#f8312f"/><circle cx="26.500" cy="35.500" r="2.400" fill="#f8312f"/>
<rect x="8" y="22" width="16" height="15" rx="3" fill="#b9c3d2"/><path fill="#98a3b5" d="M17 22h4c1.700 0 3 1.300 3 3v9c0 1.700-1.300 3-3 3h-4z"/><rect x="11" y="26" width="10" height="6" rx="1.200" fill="#3d4658"/><circle cx="13.500" cy="29" r="1.200" fill="#00d26a"/><circle cx="16.800" cy="29" r="1.200" fill="#fcd53f"/>
<g transform="translate(3.500 -1) scale(.78)">${head}</g>`
  return { width: 32, height: 46, body, anatomy: ofRobot }
}

/** A face alone becomes a small figure with a shirt. */
export function smallFigure(face: string, shirt: Colour): Drawing {
  const shade = darken(shirt, 0.16)
  const body = `<rect x="11.500" y="31" width="4" height="11" rx="1.600" fill="#4b5a7d"/><rect x="16.500" y="31" width="4" height="11" rx="1.600" fill="#414f70"/>
<path fill="#3a2f3f" d="M9.500 44c0-2 2-3 4-3h2v3zM22.500 44c0-2-2-3-4-3h-2v3z"/>
<rect x="7" y="21" width="4" height="11" rx="2" fill="${shade}" transform="rotate(12 9 22)"/><rect x="21" y="21" width="4" height="11" rx="2" fill="${shade}" transform="rotate(-12 23 22)"/>
<circle cx="7.300" cy="32" r="1.800" fill="#ffc83d"/><circle cx="24.700" cy="32" r="1.800" fill="#ffc83d"/>
<path fill="${shirt}" d="M11 20h10c1.500 0 2.300 1 2.300 2.500L22.500 34h-13l-.8-11.500C8.700 21 9.500 20 11 20z"/><path fill="${lighten(shirt, 0.2)}" d="M12 25h8v1.600h-8z"/>
<g transform="translate(5.100 0) scale(.68)">${face}</g>`
  return { width: 32, height: 44, body, anatomy: ofSmallFigure }
}

/** Mirror images of each other: the right hand as one looks at it, then the left. */
function pair(x: number, y: number): Anatomy['hands'] {
  return [
    { x: 32 - x, y },
    { x, y },
  ]
}

const ofSeated: Anatomy = {
  head: { x: 16, y: 7.4, width: 19 },
  eyes: { x: 16, y: 12.8 },
  mouth: { x: 16, y: 17.6 },
  neck: { x: 16, y: 22.5, width: 15 },
  hands: pair(9.5, 31),
  feet: pair(13, 43.5),
}

const ofBust: Anatomy = {
  head: { x: 16, y: 6.4, width: 12.5 },
  eyes: { x: 16, y: 11.8 },
  mouth: { x: 16, y: 15.8 },
  neck: { x: 16, y: 20, width: 17 },
  hands: pair(6.5, 34),
  feet: pair(12, 47.5),
}

const ofRobot: Anatomy = {
  head: { x: 16, y: 3.4, width: 18 },
  eyes: { x: 16, y: 9.8 },
  mouth: { x: 16, y: 17 },
  neck: { x: 16, y: 22, width: 17 },
  hands: pair(5.5, 35.5),
  feet: pair(12, 45.5),
}

const ofSmallFigure: Anatomy = {
  head: { x: 16, y: 5.2, width: 15 },
  eyes: { x: 16, y: 10.6 },
  mouth: { x: 16, y: 15.2 },
  neck: { x: 16, y: 20, width: 15 },
  hands: pair(7.3, 32),
  feet: pair(12.5, 44),
}
