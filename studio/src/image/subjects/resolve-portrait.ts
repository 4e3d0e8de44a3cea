import type { Colour } from '../colour.ts'
import { darken, lighten } from '../colour.ts'
import { coatOf } from './bodies.ts'
import type { Anatomy, Drawing } from './drawing.ts'
import { emojiDrawing } from './emoji.ts'
import { commonestColour, isBust, isFace, resolveDrawing, shirtOf } from './resolve-drawing.ts'

/** Head and shoulders for a drawing's name; the whole where it has no head of its own. */
export async function resolvePortrait(name: string): Promise<Drawing | null> {
  const emoji = emojiDrawing(name)
  if (emoji !== null && isFace(name)) return shoulders(emoji.body, shirtOf(name))
  const whole = await resolveDrawing(name)
  if (emoji !== null && isBust(name)) return whole === null ? null : { ...emoji, ...anatomyIn(whole) }
  const coat = coatOf(name)
  if (emoji !== null && coat !== null) return chest(emoji.body, coat)
  const face = emojiDrawing(`${name}-face`)
  return face === null ? whole : chest(face.body, await commonestColour(face, { x: 0, y: 0, width: 32, height: 32 }))
}

function anatomyIn({ anatomy }: Drawing): Pick<Drawing, 'anatomy'> {
  return anatomy === undefined ? {} : { anatomy }
}

function shoulders(face: string, shirt: Colour): Drawing {
  const shade = darken(shirt, 0.16)
  const body = `<path fill="${shirt}" d="M20 29c10 0 18 4 19 18H1c1-14 9-18 19-18z"/><path fill="${shade}" d="M31 32c5 2.500 7.500 7 8 15h-8z"/><path fill="#e0a528" d="M15 26h10v5c0 3-2 5-5 5s-5-2-5-5z"/><path fill="${lighten(shirt, 0.25)}" d="M13 29.600l2-.4c.5 3.300 2.300 5.300 5 5.300s4.500-2 5-5.300l2 .4c-.6 4.700-3.200 7.400-7 7.400s-6.400-2.700-7-7.400z"/><g transform="translate(4 0)">${face}</g>`
  return { width: 40, height: 47, body, anatomy: ofPortrait }
}

function chest(face: string, coat: Colour): Drawing {
  const body = `<path fill="${coat}" d="M20 22c11 0 17 9 18 25H2c1-16 7-25 18-25z"/><path fill="${darken(coat, 0.12)}" d="M30 26c5 4 7.500 11 8 21h-7z"/><g transform="translate(4 0)">${face}</g>`
  return { width: 40, height: 47, body, anatomy: ofPortrait }
}

const ofPortrait: Anatomy = {
  head: { x: 20, y: 8, width: 21.5 },
  eyes: { x: 20, y: 15.4 },
  mouth: { x: 20, y: 21.6 },
  neck: { x: 20, y: 30, width: 20 },
  hands: [
    { x: 33, y: 45 },
    { x: 7, y: 45 },
  ],
  feet: [
    { x: 16, y: 47 },
    { x: 24, y: 47 },
  ],
}
