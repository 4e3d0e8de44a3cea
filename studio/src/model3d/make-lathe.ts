import type { OutlinePoint } from './lathe-forms.ts'
import type { Mesh } from './mesh.ts'
import { addVertex, computeNormals, makeEmptyMesh } from './mesh.ts'

const SEGMENTS = 64
/** An edge that bends by more than this (radians) stays sharp. */
const SHARP = 0.9

/** How a point of the surface is found on the texture, from its turn (0 to 1, 0.5 is the front), radius and height. */
export type ToTexture = (turn: number, radius: number, height: number) => readonly [u: number, v: number]

/** Around the texture once, from the back's seam. */
export const wrapped: ToTexture = (turn, _, height) => [turn, 1 - height]

/** Turns an outline, from the bottom up, about the y axis. The result is two high, or two wide if it is wider. */
export function makeLathe(outline: readonly OutlinePoint[], toTexture: ToTexture): Mesh {
  const mesh = makeEmptyMesh()
  const widest = Math.max(...outline.map(([radius]) => radius))
  const scale = 2 / Math.max(1, widest * 2)
  // Each stretch between two sharp edges is a surface of its own, so that its normals do not round the edge.
  for (const stretch of splitAtEdges(outline)) addStretch(mesh, stretch, scale, toTexture)
  computeNormals(mesh)
  closeSeams(mesh)
  return mesh
}

function splitAtEdges(outline: readonly OutlinePoint[]): OutlinePoint[][] {
  const stretches: OutlinePoint[][] = []
  let stretch: OutlinePoint[] = []
  for (const [index, point] of outline.entries()) {
    stretch.push(point)
    const [before, after] = [outline[index - 1], outline[index + 1]]
    if (before === undefined || after === undefined) continue
    const bend = Math.abs(turnBetween(before, point, after))
    if (bend <= SHARP) continue
    stretches.push(stretch)
    stretch = [point]
  }
  return [...stretches, stretch].filter(({ length }) => length > 1)
}

function turnBetween(before: OutlinePoint, point: OutlinePoint, after: OutlinePoint): number {
  const one = Math.atan2(point[1] - before[1], point[0] - before[0])
  const other = Math.atan2(after[1] - point[1], after[0] - point[0])
  const turn = Math.abs(other - one)
  return Math.min(turn, Math.PI * 2 - turn)
}

/** The last column of vertices is the first again, at the texture's other end. */
function addStretch(mesh: Mesh, stretch: readonly OutlinePoint[], scale: number, toTexture: ToTexture): void {
  const rows = stretch.map(([radius, height]) =>
    Array.from({ length: SEGMENTS + 1 }, (_, segment) => {
      const turn = segment / SEGMENTS
      const angle = (turn - 0.5) * Math.PI * 2
      // The end meets the beginning to the last bit.
      const [sine, cosine] = segment === 0 || segment === SEGMENTS ? [0, -1] : [Math.sin(angle), Math.cos(angle)]
      const [u, v] = toTexture(turn, radius * sine, height)
      return addVertex(mesh, [radius * sine * scale, (height - 0.5) * scale, radius * cosine * scale], u, v)
    }),
  )
  for (let row = 0; row + 1 < rows.length; row++) {
    const [low = [], high = []] = [rows[row], rows[row + 1]]
    const [lowRadius, highRadius] = [stretch[row]?.[0] ?? 0, stretch[row + 1]?.[0] ?? 0]
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const [a = 0, b = 0] = [low[segment], low[segment + 1]]
      const [c = 0, d = 0] = [high[segment], high[segment + 1]]
      // At the axis one side of the square has no length.
      if (lowRadius > 0) mesh.indices.push(a, b, d)
      if (highRadius > 0) mesh.indices.push(a, d, c)
    }
  }
}

/** Vertices at the same place on both sides of the seam, and all of one pole, get the same normal. */
function closeSeams({ positions, normals }: Mesh): void {
  const columns = SEGMENTS + 1
  for (let first = 0; first + SEGMENTS < positions.length / 3; first += columns) {
    const isPole = [0, 2].every((axis) => {
      const [one = 0, other = 0] = [positions[first * 3 + axis], positions[(first + SEGMENTS / 4) * 3 + axis]]
      return Math.abs(one - other) < 1e-9
    })
    const vertices = isPole
      ? Array.from({ length: columns }, (_, segment) => first + segment)
      : [first, first + SEGMENTS]
    const sum = [0, 1, 2].map((axis) =>
      vertices.reduce((total, vertex) => total + (normals[vertex * 3 + axis] ?? 0), 0),
    )
    const [x = 0, y = 0, z = 0] = isPole ? [0, sum[1] ?? 0, 0] : sum
    const length = Math.hypot(x, y, z) || 1
    for (const vertex of vertices) {
      normals[vertex * 3] = x / length
      normals[vertex * 3 + 1] = y / length
      normals[vertex * 3 + 2] = z / length
    }
  }
}

/** More points along a curve through the given ones (Catmull-Rom); edges and the axis stay where they are. */
export function smoothOutline(outline: readonly OutlinePoint[]): OutlinePoint[] {
  const steps = 5
  const smooth: OutlinePoint[] = []
  for (let index = 0; index + 1 < outline.length; index++) {
    const [from, to] = [outline[index], outline[index + 1]]
    if (from === undefined || to === undefined) continue
    const before = isEdge(outline, index) ? from : (outline[index - 1] ?? from)
    const after = isEdge(outline, index + 1) ? to : (outline[index + 2] ?? to)
    for (let step = 0; step < steps; step++) {
      const share = step / steps
      smooth.push([
        Math.max(0, curve([before[0], from[0], to[0], after[0]], share)),
        Math.max(0, Math.min(1, curve([before[1], from[1], to[1], after[1]], share))),
      ])
    }
  }
  const last = outline.at(-1)
  return last === undefined ? smooth : [...smooth, last]
}

function isEdge(outline: readonly OutlinePoint[], index: number): boolean {
  const [before, point, after] = [outline[index - 1], outline[index], outline[index + 1]]
  return before === undefined || point === undefined || after === undefined || turnBetween(before, point, after) > SHARP
}

function curve([a, b, c, d]: readonly [number, number, number, number], share: number): number {
  const [second, third] = [share * share, share * share * share]
  return 0.5 * (2 * b + (c - a) * share + (2 * a - 5 * b + 4 * c - d) * second + (3 * b - a - 3 * c + d) * third)
}
