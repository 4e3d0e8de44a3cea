import { wordList } from '../prompt/word-list.ts'
import type { Colour } from '../colour.ts'
import { darken, fade, lighten } from '../colour.ts'
import type { Painting } from '../painting.ts'
import { grass, isSnowy, lit } from '../painting.ts'
import { fillBelow, fillCircle, fillEllipse, roughness, verticalGradient } from '../shapes.ts'
import { paintHills, paintMeadowFront } from './meadow.ts'
import type { Place } from './place.ts'
import { landLayout, shoreLayout } from './place.ts'
import { paintGrass, paintPalm, paintPine, paintRock, paintRoundTree } from './plants.ts'
import { paintWater } from './water.ts'

const sandColour: Colour = '#f0d7a1'

export const sea: Place = {
  words: wordList(`sea, ocean, seaside, seascape, wave, open water, coast, coastline, shore, shoreline, bay, high sea,
    lagoon, gulf, water`),
  role: 'ground',
  layout: (units) => ({
    ...shoreLayout(units),
    standFar: units.height * 0.87,
    standNear: units.height * 0.93,
    water: { far: units.height * 0.645, near: units.height * 0.77, end: units.height * 0.845 },
  }),
  paintBack: paintFarIslands,
  paintGround: (painting) => {
    paintWater(painting, painting.layout.horizon, painting.height)
    paintShore(painting, '#a39a86')
  },
  paintFront: paintRockyFront,
}

export const beach: Place = {
  words: wordList(`beach, sandy beach, tropical beach, seashore, sand, boardwalk, caribbean, tropical`),
  role: 'ground',
  layout: (units) => ({
    ...shoreLayout(units),
    standFar: units.height * 0.835,
    water: { far: units.height * 0.64, near: units.height * 0.74, end: units.height * 0.79 },
  }),
  paintBack: paintFarIslands,
  paintGround: (painting) => {
    paintWater(painting, painting.layout.horizon, painting.height, '#2fa3b8')
    paintShore(painting, sandColour)
    const random = painting.random('palms')
    const left = random.chance(0.5)
    paintPalm(
      painting,
      { x: painting.width * (left ? 0.06 : 0.94), y: painting.height * 0.86, size: painting.height * 0.42, depth: 0.1 },
      random,
    )
    paintPalm(
      painting,
      { x: painting.width * (left ? 0.13 : 0.87), y: painting.height * 0.835, size: painting.height * 0.3, depth: 0.2 },
      random,
    )
  },
  paintFront: paintShells,
}

export const lake: Place = {
  words: wordList(`lake, pond, lakeside, reservoir, lake shore, mountain lake, swamp, marsh, wetland, lotus pond`),
  role: 'ground',
  layout: shoreLayout,
  paintBack: (painting) => {
    paintHills(painting)
    paintFarBank(painting)
  },
  paintGround: (painting) => {
    paintWater(painting, painting.layout.horizon, painting.height)
    paintShore(painting, '#7fb256')
    paintReeds(painting)
  },
  paintFront: paintMeadowFront,
}

export const river: Place = {
  words: wordList(`river, stream, riverside, creek, riverbank, brook, canal, waterfall, river bank`),
  role: 'ground',
  layout: (units) => ({
    ...shoreLayout(units),
    standFar: units.height * 0.835,
    water: { far: units.height * 0.67, near: units.height * 0.735, end: units.height * 0.79 },
  }),
  paintBack: (painting) => {
    paintHills(painting)
    paintFarBank(painting)
  },
  paintGround: (painting) => {
    const { horizon } = painting.layout
    paintWater(painting, horizon, painting.height)
    paintFarMeadow(painting)
    paintShore(painting, '#79b04f')
    paintReeds(painting)
  },
  paintFront: paintMeadowFront,
}

