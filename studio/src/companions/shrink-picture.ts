import { type Canvas, createCanvas } from '@napi-rs/canvas'

/** The picture within `sideMax` pixels a side, never larger than it is, on `background` or on nothing. */
export function shrinkPicture(picture: Canvas, sideMax: number, background: string | null): Canvas {
  const scale = Math.min(1, sideMax / Math.max(picture.width, picture.height))
  const width = Math.max(1, Math.round(picture.width * scale))
  const height = Math.max(1, Math.round(picture.height * scale))
  let current = picture
  // By halves: one large step would look at a few pixels only and flicker on fine patterns.
  while (current.width > width * 2 && current.height > height * 2) {
    current = draw(current, Math.ceil(current.width / 2), Math.ceil(current.height / 2), null)
  }
  return draw(current, width, height, background)
}

function draw(picture: Canvas, width: number, height: number, background: string | null): Canvas {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  if (background !== null) {
    context.fillStyle = background
    context.fillRect(0, 0, width, height)
  }
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0, width, height)
  return canvas
}
