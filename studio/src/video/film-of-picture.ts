import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { Pixels } from '../image/pixels/pixels.ts'
import { preparePainting } from '../image/prepare-painting.ts'
import type { Scene } from '../image/prompt/scene.ts'
import type { CameraName, View } from './camera.ts'
import { cameras } from './camera.ts'
import type { Film, FilmPlan, Interrupt } from './film.ts'
import { guessDepth } from './guess-depth.ts'
import { isMoving, makeWeather } from './move-weather.ts'
import { makeFrame } from './stage.ts'

export interface PicturePlan extends FilmPlan {
  picture: Canvas
  scene: Scene
  seed: string
  camera: CameraName
}

/** Shares of the picture's size that the camera may move to each side, and that near pixels move more than far ones. */
const ROOM = 0.05
const PARALLAX = 0.035

/** A given picture set in motion: its near parts move more than its far ones, with the weather of the prompt over it. */
export async function filmPicture(plan: PicturePlan, context: Interrupt): Promise<Film> {
  const { picture, seed, width, height, durationSeconds } = plan
  const camera = cameras[plan.camera]
  // What is not asked for must not fall on somebody's picture.
  const weather = plan.scene.weather.filter(isMoving)
  const scene: Scene = { ...plan.scene, weather: weather.length > 0 ? weather : ['clear'], subjects: [], mood: null }
  const { painting } = await preparePainting(scene, seed, { width, height })
  await pauseUnlessAborted(context)
  const source = cover(picture, Math.round(width * (1 + ROOM * 2)), Math.round(height * (1 + ROOM * 2)))
  const depth = guessDepth(source)
  await pauseUnlessAborted(context)
  const pixels = source.getContext('2d').getImageData(0, 0, source.width, source.height).data
  const stage = {
    ...painting,
    focus: { x: painting.width / 2, y: painting.height / 2 },
    frame: { width, height },
    camera: cameras.static,
  }
  const motions = makeWeather(stage, painting)
  const paints = motions.flatMap(({ sky, behind, over }) => [sky, behind, over]).filter((paint) => paint !== null)
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  const frameImage = pen.createImageData(width, height)
  // Each look at the image's own fields is a call out of JavaScript: once, not for every pixel.
  const target: Pixels = { data: frameImage.data, width, height }
  const warp = makeWarp({ pixels, depth, width: source.width, height: source.height })
  return {
    scene,
    facts: {
      place: 'given picture',
      time: 'as given',
      weather: weather.length > 0 ? weather.join(' and ') : 'as given',
      subjects: [],
      camera: plan.camera,
    },
    paint: (seconds) => {
      const share = seconds / durationSeconds
      warp(target, camera.view(share, seconds), camera.isTravelling)
      pen.putImageData(frameImage, 0, 0)
      const frame = makeFrame(stage, pen, seconds, share)
      for (const paint of paints) paint(frame)
      return canvas
    },
  }
}

/** The picture on white, as large as needed to fill the frame, the middle of it. */
function cover(picture: Canvas, width: number, height: number): Canvas {
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, width, height)
  pen.imageSmoothingEnabled = true
  pen.imageSmoothingQuality = 'high'
  const scale = Math.max(width / picture.width, height / picture.height)
  pen.drawImage(
    picture,
    (width - picture.width * scale) / 2,
    (height - picture.height * scale) / 2,
    picture.width * scale,
    picture.height * scale,
  )
  return canvas
}

interface Source {
  pixels: Uint8ClampedArray
  depth: Float32Array
  width: number
  height: number
}

/** Looks back from each pixel of the frame to where it comes from, between four pixels of the source. */
function makeWarp({ pixels, depth, width, height }: Source) {
  const [middleX, middleY] = [width / 2, height / 2]
  return (target: Pixels, view: View, isTravelling: boolean): void => {
    // Pans have no wider stage here: the whole picture moves by the room, near parts by a little more.
    const panX = view.x * (width - target.width) * 0.42
    const panY = view.y * (height - target.height) * 0.42
    const tiltX = view.x * width * PARALLAX * 0.5
    const tiltY = view.y * height * PARALLAX * 0.5
    const zoom = view.zoom - 1
    let to = 0
    for (let y = 0; y < target.height; y++) {
      const fromMiddleY = y - target.height / 2
      const depthRow = clamp(Math.round(middleY + fromMiddleY + panY), height - 1) * width
      for (let x = 0; x < target.width; x++, to += 4) {
        const fromMiddleX = x - target.width / 2
        const near = depth[depthRow + clamp(Math.round(middleX + fromMiddleX + panX), width - 1)] ?? 0
        const scale = 1 / (1 + zoom * (isTravelling ? 0.45 + 0.75 * near : 1))
        const sourceX = middleX + fromMiddleX * scale + panX + tiltX * (near - 0.5)
        const sourceY = middleY + fromMiddleY * scale + panY + tiltY * (near - 0.5)
        mixPixel(sourceX, sourceY, target.data, to)
      }
    }
  }
  function mixPixel(x: number, y: number, data: Uint8ClampedArray, to: number): void {
    const left = clamp(Math.floor(x), width - 2)
    const top = clamp(Math.floor(y), height - 2)
    const rightward = Math.max(0, Math.min(1, x - left))
    const downward = Math.max(0, Math.min(1, y - top))
    const from = (top * width + left) * 4
    const below = from + width * 4
    const upperLeft = (1 - rightward) * (1 - downward)
    const upperRight = rightward * (1 - downward)
    const lowerLeft = (1 - rightward) * downward
    const lowerRight = rightward * downward
    for (let channel = 0; channel < 3; channel++)
      data[to + channel] =
        (pixels[from + channel] ?? 0) * upperLeft +
        (pixels[from + 4 + channel] ?? 0) * upperRight +
        (pixels[below + channel] ?? 0) * lowerLeft +
        (pixels[below + 4 + channel] ?? 0) * lowerRight
    data[to + 3] = 255
  }
}

function clamp(value: number, high: number): number {
  return value < 0 ? 0 : value > high ? high : value
}
