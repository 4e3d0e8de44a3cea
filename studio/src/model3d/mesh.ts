/** Triangles, counter-clockwise seen from outside. The y axis points up, z towards the viewer; the largest side is about 2. */
export interface Mesh {
  /** x, y, z of each vertex. */
  positions: number[]
  /** Unit vectors. */
  normals: number[]
  /** 0 to 1 from the texture's upper left corner. */
  uvs: number[]
  indices: number[]
}

export function makeEmptyMesh(): Mesh {
  return { positions: [], normals: [], uvs: [], indices: [] }
}

/** Returns the new vertex's number. */
export function addVertex(mesh: Mesh, [x, y, z]: readonly [number, number, number], u: number, v: number): number {
  mesh.positions.push(x, y, z)
  mesh.normals.push(0, 0, 0)
  mesh.uvs.push(Math.max(0, Math.min(1, u)), Math.max(0, Math.min(1, v)))
  return mesh.positions.length / 3 - 1
}

/** Each vertex's normal becomes the mean of its triangles', the larger counting more. */
export function computeNormals(mesh: Mesh): void {
  const { positions, normals, indices } = mesh
  normals.fill(0)
  const at = (vertex: number, axis: number): number => positions[vertex * 3 + axis] ?? 0
  for (let index = 0; index < indices.length; index += 3) {
    const [a = 0, b = 0, c = 0] = indices.slice(index, index + 3)
    const [ux, uy, uz] = [at(b, 0) - at(a, 0), at(b, 1) - at(a, 1), at(b, 2) - at(a, 2)]
    const [vx, vy, vz] = [at(c, 0) - at(a, 0), at(c, 1) - at(a, 1), at(c, 2) - at(a, 2)]
    const cross = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx]
    for (const vertex of [a, b, c])
      for (let axis = 0; axis < 3; axis++)
        normals[vertex * 3 + axis] = (normals[vertex * 3 + axis] ?? 0) + (cross[axis] ?? 0)
  }
  normalise(normals)
}

function normalise(normals: number[]): void {
  for (let at = 0; at < normals.length; at += 3) {
    const [x = 0, y = 0, z = 0] = normals.slice(at, at + 3)
    const length = Math.hypot(x, y, z)
    const [nx, ny, nz] = length < 1e-12 ? [0, 0, 1] : [x / length, y / length, z / length]
    normals[at] = nx
    normals[at + 1] = ny
    normals[at + 2] = nz
  }
}
