import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import { encodeMp4 } from '../video/encode-mp4.ts'
import type { Model, Pose } from './render-mesh.ts'
import { renderMesh } from './render-mesh.ts'

const PREVIEW_SIZE = 512
const TURNTABLE_SIZE = 384
const FRAMES_PER_SECOND = 24
const SECONDS = 3
/** A little from above, as one looks at what stands on a table. */
const PITCH = 0.2

export async function makePreview(model: Model): Promise<Uint8Array> {
  return new Uint8Array(await showOnStand(model, PREVIEW_SIZE, { yaw: -0.5, pitch: PITCH }).encode('png'))
}

/** The model from the front without anything around it. */
export function renderAlone(model: Model, size: number): Canvas {
  return renderMesh(model, size, { yaw: 0, pitch: 0.05 })
}

/** It turns once, and its end joins its beginning. */
export async function makeTurntable(model: Model, step: (share: number) => Promise<void>): Promise<Uint8Array> {
  const frames = FRAMES_PER_SECOND * SECONDS
  const paint = (seconds: number): Uint8ClampedArray => {
    const canvas = showOnStand(model, TURNTABLE_SIZE, { yaw: (seconds / SECONDS) * Math.PI * 2, pitch: PITCH })
    return canvas.getContext('2d').getImageData(0, 0, TURNTABLE_SIZE, TURNTABLE_SIZE).data
  }
  return encodeMp4(
    {
      width: TURNTABLE_SIZE,
      height: TURNTABLE_SIZE,
      framesPerSecond: FRAMES_PER_SECOND,
      frames,
      paint,
      soundtrack: null,
    },
    (frame) => step(frame / frames),
  )
}

/** On a light ground with a soft shadow. */
function showOnStand(model: Model, size: number, pose: Pose): Canvas {
  const canvas = createCanvas(size, size)
  const pen = canvas.getContext('2d')
  const wall = pen.createRadialGradient(size / 2, size * 0.42, size * 0.1, size / 2, size * 0.5, size * 0.75)
  wall.addColorStop(0, '#f4f5f8')
  wall.addColorStop(1, '#c3c9d4')
  pen.fillStyle = wall
  pen.fillRect(0, 0, size, size)
  const half = Math.max(model.reach, (model.high - model.low) / 2)
  const y = size / 2 + ((model.high - model.low) / 2 / half) * size * 0.43 * Math.cos(pose.pitch)
  const reach = (model.reach / half) * size * 0.42
  pen.save()
  pen.translate(size / 2, y)
  pen.scale(1, 0.24)
  const shadow = pen.createRadialGradient(0, 0, 0, 0, 0, reach)
  shadow.addColorStop(0, 'rgba(30,32,50,0.5)')
  shadow.addColorStop(0.6, 'rgba(30,32,50,0.2)')
  shadow.addColorStop(1, 'rgba(30,32,50,0)')
  pen.fillStyle = shadow
  pen.fillRect(-reach, -reach, reach * 2, reach * 2)
  pen.restore()
  pen.drawImage(renderMesh(model, size, pose), 0, 0)
  return canvas
}
