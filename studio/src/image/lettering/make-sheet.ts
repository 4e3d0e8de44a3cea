import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import type { Box } from '../painting.ts'
import { flush, freeCanvas } from '../pixels/pixels.ts'
import type { Scene } from '../prompt/scene.ts'

/** How a picture lies on its paper. All in pixels. */
interface Sheet {
  /** The size to paint the scene at. */
  picture: { width: number; height: number }
  titleBox: Box & { isOnPaper: boolean }
  /** Takes the picture: nobody else needs it from then on. */
  mount(picture: Canvas): Canvas
}

const PAPER = '#f6efdf'
/** Shares of the short side and of the height. */
const MARGIN = 0.045
const PANEL = 0.17
const OVER_PICTURE = 0.2

/** A poster with a title has a margin and a panel for it; anything else fills the paper, its title across the top. */
export function makeSheet(size: { width: number; height: number }, { style, title }: Scene): Sheet {
  const { width, height } = size
  const margin = Math.round(Math.min(width, height) * MARGIN)
  if (style !== 'poster' || title === null) {
    const titleBox = {
      x: margin * 1.4,
      y: margin * 1.4,
      width: width - margin * 2.8,
      height: height * OVER_PICTURE,
      isOnPaper: false,
    }
    return { picture: size, titleBox, mount: (picture) => picture }
  }
  const panel = Math.round(height * PANEL)
  const picture = { width: width - margin * 2, height: height - margin - panel }
  const titleBox = {
    x: margin * 1.2,
    y: height - panel + panel * 0.16,
    width: width - margin * 2.4,
    height: panel * 0.66,
    isOnPaper: true,
  }
  return {
    picture,
    titleBox,
    mount: (painted) => {
      const canvas = createCanvas(width, height)
      const pen = canvas.getContext('2d')
      pen.fillStyle = PAPER
      pen.fillRect(0, 0, width, height)
      pen.drawImage(painted, margin, margin)
      flush(canvas)
      freeCanvas(painted)
      return canvas
    },
  }
}
