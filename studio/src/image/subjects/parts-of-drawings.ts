import type { Colour } from '../colour.ts'

/** The parts of a drawing by the colours its SVG has for them: the first colour is that of most of the part. */
export type Parts = Readonly<Partial<Record<PartName, readonly [Colour, ...Colour[]]>>>

/**
 * 'body' is what takes the colour a thing is asked for in, whatever its own hues; a drawing without one takes it where
 * its main hue is. 'coat' is that of an animal: beak, feet and eyes are no part of it. The others only change when they are named themselves: "with a red roof".
 */
export type PartName =
  | 'body'
  | 'coat'
  | 'stripe'
  | 'roof'
  | 'door'
  | 'window'
  | 'wheel'
  | 'sail'
  | 'hull'
  | 'mane'
  | 'wing'
  | 'fin'
  | 'ribbon'
  | 'frame'

export function partsOf(drawing: string): Parts | null {
  return Object.hasOwn(partsOfDrawings, drawing) ? (partsOfDrawings[drawing] ?? null) : null
}

/** The part of a drawing that a word names; null = it has no such part, or none that can be told apart. */
export function findPart(drawing: string, word: string): PartName | null {
  const parts = partsOf(drawing)
  if (parts === null) return null
  const name = namesOf(parts).find((each) => each === word || (each === 'wheel' && word === 'tyre'))
  return name === undefined || name === 'body' || name === 'coat' ? null : name
}

function namesOf(parts: Parts): PartName[] {
  const isName = (key: string): key is PartName => Object.hasOwn(parts, key)
  return Object.keys(parts).filter(isName)
}

const glass: readonly [Colour] = ['#26c9fc']
const tyre: readonly [Colour] = ['#321b41']

