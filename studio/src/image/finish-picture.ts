import { createCanvas } from '@napi-rs/canvas'
import type { Painting } from './painting.ts'
import type { Scene } from './prompt/scene.ts'
import { washPicture } from './wash-picture.ts'

/** The last coat: the mood's wash, darker corners, and a grain that hides the steps of wide gradients. */
export function finishPicture(painting: Painting, washes: Pick<Scene, 'mood' | 'wash'>): void {
  const { pen, width, height, scene } = painting
  washPicture(pen, washes, { width, height })
  if (scene.framing === 'logo') return
  if (scene.place !== 'plain background') darkenCorners(painting)
  paintGrain(painting)
}

function darkenCorners({ pen, width, height }: Painting): void {
  const gradient = pen.createRadialGradient(
    width / 2,
    height * 0.48,
    Math.min(width, height) * 0.45,
    width / 2,
    height * 0.5,
    Math.hypot(width, height) * 0.56,
  )
  gradient.addColorStop(0, 'rgba(10,8,30,0)')
  gradient.addColorStop(1, 'rgba(10,8,30,0.3)')
  pen.fillStyle = gradient
  pen.fillRect(0, 0, width, height)
}

/** A tile of noise, one grain to a pixel. */
const TILE = 128

function paintGrain(painting: Painting): void {
  const { pen, canvas } = painting
  const random = painting.random('grain')
  const tile = createCanvas(TILE, TILE)
  const tilePen = tile.getContext('2d')
  const image = tilePen.createImageData(TILE, TILE)
  for (let offset = 0; offset < image.data.length; offset += 4) {
    image.data.fill(random.next() < 0.5 ? 0 : 255, offset, offset + 3)
    image.data[offset + 3] = random.next() * 9
  }
  tilePen.putImageData(image, 0, 0)
  pen.save()
  pen.setTransform(1, 0, 0, 1, 0, 0)
  pen.fillStyle = pen.createPattern(tile, 'repeat')
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.restore()
}