export const island: Place = {
  words: ['island', 'tropical island', 'desert island', 'isle', 'atoll', 'islet', 'archipelago'],
  role: 'ground',
  layout: (units) => ({
    ...landLayout(units),
    horizon: units.height * 0.56,
    standFar: units.height * 0.715,
    standNear: units.height * 0.785,
    water: { far: units.height * 0.63, near: units.height * 0.9, end: units.height * 1.1 },
  }),
  paintBack: paintFarIslands,
  paintGround: (painting) => {
    paintWater(painting, painting.layout.horizon, painting.height, '#28a0b5')
    paintIsland(painting)
  },
  paintFront: paintRockyFront,
}

function paintFarIslands(painting: Painting): void {
  const { pen, layout, height, width } = painting
  const random = painting.random('far islands')
  for (let index = 0; index < 2 + Math.round(width / 1000); index++) {
    const x = random.between(0, width)
    const half = random.between(90, 240)
    const rise = height * random.between(0.02, 0.07)
    pen.fillStyle = lit(painting, '#5f7f86', 0.75)
    pen.beginPath()
    pen.moveTo(x - half, layout.horizon + 2)
    pen.bezierCurveTo(
      x - half * 0.5,
      layout.horizon - rise,
      x - half * 0.2,
      layout.horizon - rise * 1.3,
      x,
      layout.horizon - rise * 0.8,
    )
    pen.bezierCurveTo(
      x + half * 0.3,
      layout.horizon - rise * 0.5,
      x + half * 0.5,
      layout.horizon - rise * 0.7,
      x + half,
      layout.horizon + 2,
    )
    pen.fill()
  }
}

function paintFarBank(painting: Painting): void {
  const { layout, width, scene } = painting
  if (scene.without.has('tree')) return
  const random = painting.random('far bank')
  for (let tree = 0; tree < (width / 1000) * 40; tree++) {
    const x = random.between(-0.02, 1.02) * width
    if (painting.noise(x / 260, 7) < -0.1) continue
    const spot = { x, y: layout.horizon + random.between(0, 6), size: random.between(40, 86), depth: 0.42 }
    if (random.chance(0.45)) paintRoundTree(painting, spot, random)
    else paintPine(painting, spot, random)
  }
}

function paintFarMeadow(painting: Painting): void {
  const { pen, layout, height } = painting
  const green = lit(painting, isSnowy(painting) ? '#e8f0f8' : grass(painting, '#86bb62'), 0.25)
  pen.fillStyle = green
  const bottom = layout.horizon + height * 0.07
  const bend = (x: number): number => bottom + height * 0.022 * painting.noise(x / 600, 3)
  painting.pen.beginPath()
  pen.moveTo(0, layout.horizon - 2)
  for (let x = 0; x <= painting.width + 10; x += 10) pen.lineTo(x, bend(x))
  pen.lineTo(painting.width + 10, layout.horizon - 2)
  pen.fill()
}

/** The strip of land in front of the water, with a line of foam or mud along its edge. */
function paintShore(painting: Painting, colour: Colour): void {
  const { pen, height, width, layout } = painting
  const top = (layout.water?.end ?? layout.horizon) / height
  const random = painting.random('shore')
  const offset = random.between(0, 40)
  const natural = colour === sandColour || colour.startsWith('#a') ? colour : grass(painting, colour)
  const ground = lit(painting, isSnowy(painting) ? '#f0f5fb' : natural)
  const topAt = (x: number): number => height * top - height * 0.022 * roughness(painting, x / 900 + offset, 22)
  pen.fillStyle = fade('#ffffff', 0.5)
  fillBelow(painting, (x) => topAt(x) - 9 - 4 * painting.noise(x / 60, 4), height)
  pen.fillStyle = darken(ground, 0.25)
  fillBelow(painting, (x) => topAt(x) - 2, height)
  pen.fillStyle = verticalGradient(pen, height * (top - 0.02), height, [
    [0, lighten(ground, 0.12)],
    [0.4, ground],
    [1, darken(ground, 0.28)],
  ])
  fillBelow(painting, (x) => topAt(x) + 6, height)
  for (let speck = 0; speck < (width / 1000) * 60; speck++) {
    const y = height * (top + 0.03) + random.next() * height * (0.97 - top)
    pen.fillStyle = fade(random.chance(0.5) ? lighten(ground, 0.35) : darken(ground, 0.3), 0.35)
    fillEllipse(pen, random.between(0, width), y, random.between(3, 16), random.between(1.5, 4))
  }
}

