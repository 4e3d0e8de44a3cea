import type { Colour } from '../image/colour.ts'

/** Radius and height of one point of the outline, from the bottom up; the height is 1 in all. */
export type OutlinePoint = readonly [radius: number, height: number]

export interface LatheForm {
  words: readonly string[]
  outline: readonly OutlinePoint[]
  /** Straight from point to point, or rounded. */
  isSmooth: boolean
  colour: Colour
  /** What is painted round it. */
  pattern: LathePattern
  /** Colours from a height upwards, over the first. */
  zones: readonly (readonly [fromHeight: number, colour: Colour])[]
}

export const LATHE_PATTERNS = ['plain', 'bands', 'meander', 'dots', 'flutes', 'staves', 'bricks', 'flowers'] as const
export type LathePattern = (typeof LATHE_PATTERNS)[number]

/** "0.2 0, 0.3 0.5": radius and height of each point. */
function points(text: string): OutlinePoint[] {
  return text.split(', ').map((point): OutlinePoint => {
    const [radius, height] = point.split(' ').map(Number)
    return [radius ?? 0, height ?? 0]
  })
}

const words = (text: string): string[] => text.split(',').map((word) => word.trim())

/** To add a turned thing: an entry here. The longest word that a prompt holds decides. */
export const latheForms: readonly LatheForm[] = [
  {
    words: words('vase, urn, amphora, jug, pottery, flower vase, greek vase'),
    outline: points(
      '0 0, 0.2 0, 0.21 0.03, 0.17 0.08, 0.33 0.35, 0.36 0.52, 0.26 0.74, 0.13 0.86, 0.14 0.93, 0.2 1, 0.16 0.99, 0.1 0.9, 0 0.86',
    ),
    isSmooth: true,
    colour: '#c8673d',
    pattern: 'meander',
    zones: [],
  },
  {
    words: words('bottle, wine bottle, glass bottle, flask, potion, beer bottle'),
    outline: points(
      '0 0, 0.17 0, 0.19 0.02, 0.19 0.5, 0.18 0.58, 0.08 0.72, 0.065 0.78, 0.065 0.93, 0.08 0.94, 0.08 0.99, 0.06 1, 0 1',
    ),
    isSmooth: true,
    colour: '#3f8f5a',
    pattern: 'plain',
    zones: [[0.93, '#8c5543']],
  },
  {
    words: words('column, pillar, greek column, roman column, pedestal, marble column'),
    outline: points(
      '0 0, 0.24 0, 0.24 0.05, 0.2 0.06, 0.21 0.09, 0.16 0.12, 0.135 0.85, 0.17 0.89, 0.16 0.91, 0.23 0.95, 0.23 1, 0 1',
    ),
    isSmooth: false,
    colour: '#e6e0d4',
    pattern: 'flutes',
    zones: [],
  },
  {
    words: words('mushroom, toadstool, fungus, fly agaric'),
    outline: points(
      '0 0, 0.17 0, 0.18 0.06, 0.13 0.2, 0.11 0.48, 0.13 0.54, 0.44 0.52, 0.47 0.58, 0.4 0.78, 0.24 0.94, 0.08 1, 0 1',
    ),
    isSmooth: true,
    colour: '#f3e6d0',
    pattern: 'dots',
    zones: [[0.56, '#d9342b']],
  },
  {
    words: words('goblet, chalice, wine glass, trophy, grail, champagne glass'),
    outline: points(
      '0 0, 0.26 0, 0.25 0.03, 0.06 0.09, 0.045 0.2, 0.07 0.27, 0.045 0.34, 0.12 0.46, 0.26 0.6, 0.3 0.8, 0.28 1, 0.255 0.99, 0.26 0.8, 0.2 0.62, 0 0.52',
    ),
    isSmooth: true,
    colour: '#e0b13c',
    pattern: 'bands',
    zones: [],
  },
  {
    words: words('bowl, dish, basin, soup bowl, flower pot, flowerpot, plant pot'),
    outline: points('0 0, 0.3 0, 0.31 0.06, 0.28 0.1, 0.5 0.4, 0.68 0.82, 0.72 1, 0.67 0.98, 0.6 0.7, 0.35 0.3, 0 0.2'),
    isSmooth: true,
    colour: '#3f7fb8',
    pattern: 'bands',
    zones: [],
  },
  {
    words: words('jar, honey jar, cookie jar, barrel, cask, keg'),
    outline: points('0 0, 0.3 0, 0.32 0.02, 0.39 0.3, 0.4 0.5, 0.39 0.7, 0.32 0.98, 0.3 1, 0.28 0.97, 0 0.97'),
    isSmooth: true,
    colour: '#a56a3c',
    pattern: 'staves',
    zones: [],
  },
  {
    words: words('candle, candlestick, wax candle'),
    outline: points(
      '0 0, 0.3 0, 0.3 0.03, 0.1 0.07, 0.12 0.16, 0.16 0.2, 0.12 0.21, 0.11 0.8, 0.09 0.82, 0.012 0.82, 0.012 0.87, 0.045 0.9, 0.03 0.96, 0 1',
    ),
    isSmooth: false,
    colour: '#d8b25f',
    pattern: 'plain',
    zones: [
      [0.205, '#f6ead2'],
      [0.83, '#ff9a3d'],
    ],
  },
  {
    words: words('bell, church bell, hand bell'),
    outline: points(
      '0 0.06, 0.4 0.03, 0.44 0, 0.42 0.06, 0.32 0.2, 0.27 0.5, 0.24 0.72, 0.12 0.83, 0.05 0.85, 0.05 0.9, 0.09 0.95, 0.05 1, 0 1',
    ),
    isSmooth: true,
    colour: '#d9a22e',
    pattern: 'bands',
    zones: [],
  },
  {
    words: words('pawn, chess piece, chess pawn, game piece'),
    outline: points(
      '0 0, 0.3 0, 0.3 0.07, 0.25 0.11, 0.23 0.16, 0.11 0.28, 0.09 0.55, 0.18 0.6, 0.17 0.63, 0.1 0.65, 0.17 0.72, 0.2 0.82, 0.17 0.92, 0.09 0.985, 0 1',
    ),
    isSmooth: true,
    colour: '#e8d3a8',
    pattern: 'plain',
    zones: [],
  },
  {
    words: words('lighthouse, tower, round tower, watchtower'),
    outline: points(
      '0 0, 0.24 0, 0.24 0.03, 0.19 0.05, 0.13 0.7, 0.19 0.71, 0.19 0.74, 0.11 0.745, 0.11 0.86, 0.15 0.87, 0.02 0.98, 0 1',
    ),
    isSmooth: false,
    colour: '#f2f0ea',
    pattern: 'bands',
    zones: [
      [0.7, '#4b5568'],
      [0.745, '#ffe08a'],
      [0.865, '#c8382f'],
    ],
  },
  {
    words: words('rocket, spaceship, missile, space rocket'),
    outline: points('0 0, 0.09 0, 0.13 0.02, 0.1 0.1, 0.16 0.14, 0.2 0.35, 0.2 0.55, 0.15 0.8, 0.06 0.95, 0 1'),
    isSmooth: true,
    colour: '#e9edf2',
    pattern: 'bands',
    zones: [
      [0, '#4b5568'],
      [0.12, '#e9edf2'],
      [0.78, '#d9342b'],
    ],
  },
  {
    words: words('light bulb, lightbulb, bulb'),
    outline: points(
      '0 0, 0.05 0, 0.1 0.04, 0.13 0.07, 0.13 0.27, 0.15 0.32, 0.29 0.55, 0.31 0.7, 0.26 0.87, 0.14 0.97, 0 1',
    ),
    isSmooth: true,
    colour: '#9aa3ad',
    pattern: 'plain',
    zones: [[0.29, '#ffe9a0']],
  },
  {
    words: words('egg, easter egg'),
    outline: points('0 0, 0.16 0.03, 0.3 0.16, 0.37 0.36, 0.34 0.6, 0.24 0.82, 0.11 0.97, 0 1'),
    isSmooth: true,
    colour: '#f4e3cb',
    pattern: 'bands',
    zones: [],
  },
  {
    words: words('ball, sphere, planet, globe, orb, pearl, bauble, beach ball'),
    outline: [
      [0, 0],
      ...Array.from({ length: 15 }, (_, step): OutlinePoint => {
        const angle = ((step + 1) / 16) * Math.PI
        return [Math.sin(angle) * 0.5, 0.5 - Math.cos(angle) * 0.5]
      }),
      [0, 1],
    ],
    isSmooth: true,
    colour: '#4f8fd8',
    pattern: 'bands',
    zones: [],
  },
]
