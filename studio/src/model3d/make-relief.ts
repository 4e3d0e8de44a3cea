import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import type { Mesh } from './mesh.ts'
import { addVertex, computeNormals, makeEmptyMesh } from './mesh.ts'

/** Cells along the longer side. */
const CELLS = 104
/** Of a longer side of 2. */
const EDGE = 0.035
const SWELL = 0.26
/** Distance from the rim at which the swelling is full. */
const ROUND = 0.34
const DETAIL = 0.05
/** A whole picture is a tablet: less deep, and flat behind. */
const TABLET_DEPTH = 0.16

interface Grid {
  columns: number
  rows: number
  /** Of each cell: does it belong to the model? */
  cells: Uint8Array
  /** Of each corner: 0 to 1. */
  brightness: Float32Array
}

/** What is cut out swells to both sides like a cushion; a whole picture becomes a tablet whose bright parts stand out. */
export function makeRelief(picture: Canvas, isCutOut: boolean): Mesh {
  const grid = readGrid(picture)
  const heights = isCutOut ? cushion(grid) : tablet(grid)
  const places = smoothRim(grid)
  const mesh = makeEmptyMesh()
  const front = addSide(mesh, { grid, places, height: (corner) => heights[corner] ?? 0, isFront: true })
  const back = addSide(mesh, {
    grid,
    places,
    height: (corner) => (isCutOut ? -(heights[corner] ?? 0) * 0.8 : -EDGE),
    isFront: false,
  })
  addRim(mesh, grid, front, back)
  computeNormals(mesh)
  return mesh
}

/** Looks at the picture at the size of the grid. */
function readGrid(picture: Canvas): Grid {
  const scale = CELLS / Math.max(picture.width, picture.height)
  const columns = Math.max(1, Math.round(picture.width * scale))
  const rows = Math.max(1, Math.round(picture.height * scale))
  const small = createCanvas(columns, rows)
  const pen = small.getContext('2d')
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(picture, 0, 0, columns, rows)
  const { data } = pen.getImageData(0, 0, columns, rows)
  const cells = new Uint8Array(columns * rows)
  for (let cell = 0; cell < cells.length; cell++) cells[cell] = (data[cell * 4 + 3] ?? 0) >= 128 ? 1 : 0
  dropSpecks(cells, columns, rows)
  const brightness = new Float32Array((columns + 1) * (rows + 1))
  for (let row = 0; row <= rows; row++)
    for (let column = 0; column <= columns; column++) {
      const cell = Math.min(rows - 1, row) * columns + Math.min(columns - 1, column)
      const [r = 0, g = 0, b = 0] = data.subarray(cell * 4, cell * 4 + 3)
      brightness[row * (columns + 1) + column] = (0.299 * r + 0.587 * g + 0.114 * b) / 255
    }
  return { columns, rows, cells, brightness }
}

/** Keeps what is larger than a hundredth of the largest part; cells that touch only at a corner get a neighbour. */
function dropSpecks(cells: Uint8Array, columns: number, rows: number): void {
  const parts = findParts(cells, columns, rows)
  const largest = Math.max(0, ...parts.map(({ length }) => length))
  for (const part of parts) if (part.length < largest / 100) for (const cell of part) cells[cell] = 0
  for (let row = 0; row + 1 < rows; row++)
    for (let column = 0; column + 1 < columns; column++) {
      const a = row * columns + column
      const [b, c, d] = [a + 1, a + columns, a + columns + 1]
      if (cells[a] === 1 && cells[d] === 1 && cells[b] === 0 && cells[c] === 0) cells[b] = 1
      if (cells[b] === 1 && cells[c] === 1 && cells[a] === 0 && cells[d] === 0) cells[a] = 1
    }
}

/** Cells that touch along an edge belong together. */
function findParts(cells: Uint8Array, columns: number, rows: number): number[][] {
  const parts: number[][] = []
  const isSeen = new Uint8Array(cells.length)
  const takeUnseen = (cell: number): boolean => {
    if (cells[cell] === 0 || isSeen[cell] === 1) return false
    isSeen[cell] = 1
    return true
  }
  for (let start = 0; start < cells.length; start++) {
    if (!takeUnseen(start)) continue
    const part = [start]
    for (let index = 0; index < part.length; index++)
      part.push(...neighbours(part[index] ?? 0, columns, rows).filter(takeUnseen))
    parts.push(part)
  }
  return parts
}

