import type { Canvas } from '@napi-rs/canvas'
import { collectGarbage } from '../collect-garbage.ts'
import type { ImageRequest, ImageResult, StudioContext } from '../contract.ts'
import { encodePicture } from './encode-picture.ts'
import { letterTitle } from './lettering/letter-title.ts'
import { makeSheet } from './lettering/make-sheet.ts'
import { paintScene } from './paint-scene.ts'
import type { Painting } from './painting.ts'
import { freeCanvas, takePixels, toCanvas } from './pixels/pixels.ts'
import type { Scene } from './prompt/scene.ts'
import { namePlace, understandPrompt } from './prompt/understand-prompt.ts'
import { makeRandom } from './random.ts'
import type { Style } from './styles/style.ts'
import type { StyleName } from './styles/styles.ts'
import { styles } from './styles/styles.ts'
import type { PlacedSubject } from './subjects/arrange-subjects.ts'
import { isTableTop } from './subjects/frame-subjects.ts'

/** Prompt in, picture out: understands the words, then paints from the sky forward. Any prompt gives a picture. */
export async function paintImage(request: ImageRequest, context: StudioContext): Promise<ImageResult> {
  const { width, height, format } = request
  const step = makeSteps(context)
  await step(1)
  const seed = `${request.seed}|${request.prompt}`
  const scene = understandPrompt(request.prompt, request.negativePrompt, makeRandom(seed, 'scene'))
  await step(10)
  const sheet = makeSheet({ width, height }, scene)
  const { painting, placed } = await paintScene(scene, { seed, ...sheet.picture, step })
  const styled = scene.style === null ? painting.canvas : await applyStyle(painting, scene.style, context.signal)
  collectGarbage()
  await step(78)
  const canvas = sheet.mount(styled)
  if (scene.title !== null) letterTitle(canvas, scene.title, sheet.titleBox)
  await step(80)
  const bytes = await encodePicture(canvas, format)
  freeCanvas(canvas)
  await step(100)
  return {
    kind: 'image',
    bytes,
    mediaType: `image/${format}`,
    width,
    height,
    facts: {
      place: namePlace(scene),
      time: scene.time,
      weather: scene.weather.join(' and '),
      subjects: [...placedWords(scene, placed), ...(scene.crop === null ? [] : [`field of ${scene.crop.word}`])],
      changes: scene.unpainted.length === 0 ? [] : [`not drawn: ${scene.unpainted.join(', ')}`],
    },
  }
}

/** Reports, lets messages in (an abort comes as one), and stops if asked to. */
function makeSteps({ signal, onProgress }: StudioContext): (percent: number) => Promise<void> {
  return async (percent) => {
    signal.throwIfAborted()
    onProgress(Math.round(percent))
    await new Promise((resolve) => setImmediate(resolve))
    signal.throwIfAborted()
  }
}

/** Takes the painting's canvas: of the largest pictures there is no room for another copy. */
async function applyStyle({ canvas, random }: Painting, name: StyleName, signal: AbortSignal): Promise<Canvas> {
  const style: Style = styles[name]
  collectGarbage()
  const styled = await style.apply(takePixels(canvas), { signal, random: random('style') })
  collectGarbage()
  return toCanvas(styled)
}

/** "three rocket" style: the number only where it is not one. */
export function placedWords(scene: Scene, placed: readonly PlacedSubject[]): string[] {
  return scene.subjects.flatMap((subject) => {
    const shown = placed.flatMap((item) => [item.subject, ...item.carries])
    const count = isTableTop(scene, subject) ? 1 : shown.filter((each) => each === subject).length
    return count === 0 ? [] : [count === 1 ? subject.word : `${count} ${subject.word}`]
  })
}