/** To add a part: its colours here, as the drawing's SVG has them. */
const partsOfDrawings: Readonly<Record<string, Parts>> = {
  automobile: { body: ['#f8312f'], window: glass, wheel: tyre },
  taxi: { body: ['#f9c23c'], window: glass, wheel: ['#212121'] },
  bus: { body: ['#ffb02e', '#e6e6e6'], window: glass, wheel: ['#212121'] },
  minibus: { body: ['#d3d3d3', '#8d65c5'], window: ['#00a6ed'], wheel: ['#212121'] },
  'police-car': { body: ['#636363', '#d3d3d3'], window: glass, wheel: tyre },
  'pickup-truck': { body: ['#f8312f'], window: ['#50e2ff'], wheel: tyre },
  'sport-utility-vehicle': { body: ['#5092ff'], window: glass, wheel: tyre },
  'racing-car': { body: ['#f8312f', '#ca0b4a'], wheel: tyre },
  tractor: { body: ['#00f397', '#008463'], window: glass, wheel: tyre },
  'delivery-truck': { body: ['#fcd53f', '#ff822d'], window: glass, wheel: tyre },
  'articulated-lorry': { body: ['#00f397', '#d3d3d3', '#00d26a'], window: ['#00a6ed'], wheel: tyre },
  'fire-engine': { body: ['#f8312f'], window: glass, wheel: tyre },
  ambulance: { body: ['#f92f60', '#e6e6e6'], window: glass, wheel: ['#433b6b'] },
  locomotive: { body: ['#f92f60', '#636363'] },
  'tram-car': { body: ['#f92f60', '#d3d3d3'], window: ['#00a6ed'] },
  'bullet-train': { body: ['#e6e6e6', '#d3d3d3', '#46a4fb'], window: glass },
  rocket: { body: ['#f4f4f4', '#f92f60', '#ca0b4a'], fin: ['#f92f60', '#ca0b4a'], window: ['#83cbff'] },
  'flying-saucer': { body: ['#9b9b9b', '#d3d3d3'], window: glass },
  airplane: { body: ['#cdc4d6', '#0084ce'], wing: ['#0084ce'] },
  'small-airplane': { body: ['#f92f60', '#cdc4d6'], wing: ['#f92f60'] },
  helicopter: { body: ['#ff822d'], window: ['#00a6ed'] },
  'hot-air-balloon': { body: ['#fcd53f', '#ff822d', '#f8312f'] },
  bicycle: { body: ['#f92f60'], wheel: tyre },
  'man-biking': { frame: ['#f8312f'] },
  'woman-biking': { frame: ['#f8312f'] },
  'person-biking': { frame: ['#f8312f'] },
  motorcycle: { body: ['#f92f60', '#ff822d'], wheel: tyre },
  'motor-scooter': { body: ['#f92f60', '#ca0b4a'], wheel: ['#433b6b'] },
  skateboard: { body: ['#635994'], wheel: ['#ca0b4a'] },
  'passenger-ship': { body: ['#cdc4d6'], hull: ['#cdc4d6'], window: ['#00a6ed'] },
  ship: { body: ['#ca0b4a', '#cdc4d6'], hull: ['#ca0b4a'] },
  ferry: { body: ['#0084ce', '#cdc4d6'], hull: ['#0084ce'] },
  'motor-boat': { body: ['#f8312f', '#cdc4d6'] },
  speedboat: { body: ['#ff822d', '#d3d3d3'], hull: ['#ff822d'] },
  'sailing-boat': {
    body: ['#f8605a', '#c4553f', '#98392f', '#fff7e6', '#e3d7c4'],
    hull: ['#c4553f', '#98392f'],
    sail: ['#f8605a', '#fff7e6', '#e3d7c4'],
  },
  'pirate-ship': {
    body: ['#7b4a30', '#5f3524', '#6d4534'],
    hull: ['#7b4a30', '#5f3524'],
    sail: ['#efe3cb', '#d9c8a8'],
  },
  submarine: { body: ['#fcd53f', '#e0a12f', '#f2b63c'], window: ['#8fe0ff'] },
  airship: { body: ['#d8d2e4', '#b3abc6'] },
  house: { body: ['#f3c07b'], roof: ['#f8312f'], door: ['#8c5543'], window: ['#83cbff'] },
  'house-with-garden': { body: ['#f3c07b'], roof: ['#f8312f'], door: ['#8c5543'], window: ['#83cbff'] },
  castle: { body: ['#b4acbc', '#998ea4'], roof: ['#f8312f'], door: ['#5235a6'] },
  barn: { body: ['#c8362f', '#b5302c', '#a32a2a'], roof: ['#5b4a52'] },
  church: { body: ['#ffce7c'], roof: ['#8c5543'], door: ['#321b41'], window: ['#00a6ed'] },
  shop: { body: ['#e8c9a0'], roof: ['#e0443e'], door: ['#6d4534'], window: ['#a8dcff'] },
  tent: { body: ['#86d72f', '#44911b'] },
  bed: { body: ['#3f5fff', '#8d65c5', '#533566'] },
  guitar: { body: ['#ca0b4a'] },
  kite: { body: ['#00a6ed', '#f9c23c', '#f8312f', '#86d72f'] },
  'wrapped-gift': { body: ['#fcd53f', '#ffb02e'], ribbon: ['#ca0b4a', '#f8312f'] },
  handbag: { body: ['#f3ad61', '#6d4534'] },
  lighthouse: { body: ['#f4f4f4', '#d9dbe6', '#f8312f', '#ca0b2f'], stripe: ['#f8312f', '#ca0b2f'] },
  duck: { coat: ['#d3d3d3', '#9b9b9b', '#a56953', '#44911b'] },
  parrot: { coat: ['#f70a8d', '#00a6ed', '#ffb02e'] },
  peacock: { coat: ['#00d26a', '#c3ef3c', '#00a6ed', '#0074ba'] },
  rooster: { coat: ['#a56953', '#6d4534', '#44911b', '#ffb02e'] },
  'tropical-fish': { coat: ['#00a6ed', '#8d65c5', '#f9c23c', '#635994'] },
  horse: { mane: ['#1c1c1c'] },
  unicorn: { mane: ['#c77dff'] },
}
