import type { Mesh } from './mesh.ts'

/** A picture as it lies in the file. */
export interface Texture {
  bytes: Uint8Array
  mediaType: 'image/jpeg' | 'image/png'
}

const MAGIC = 0x46546c67
const JSON_CHUNK = 0x4e4f534a
const BINARY_CHUNK = 0x004e4942
const FLOAT = 5126
const UNSIGNED_INT = 5125
const ARRAY_BUFFER = 34962
const ELEMENT_ARRAY_BUFFER = 34963
const LINEAR = 9729
const LINEAR_MIPMAP_LINEAR = 9987
const CLAMP_TO_EDGE = 33071

/** Binary glTF 2.0 with one mesh, one matt material and its texture inside. */
export function writeGlb(mesh: Mesh, texture: Texture, name: string): Uint8Array {
  const parts: Uint8Array[] = [
    new Float32Array(mesh.positions),
    new Float32Array(mesh.normals),
    new Float32Array(mesh.uvs),
    new Uint32Array(mesh.indices),
  ].map((array) => new Uint8Array(array.buffer))
  parts.push(texture.bytes)
  const views: { buffer: number; byteOffset: number; byteLength: number; target?: number }[] = []
  let length = 0
  for (const [index, { byteLength }] of parts.entries()) {
    const target = index < 3 ? { target: ARRAY_BUFFER } : index === 3 ? { target: ELEMENT_ARRAY_BUFFER } : {}
    views.push({ buffer: 0, byteOffset: length, byteLength, ...target })
    length = pad(length + byteLength)
  }
  const binary = new Uint8Array(length)
  for (const [index, part] of parts.entries()) binary.set(part, views[index]?.byteOffset ?? 0)
  const vertices = mesh.positions.length / 3
  const json = {
    asset: { version: '2.0', generator: 'Medley studio' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, name }],
    meshes: [
      { name, primitives: [{ attributes: { POSITION: 0, NORMAL: 1, TEXCOORD_0: 2 }, indices: 3, material: 0 }] },
    ],
    materials: [
      { name, pbrMetallicRoughness: { baseColorTexture: { index: 0 }, metallicFactor: 0, roughnessFactor: 0.75 } },
    ],
    textures: [{ source: 0, sampler: 0 }],
    images: [{ bufferView: 4, mimeType: texture.mediaType }],
    samplers: [{ magFilter: LINEAR, minFilter: LINEAR_MIPMAP_LINEAR, wrapS: CLAMP_TO_EDGE, wrapT: CLAMP_TO_EDGE }],
    accessors: [
      { bufferView: 0, componentType: FLOAT, count: vertices, type: 'VEC3', ...bounds(mesh.positions) },
      { bufferView: 1, componentType: FLOAT, count: vertices, type: 'VEC3' },
      { bufferView: 2, componentType: FLOAT, count: vertices, type: 'VEC2' },
      { bufferView: 3, componentType: UNSIGNED_INT, count: mesh.indices.length, type: 'SCALAR' },
    ],
    bufferViews: views,
    buffers: [{ byteLength: binary.length }],
  }
  return assemble(new TextEncoder().encode(JSON.stringify(json)), binary)
}

function assemble(json: Uint8Array, binary: Uint8Array): Uint8Array {
  const jsonLength = pad(json.length)
  const bytes = new Uint8Array(12 + 8 + jsonLength + 8 + binary.length)
  const view = new DataView(bytes.buffer)
  const words = [MAGIC, 2, bytes.length, jsonLength, JSON_CHUNK]
  for (const [index, word] of words.entries()) view.setUint32(index * 4, word, true)
  // The format pads text with spaces.
  bytes.fill(0x20, 20, 20 + jsonLength)
  bytes.set(json, 20)
  view.setUint32(20 + jsonLength, binary.length, true)
  view.setUint32(24 + jsonLength, BINARY_CHUNK, true)
  bytes.set(binary, 28 + jsonLength)
  return bytes
}

/** Chunks and what lies in them begin at multiples of four. */
function pad(length: number): number {
  return Math.ceil(length / 4) * 4
}

/** Exactly the extremes of the 32-bit values that are written. */
function bounds(positions: readonly number[]): { min: number[]; max: number[] } {
  const min = [Infinity, Infinity, Infinity]
  const max = [-Infinity, -Infinity, -Infinity]
  for (const [index, position] of positions.entries()) {
    const value = Math.fround(position)
    const axis = index % 3
    min[axis] = Math.min(min[axis] ?? value, value)
    max[axis] = Math.max(max[axis] ?? value, value)
  }
  return { min, max }
}
