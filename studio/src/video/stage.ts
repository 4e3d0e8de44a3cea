import type { Layout, Pen } from '../image/painting.ts'
import type { Camera } from './camera.ts'

/**
 * A stage is painted once in layers, larger than the picture where the camera needs room. Every frame is the layers again,
 * each moved and scaled by its depth: 0 = infinitely far, 1 = where the nearest subjects stand, above 1 = before them.
 */
export interface Stage {
  /** In the painter's units, as all positions on the stage. */
  width: number
  height: number
  pixelsPerUnitX: number
  pixelsPerUnitY: number
  layout: Layout
  /** What the camera goes for when it goes nearer. */
  focus: { x: number; y: number }
  frame: { width: number; height: number }
  camera: Camera
}

/** One moment of a stage: everything that paints it gets one of these. */
export interface Frame {
  pen: Pen
  seconds: number
  /** 0 to 1 of the film. */
  share: number
  /** From now on the pen paints at that depth, in the stage's units. What lies on the ground scales with the ground. */
  look(depth: number, scaleDepth?: number): void
  /** From now on the pen paints on the glass before the camera, in units. */
  lookAtGlass(): void
  /** Where the middle of the picture is, in the stage's units. */
  centre: { x: number; y: number }
}

export const depths = { sky: 0.06, clouds: 0.18, back: 0.4, ground: 0.8, front: 1.3 }

/** On open ground depth follows from the height in the picture, from the back's at the horizon to 1 at the bottom. */
export function depthAt({ layout, height }: Pick<Stage, 'layout' | 'height'>, y: number): number {
  const share = (y - layout.horizon) / Math.max(1, height - layout.horizon)
  return depths.back + (1 - depths.back) * Math.max(0, Math.min(1, share))
}

export function makeFrame(stage: Stage, pen: Pen, seconds: number, share: number): Frame {
  const view = stage.camera.view(share, seconds)
  const seenWidth = stage.frame.width / stage.pixelsPerUnitX
  const seenHeight = stage.frame.height / stage.pixelsPerUnitY
  // The nearest layer moves furthest: it must not run out of stage.
  const roomX = (stage.width - seenWidth) / 2 / depths.front
  const roomY = (stage.height - seenHeight) / 2 / depths.front
  const centreAt = (depth: number, scale: number): { x: number; y: number } => {
    const x = stage.width / 2 + view.x * roomX * depth
    const y = stage.height / 2 + view.y * roomY * depth
    return {
      x: keepInside(stage.focus.x + (x - stage.focus.x) / scale, seenWidth / scale, stage.width),
      y: keepInside(stage.focus.y + (y - stage.focus.y) / scale, seenHeight / scale, stage.height),
    }
  }
  const scaleAt = (depth: number): number => 1 + (view.zoom - 1) * (stage.camera.isTravelling ? 0.15 + 0.85 * depth : 1)
  return {
    pen,
    seconds,
    share,
    centre: centreAt(1, scaleAt(1)),
    look: (depth, scaleDepth = depth) => {
      const scale = scaleAt(scaleDepth)
      const { x, y } = centreAt(depth, scale)
      const [scaleX, scaleY] = [scale * stage.pixelsPerUnitX, scale * stage.pixelsPerUnitY]
      pen.setTransform(scaleX, 0, 0, scaleY, stage.frame.width / 2 - scaleX * x, stage.frame.height / 2 - scaleY * y)
    },
    lookAtGlass: () => pen.setTransform(stage.pixelsPerUnitX, 0, 0, stage.pixelsPerUnitY, 0, 0),
  }
}

function keepInside(centre: number, seen: number, whole: number): number {
  return Math.max(seen / 2, Math.min(whole - seen / 2, centre))
}
