import type { Canvas } from '@napi-rs/canvas'
import { createCanvas } from '@napi-rs/canvas'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import { fade } from '../image/colour.ts'
import { placedWords } from '../image/paint-image.ts'
import type { Painting } from '../image/painting.ts'
import type { Place } from '../image/places/place.ts'
import { places } from '../image/places/places.ts'
import type { Scene } from '../image/prompt/scene.ts'
import { namePlace } from '../image/prompt/understand-prompt.ts'
import { fillCircle } from '../image/shapes.ts'
import { preparePainting } from '../image/prepare-painting.ts'
import type { PlacedSubject } from '../image/subjects/arrange-subjects.ts'
import type { CameraName } from './camera.ts'
import { cameras } from './camera.ts'
import type { Film, FilmPlan, Interrupt } from './film.ts'
import { makeFinish } from './make-finish.ts'
import { makeAbstract } from './move-abstract.ts'
import { makeGround } from './move-ground.ts'
import { makePlaceMotion } from './move-place.ts'
import { makeActors, paintActors } from './move-subjects.ts'
import { makeWeather } from './move-weather.ts'
import { CLOUD_ROOM, paintLayers } from './paint-layers.ts'
import type { Frame, Stage } from './stage.ts'
import { depths, makeFrame } from './stage.ts'

export interface ScenePlan extends FilmPlan {
  scene: Scene
  seed: string
  /** Verbs are read from it. */
  prompt: string
  camera: CameraName
}

/** A scene of the image generator set in motion: its layers, weather and subjects, and a camera that moves through them. */
export async function filmScene(plan: ScenePlan, context: Interrupt): Promise<Film> {
  const { scene, seed, width, height, durationSeconds } = plan
  const camera = cameras[plan.camera]
  const size = { width: Math.round(width * camera.room.x), height: Math.round(height * camera.room.y) }
  const { painting, placed } = await preparePainting(scene, seed, size)
  await pauseUnlessAborted(context)
  const stage = makeStage(plan, painting, placed)
  const actors = paintActors(stage, painting, await makeActors(painting, placed, plan.prompt, context), durationSeconds)
  const world =
    scene.place === 'abstract'
      ? [makeAbstract(stage, painting), actors]
      : await buildWorld({ stage, painting, durationSeconds, actors, place: places[scene.place] }, context)
  const paints = [...world, makeFinish(stage.frame, scene)]
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  return {
    scene,
    facts: {
      place: namePlace(scene),
      time: scene.time,
      weather: scene.weather.join(' and '),
      subjects: placedWords(scene, placed),
      camera: plan.camera,
    },
    paint: (seconds) => {
      const frame = makeFrame(stage, pen, seconds, seconds / durationSeconds)
      for (const paint of paints) paint(frame)
      return canvas
    },
  }
}

function makeStage(plan: ScenePlan, painting: Painting, placed: readonly PlacedSubject[]): Stage {
  const { width, height, pixelsPerUnitX, pixelsPerUnitY, layout } = painting
  const total = placed.reduce((sum, item) => sum + item.width * item.height, 0)
  const mean = (of: (item: PlacedSubject) => number): number =>
    placed.reduce((sum, item) => sum + of(item) * item.width * item.height, 0) / total
  const middle = (item: PlacedSubject): number => (item.habitat === 'air' ? item.y : item.y - item.height / 2)
  const focus =
    total > 0 ? { x: mean(({ x }) => x), y: mean(middle) } : { x: width / 2, y: Math.min(layout.horizon, height * 0.7) }
  return {
    width,
    height,
    pixelsPerUnitX,
    pixelsPerUnitY,
    layout,
    focus,
    frame: { width: plan.width, height: plan.height },
    camera: cameras[plan.camera],
  }
}

type Paint = (frame: Frame) => void

interface World {
  stage: Stage
  painting: Painting
  place: Place
  durationSeconds: number
  actors: Paint
}

/** Everything that is painted for one frame, from the sky forward: the order of `paintImage`. */
async function buildWorld(
  { stage, painting, place, durationSeconds, actors }: World,
  context: Interrupt,
): Promise<Paint[]> {
  const layers = await paintLayers(painting, place, context)
  const weather = makeWeather(stage, painting)
  const isIndoors = stage.layout.window !== null
  const behind = weather.map((motion) => motion.behind)
  const over = weather.map((motion) => motion.over)
  const sheet =
    (canvas: Canvas, depth: number): Paint =>
    ({ pen, look }) => {
      look(depth)
      pen.drawImage(canvas, 0, 0, stage.width, stage.height)
    }
  await pauseUnlessAborted(context)
  return [
    sheet(layers.sky, depths.sky),
    makeTwinkle(stage, painting),
    ...weather.map((motion) => motion.sky),
    layers.clouds === null ? null : makeClouds(stage, painting, layers.clouds, durationSeconds),
    ...(isIndoors ? [...behind, ...over] : []),
    sheet(layers.back, depths.back),
    makeGround(stage, painting, layers.ground),
    makePlaceMotion(stage, painting),
    ...(isIndoors ? [] : behind),
    actors,
    sheet(layers.front, depths.front),
    ...(isIndoors ? [] : over),
  ].filter((paint) => paint !== null)
}

/** Some of the stars grow and fade. */
function makeTwinkle(stage: Stage, painting: Painting): Paint | null {
  const { light, scene, layout } = painting
  if (light.stars < 0.2 || scene.without.has('star') || layout.submerged) return null
  const random = painting.random('twinkle')
  const stars = Array.from({ length: Math.round((stage.width / 1000) * 26 * light.stars) }, () => ({
    x: random.between(0, stage.width),
    y: random.next() ** 1.4 * layout.horizon * 0.8,
    radius: random.between(1.4, 3),
    phase: random.between(0, Math.PI * 2),
    speed: random.between(1.2, 3),
  }))
  return ({ pen, look, seconds }) => {
    look(depths.sky)
    for (const { x, y, radius, phase, speed } of stars) {
      const strength = Math.max(0, Math.sin(seconds * speed + phase))
      pen.fillStyle = fade('#ffffff', strength)
      fillCircle(pen, x, y, radius * (0.5 + strength * 0.5))
    }
  }
}

/** All clouds go one way, a little faster in wind, and are where the painter wanted them at half time. */
function makeClouds(stage: Stage, painting: Painting, clouds: Canvas, durationSeconds: number): Paint {
  const side = painting.random('cloud drift').chance(0.5) ? 1 : -1
  const room = (CLOUD_ROOM - 1) * stage.width
  const isWindy = painting.scene.weather.includes('wind') || painting.scene.weather.includes('storm')
  const speed = Math.min(isWindy ? 38 : 14, room / durationSeconds)
  return ({ pen, look, seconds }) => {
    look(depths.clouds)
    pen.drawImage(
      clouds,
      -room / 2 + side * speed * (seconds - durationSeconds / 2),
      0,
      stage.width * CLOUD_ROOM,
      stage.height,
    )
  }
}