function neighbours(cell: number, columns: number, rows: number): number[] {
  const column = cell % columns
  const row = Math.floor(cell / columns)
  return [
    ...(column > 0 ? [cell - 1] : []),
    ...(column < columns - 1 ? [cell + 1] : []),
    ...(row > 0 ? [cell - columns] : []),
    ...(row < rows - 1 ? [cell + columns] : []),
  ]
}

/** Whether the cell at that column and row belongs to the model; outside the grid none does. */
function isFilled({ columns, rows, cells }: Grid, column: number, row: number): boolean {
  return column >= 0 && row >= 0 && column < columns && row < rows && cells[row * columns + column] === 1
}

/** Height of each corner: a quarter circle from the rim inwards, with the brightness as relief on it. */
function cushion(grid: Grid): Float32Array {
  const { columns, rows, brightness } = grid
  const step = 2 / CELLS
  const distances = rimDistances(grid)
  const smooth = blurCorners(brightness, columns + 1, rows + 1, 5)
  const heights = new Float32Array(distances.length)
  for (let corner = 0; corner < heights.length; corner++) {
    const inward = Math.min(1, ((distances[corner] ?? 0) * step) / ROUND)
    const round = Math.sqrt(1 - (1 - inward) ** 2)
    const detail = ((brightness[corner] ?? 0) - (smooth[corner] ?? 0)) * DETAIL * inward
    heights[corner] = EDGE + SWELL * round * Math.min(1, 0.35 + round) + detail
  }
  return blurCorners(heights, columns + 1, rows + 1, 3)
}

/** In cells, through the model only: 0 on the rim. Two sweeps of a chamfer. */
function rimDistances(grid: Grid): Float32Array {
  const { columns, rows } = grid
  const width = columns + 1
  const distances = new Float32Array(width * (rows + 1)).fill(1e6)
  for (let row = 0; row <= rows; row++)
    for (let column = 0; column <= columns; column++) {
      const isInside =
        isFilled(grid, column, row) &&
        isFilled(grid, column - 1, row) &&
        isFilled(grid, column, row - 1) &&
        isFilled(grid, column - 1, row - 1)
      if (!isInside) distances[row * width + column] = 0
    }
  const relax = (at: number, offsets: readonly (readonly [number, number])[]): void => {
    for (const [offset, cost] of offsets)
      distances[at] = Math.min(distances[at] ?? 0, (distances[at + offset] ?? 1e6) + cost)
  }
  const before = [
    [-1, 1],
    [-width, 1],
    [-width - 1, Math.SQRT2],
    [-width + 1, Math.SQRT2],
  ] as const
  const after = before.map(([offset, cost]) => [-offset, cost] as const)
  for (let at = 0; at < distances.length; at++) relax(at, before)
  for (let at = distances.length - 1; at >= 0; at--) relax(at, after)
  return distances
}

function tablet({ columns, rows, brightness }: Grid): Float32Array {
  const soft = blurCorners(brightness, columns + 1, rows + 1, 1)
  const frame = 3
  return soft.map((value, corner) => {
    const [column, row] = [corner % (columns + 1), Math.floor(corner / (columns + 1))]
    // Level at the edge, so that the rim is straight.
    const inward = Math.min(1, Math.min(column, columns - column, row, rows - row) / frame)
    return EDGE + (0.5 + (value - 0.5) * inward) * TABLET_DEPTH
  })
}

function blurCorners(values: Float32Array, width: number, height: number, passes: number): Float32Array {
  let from = values
  for (let pass = 0; pass < passes; pass++) {
    const to = new Float32Array(from.length)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const at = (dx: number, dy: number): number =>
          from[Math.max(0, Math.min(height - 1, y + dy)) * width + Math.max(0, Math.min(width - 1, x + dx))] ?? 0
        to[y * width + x] = (at(0, 0) * 4 + at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)) / 8
      }
    from = to
  }
  return from
}

