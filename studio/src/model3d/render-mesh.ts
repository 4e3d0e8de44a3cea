import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import type { Pixels } from '../image/pixels/pixels.ts'
import { makePixels } from '../image/pixels/pixels.ts'
import type { Mesh } from './mesh.ts'

/** What a picture of a mesh needs; made once, used for every picture. */
export interface Model {
  positions: Float32Array
  normals: Float32Array
  uvs: Float32Array
  indices: Uint32Array
  texture: Pixels
  /** Distance of the furthest vertex from the y axis, and the lowest and highest y. */
  reach: number
  low: number
  high: number
}

export function prepareModel(mesh: Mesh, texture: Canvas): Model {
  const { data } = texture.getContext('2d').getImageData(0, 0, texture.width, texture.height)
  let [reach, low, high] = [0, Infinity, -Infinity]
  for (let at = 0; at < mesh.positions.length; at += 3) {
    const [x = 0, y = 0, z = 0] = mesh.positions.slice(at, at + 3)
    reach = Math.max(reach, Math.hypot(x, z))
    low = Math.min(low, y)
    high = Math.max(high, y)
  }
  return {
    positions: new Float32Array(mesh.positions),
    normals: new Float32Array(mesh.normals),
    uvs: new Float32Array(mesh.uvs),
    indices: new Uint32Array(mesh.indices),
    texture: { data, width: texture.width, height: texture.height },
    reach,
    low,
    high,
  }
}

export interface Pose {
  /** Radians about the y axis, and the camera's height over the middle as an angle. */
  yaw: number
  pitch: number
}

/** How far the camera is from the axis, in the model's units; its lens shows the whole model there. */
const DISTANCE = 6
/** Pixels are rendered twice as dense in both directions, then averaged. */
const DENSITY = 2

/** The model alone on a transparent square. */
export function renderMesh(model: Model, size: number, pose: Pose): Canvas {
  const dense = size * DENSITY
  const target = makePixels(dense, dense)
  rasterise(model, projectVertices(model, dense, pose), target)
  const large = createCanvas(dense, dense)
  const pen = large.getContext('2d')
  const image = pen.createImageData(dense, dense)
  image.data.set(target.data)
  pen.putImageData(image, 0, 0)
  const canvas = createCanvas(size, size)
  canvas.getContext('2d').imageSmoothingQuality = 'high'
  canvas.getContext('2d').drawImage(large, 0, 0, size, size)
  return canvas
}

/** x, y in pixels, nearness, and light of each vertex. */
function projectVertices(model: Model, size: number, { yaw, pitch }: Pose): Float32Array {
  const { positions, normals } = model
  const [sinYaw, cosYaw, sinPitch, cosPitch] = [Math.sin(yaw), Math.cos(yaw), Math.sin(pitch), Math.cos(pitch)]
  const middle = (model.low + model.high) / 2
  const half = Math.max(model.reach, (model.high - model.low) / 2)
  const lens = (size * 0.43 * (DISTANCE - model.reach * 0.5)) / half
  const projected = new Float32Array((positions.length / 3) * 4)
  for (let vertex = 0; vertex < positions.length / 3; vertex++) {
    const x = positions[vertex * 3] ?? 0
    const y = (positions[vertex * 3 + 1] ?? 0) - middle
    const z = positions[vertex * 3 + 2] ?? 0
    const [turnedX, turnedZ] = [x * cosYaw + z * sinYaw, z * cosYaw - x * sinYaw]
    const [tiltedY, tiltedZ] = [y * cosPitch - turnedZ * sinPitch, turnedZ * cosPitch + y * sinPitch]
    const nearness = 1 / (DISTANCE - tiltedZ)
    const nx = normals[vertex * 3] ?? 0
    const ny = normals[vertex * 3 + 1] ?? 0
    const nz = normals[vertex * 3 + 2] ?? 0
    const [facingX, facingZ] = [nx * cosYaw + nz * sinYaw, nz * cosYaw - nx * sinYaw]
    projected[vertex * 4] = size / 2 + turnedX * lens * nearness
    projected[vertex * 4 + 1] = size / 2 - tiltedY * lens * nearness
    projected[vertex * 4 + 2] = nearness
    projected[vertex * 4 + 3] = lightAt(facingX, ny, facingZ)
  }
  return projected
}

