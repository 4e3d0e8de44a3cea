import { createCanvas } from '@napi-rs/canvas'
import { letterTitle } from '../image/lettering/letter-title.ts'
import { makeSheet } from '../image/lettering/make-sheet.ts'
import type { Scene } from '../image/prompt/scene.ts'
import { washPicture } from '../image/wash-picture.ts'
import type { Frame } from './stage.ts'

/** The mood's wash, the colour of everything, the darker corners and the title. The painter's grain is left out: it would cost the encoder more than all else. */
export function makeFinish(
  { width, height }: { width: number; height: number },
  scene: Scene,
): (frame: Pick<Frame, 'pen'>) => void {
  const vignette = createCanvas(width, height)
  const brush = vignette.getContext('2d')
  const corners = brush.createRadialGradient(
    width / 2,
    height / 2,
    Math.min(width, height) * 0.45,
    width / 2,
    height / 2,
    Math.hypot(width, height) * 0.56,
  )
  corners.addColorStop(0, 'rgba(10,8,30,0)')
  corners.addColorStop(1, 'rgba(10,8,30,0.3)')
  brush.fillStyle = corners
  brush.fillRect(0, 0, width, height)
  if (scene.title !== null) letterTitle(vignette, scene.title, makeSheet({ width, height }, scene).titleBox)
  return ({ pen }) => {
    pen.setTransform(1, 0, 0, 1, 0, 0)
    washPicture(pen, scene, { width, height })
    pen.drawImage(vignette, 0, 0)
  }
}