function paintReeds(painting: Painting): void {
  const { width, height } = painting
  const random = painting.random('reeds')
  const green = lit(painting, isSnowy(painting) ? '#a9b8a9' : '#5f8a48')
  for (let clump = 0; clump < (width / 1000) * 9; clump++) {
    const x = random.chance(0.5) ? random.between(0, 0.24) * width : random.between(0.76, 1) * width
    paintGrass(
      painting.pen,
      { x, y: height * 0.845 + random.between(-6, 14), size: random.between(40, 80) },
      green,
      random,
    )
  }
}

function paintIsland(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('island')
  const y = height * 0.8
  pen.fillStyle = fade('#ffffff', 0.45)
  fillEllipse(pen, width / 2, y, width * 0.46, height * 0.092)
  pen.fillStyle = lit(painting, '#d9bb80')
  fillEllipse(pen, width / 2, y - 4, width * 0.445, height * 0.083)
  pen.fillStyle = lit(painting, isSnowy(painting) ? '#f1f5fa' : sandColour)
  fillEllipse(pen, width / 2, y - height * 0.012, width * 0.43, height * 0.075)
  pen.fillStyle = lit(painting, isSnowy(painting) ? '#ffffff' : grass(painting, '#74b457'))
  pen.beginPath()
  pen.ellipse(width / 2, y - height * 0.035, width * 0.33, height * 0.06, 0, Math.PI, Math.PI * 2)
  pen.fill()
  fillEllipse(pen, width / 2, y - height * 0.035, width * 0.33, height * 0.02)
  for (const [share, size] of [
    [0.24, 0.34],
    [0.3, 0.25],
    [0.77, 0.38],
  ] as const) {
    paintPalm(painting, { x: width * share, y: y - height * 0.045, size: height * size, depth: 0.08 }, random)
  }
}

function paintShells(painting: Painting): void {
  const { pen, width, height } = painting
  const random = painting.random('shells')
  for (let shell = 0; shell < (width / 1000) * 14; shell++) {
    pen.fillStyle = lit(painting, random.pick(['#ffffff', '#ffc7b8', '#f7e3c0', '#e8a9a0']))
    fillCircle(pen, random.between(0, width), random.between(0.95, 0.995) * height, random.between(4, 9))
  }
  const grass = lit(painting, '#8aa35a')
  for (let tuft = 0; tuft < (width / 1000) * 14; tuft++) {
    const side = random.chance(0.5) ? random.between(0, 0.2) : random.between(0.8, 1)
    paintGrass(
      pen,
      { x: side * width, y: height + 6, size: random.between(50, 110) },
      darken(grass, random.between(0, 0.25)),
      random,
    )
  }
}

function paintRockyFront(painting: Painting): void {
  const { width, height, scene } = painting
  const random = painting.random('rocky front')
  for (let rock = 0; rock < (width / 1000) * 9; rock++) {
    const side = random.chance(0.5) ? random.between(-0.03, 0.17) : random.between(0.83, 1.03)
    paintRock(
      painting,
      { x: side * width, y: height + random.between(0, 14), size: random.between(60, 150), depth: 0 },
      random,
    )
  }
  if (isSnowy(painting) || scene.place === 'harbour') return
  const grass = lit(painting, '#6f8f4d')
  for (let tuft = 0; tuft < (width / 1000) * 18; tuft++) {
    paintGrass(
      painting.pen,
      { x: random.between(0, width), y: height + 6, size: random.between(22, 56) },
      darken(grass, random.between(0, 0.3)),
      random,
    )
  }
}