/** A lamp from the upper left before the model, a weaker one from the right, and the sky. */
function lightAt(x: number, y: number, z: number): number {
  const key = Math.max(0, -0.5 * x + 0.6 * y + 0.62 * z)
  const fill = Math.max(0, 0.8 * x + 0.1 * y + 0.5 * z)
  return 0.46 + 0.6 * key + 0.14 * fill + 0.08 * y
}

/** Fills triangles that face the camera, the nearest wins. */
function rasterise({ indices, uvs, texture }: Model, projected: Float32Array, target: Pixels): void {
  const { width, height, data } = target
  const depths = new Float32Array(width * height)
  for (let index = 0; index < indices.length; index += 3) {
    const [a, b, c] = [indices[index] ?? 0, indices[index + 1] ?? 0, indices[index + 2] ?? 0]
    const [ax, ay, bx, by] = [
      projected[a * 4] ?? 0,
      projected[a * 4 + 1] ?? 0,
      projected[b * 4] ?? 0,
      projected[b * 4 + 1] ?? 0,
    ]
    const [cx, cy] = [projected[c * 4] ?? 0, projected[c * 4 + 1] ?? 0]
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    // Counter-clockwise, with y downwards: what faces away comes out positive.
    if (area >= 0) continue
    const [left, right] = [
      Math.max(0, Math.floor(Math.min(ax, bx, cx))),
      Math.min(width - 1, Math.ceil(Math.max(ax, bx, cx))),
    ]
    const [top, bottom] = [
      Math.max(0, Math.floor(Math.min(ay, by, cy))),
      Math.min(height - 1, Math.ceil(Math.max(ay, by, cy))),
    ]
    const [az, bz, cz] = [projected[a * 4 + 2] ?? 0, projected[b * 4 + 2] ?? 0, projected[c * 4 + 2] ?? 0]
    const [al, bl, cl] = [projected[a * 4 + 3] ?? 0, projected[b * 4 + 3] ?? 0, projected[c * 4 + 3] ?? 0]
    const [au, av, bu, bv] = [uvs[a * 2] ?? 0, uvs[a * 2 + 1] ?? 0, uvs[b * 2] ?? 0, uvs[b * 2 + 1] ?? 0]
    const [cu, cv] = [uvs[c * 2] ?? 0, uvs[c * 2 + 1] ?? 0]
    const across = right - left + 1
    const count = across * Math.max(0, bottom - top + 1)
    for (let at = 0; at < count; at++) {
      const x = left + (at % across)
      const y = top + Math.floor(at / across)
      const [px, py] = [x + 0.5, y + 0.5]
      const wa = ((bx - px) * (cy - py) - (by - py) * (cx - px)) / area
      const wb = ((cx - px) * (ay - py) - (cy - py) * (ax - px)) / area
      const wc = 1 - wa - wb
      if (wa < 0 || wb < 0 || wc < 0) continue
      const nearness = wa * az + wb * bz + wc * cz
      const pixel = y * width + x
      if (nearness <= (depths[pixel] ?? 0)) continue
      depths[pixel] = nearness
      const light = wa * al + wb * bl + wc * cl
      paintTexel(data, pixel * 4, texture, { u: wa * au + wb * bu + wc * cu, v: wa * av + wb * bv + wc * cv, light })
    }
  }
}

interface Sample {
  u: number
  v: number
  light: number
}

function paintTexel(data: Uint8ClampedArray, to: number, texture: Pixels, { u, v, light }: Sample): void {
  const x = Math.max(0, Math.min(texture.width - 1, Math.floor(u * texture.width)))
  const y = Math.max(0, Math.min(texture.height - 1, Math.floor(v * texture.height)))
  const from = (y * texture.width + x) * 4
  for (let channel = 0; channel < 3; channel++) data[to + channel] = (texture.data[from + channel] ?? 0) * light
  data[to + 3] = 255
}