/** The corners in cells. Those on the rim are moved between their neighbours, which turns the cells' stairs into curves. */
function smoothRim(grid: Grid): [number, number][] {
  const { columns, rows } = grid
  const width = columns + 1
  let places = Array.from({ length: width * (rows + 1) }, (_, corner): [number, number] => [
    corner % width,
    Math.floor(corner / width),
  ])
  const links = new Map<number, number[]>()
  const link = (from: number, to: number): void => {
    links.set(from, [...(links.get(from) ?? []), to])
    links.set(to, [...(links.get(to) ?? []), from])
  }
  eachRimEdge(grid, (from, to) => link(from, to))
  for (let pass = 0; pass < 4; pass++) {
    const moved = places.map((place): [number, number] => [...place])
    for (const [corner, [one = corner, other = corner, ...more]] of links) {
      const isPicturesCorner = (corner % width) % columns === 0 && Math.floor(corner / width) % rows === 0
      if (more.length > 0 || isPicturesCorner) continue
      const [[x, y] = [0, 0], [x1, y1] = [0, 0], [x2, y2] = [0, 0]] = [places[corner], places[one], places[other]]
      moved[corner] = [x * 0.5 + (x1 + x2) * 0.25, y * 0.5 + (y1 + y2) * 0.25]
    }
    places = moved
  }
  return places
}

/** Calls with both corners of every edge between the model and nothing; the model lies to the left, seen from the front. */
function eachRimEdge(grid: Grid, call: (from: number, to: number) => void): void {
  const { columns, rows } = grid
  const width = columns + 1
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (!isFilled(grid, column, row)) continue
      const [upperLeft, lowerLeft] = [row * width + column, (row + 1) * width + column]
      if (!isFilled(grid, column, row - 1)) call(upperLeft + 1, upperLeft)
      if (!isFilled(grid, column - 1, row)) call(upperLeft, lowerLeft)
      if (!isFilled(grid, column, row + 1)) call(lowerLeft, lowerLeft + 1)
      if (!isFilled(grid, column + 1, row)) call(lowerLeft + 1, upperLeft + 1)
    }
}

interface Side {
  grid: Grid
  places: readonly (readonly [number, number])[]
  height(corner: number): number
  isFront: boolean
}

/** Returns which vertex each corner became. */
function addSide(mesh: Mesh, { grid, places, height, isFront }: Side): Map<number, number> {
  const { columns, rows } = grid
  const width = columns + 1
  const step = 2 / CELLS
  const vertices = new Map<number, number>()
  const vertexAt = (corner: number): number => {
    const known = vertices.get(corner)
    if (known !== undefined) return known
    const [x, y] = places[corner] ?? [0, 0]
    const position = [(x - columns / 2) * step, (rows / 2 - y) * step, height(corner)] as const
    const vertex = addVertex(mesh, position, x / columns, y / rows)
    vertices.set(corner, vertex)
    return vertex
  }
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (!isFilled(grid, column, row)) continue
      const upper = row * width + column
      const [a, b] = [vertexAt(upper), vertexAt(upper + 1)]
      const [c, d] = [vertexAt(upper + width), vertexAt(upper + width + 1)]
      if (isFront) mesh.indices.push(a, c, b, b, c, d)
      else mesh.indices.push(a, b, c, b, d, c)
    }
  return vertices
}

/** A band between front and back with vertices of its own, so that its edge stays sharp. */
function addRim(mesh: Mesh, grid: Grid, front: Map<number, number>, back: Map<number, number>): void {
  const copies = new Map<number, number>()
  const copy = (vertex: number): number => {
    const known = copies.get(vertex)
    if (known !== undefined) return known
    const [x = 0, y = 0, z = 0] = mesh.positions.slice(vertex * 3, vertex * 3 + 3)
    const [u = 0, v = 0] = mesh.uvs.slice(vertex * 2, vertex * 2 + 2)
    const made = addVertex(mesh, [x, y, z], u, v)
    copies.set(vertex, made)
    return made
  }
  eachRimEdge(grid, (from, to) => {
    const [a, b] = [copy(front.get(from) ?? 0), copy(front.get(to) ?? 0)]
    const [c, d] = [copy(back.get(from) ?? 0), copy(back.get(to) ?? 0)]
    mesh.indices.push(a, c, b, b, c, d)
  })
}
