import type { StudioContext, VideoRequest, VideoResult } from '../contract.ts'
import { decodePicture } from '../image-edit/decode-picture.ts'
import { understandPrompt } from '../image/prompt/understand-prompt.ts'
import { freeCanvas } from '../image/pixels/pixels.ts'
import { makeRandom } from '../image/random.ts'
import { collectGarbage } from '../collect-garbage.ts'
import { Refusal } from '../refusal.ts'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import { chooseCamera } from './camera.ts'
import { encodeGif } from './encode-gif.ts'
import { encodeMp4 } from './encode-mp4.ts'
import { filmPicture } from './film-of-picture.ts'
import { filmScene } from './film-of-scene.ts'
import type { Film } from './film.ts'
import { makeSoundtrack } from './make-soundtrack.ts'

const MP4_FRAMES_PER_SECOND = 24
/** Eight hundredths of a second each: GIFs count in hundredths. */
const GIF_FRAMES_PER_SECOND = 12.5
/** Pixels of a GIF's longer side: it has no better compression than a dictionary. */
const GIF_SIDE_MAX = 480

/** Four times the largest frame: enough of a picture that is cut to the frame's proportions. */
const PICTURE_MEGAPIXELS = 8

/** A film of 1 to 10 seconds: a scene that is painted from the prompt, or a given picture, in motion, with a score of its own. */
export async function makeVideo(request: VideoRequest, context: StudioContext): Promise<VideoResult> {
  assertSize(request)
  context.onProgress(1)
  await pauseUnlessAborted(context)
  const size = request.format === 'gif' ? shrink(request, GIF_SIDE_MAX) : request
  const { film, scenePrompt } = await makeFilm({ ...request, width: size.width, height: size.height }, context)
  context.onProgress(10)
  collectGarbage()
  const { poster, lastFrame } = await paintStills(film, request.durationSeconds, context)
  context.onProgress(12)
  const show = { ...request, width: size.width, height: size.height }
  const encoded =
    request.format === 'gif' ? await toGif(film, show, context) : await toMp4(film, show, scenePrompt, context)
  context.onProgress(100)
  return {
    kind: 'video',
    ...encoded,
    width: size.width,
    height: size.height,
    poster,
    lastFrame,
    facts: film.facts,
  }
}

function assertSize({ width, height, durationSeconds }: VideoRequest): void {
  const isSide = (side: number): boolean => Number.isInteger(side) && side % 2 === 0 && side >= 128 && side <= 1280
  if (!isSide(width) || !isSide(height))
    throw new Refusal(`A video of ${width} x ${height} cannot be made: both sides are even, from 128 to 1280 pixels`)
  if (!(durationSeconds >= 1 && durationSeconds <= 10))
    throw new Refusal(`A video of ${durationSeconds} seconds cannot be made: 1 to 10 seconds can`)
}

/** Even sides in the same proportion. */
function shrink({ width, height }: VideoRequest, sideMax: number): { width: number; height: number } {
  const scale = Math.min(1, sideMax / Math.max(width, height))
  const side = (length: number): number => Math.max(2, Math.round((length * scale) / 2) * 2)
  return { width: side(width), height: side(height) }
}

async function makeFilm(request: VideoRequest, context: StudioContext): Promise<{ film: Film; scenePrompt: string }> {
  const seed = `${request.seed}|${request.prompt}`
  const { name: camera, scenePrompt } = chooseCamera(request.prompt, makeRandom(seed, 'camera'))
  const scene = understandPrompt(scenePrompt, request.negativePrompt, makeRandom(seed, 'scene'))
  const { width, height, durationSeconds } = request
  const plan = { scene, seed, camera, width, height, durationSeconds }
  await pauseUnlessAborted(context)
  if (request.image === null) return { film: await filmScene({ ...plan, prompt: scenePrompt }, context), scenePrompt }
  const { canvas: picture } = await decodePicture(request.image, 'picture', { megapixelsKept: PICTURE_MEGAPIXELS })
  await pauseUnlessAborted(context)
  const film = await filmPicture({ ...plan, picture }, context)
  freeCanvas(picture)
  return { film, scenePrompt }
}

async function paintStills(
  film: Film,
  durationSeconds: number,
  context: StudioContext,
): Promise<Pick<VideoResult, 'poster' | 'lastFrame'>> {
  const still = async (seconds: number): Promise<Uint8Array> => {
    const bytes = new Uint8Array(await film.paint(seconds).encode('png'))
    await pauseUnlessAborted(context)
    return bytes
  }
  return { poster: await still(0), lastFrame: await still(durationSeconds - 1 / MP4_FRAMES_PER_SECOND) }
}

type Encoded = Pick<VideoResult, 'bytes' | 'mediaType' | 'durationSeconds' | 'framesPerSecond'>

async function toMp4(film: Film, request: VideoRequest, scenePrompt: string, context: StudioContext): Promise<Encoded> {
  const { width, height, seed, negativePrompt } = request
  const frames = Math.round(request.durationSeconds * MP4_FRAMES_PER_SECOND)
  const durationSeconds = frames / MP4_FRAMES_PER_SECOND
  const soundtrack = await makeSoundtrack(
    { asked: request.prompt, prompt: scenePrompt, negativePrompt, scene: film.scene, durationSeconds, seed },
    { signal: context.signal, onProgress: (percent) => context.onProgress(12 + percent * 0.2) },
  )
  collectGarbage()
  const bytes = await encodeMp4(
    { width, height, framesPerSecond: MP4_FRAMES_PER_SECOND, frames, paint: pixelsOf(film), soundtrack },
    makeFrameStep(context, 32, frames),
  )
  return { bytes, mediaType: 'video/mp4', durationSeconds, framesPerSecond: MP4_FRAMES_PER_SECOND }
}

async function toGif(
  film: Film,
  { width, height, durationSeconds }: VideoRequest,
  context: StudioContext,
): Promise<Encoded> {
  const frames = Math.ceil(durationSeconds * GIF_FRAMES_PER_SECOND)
  // The last frame is shorter where the length is no multiple.
  const end = Math.round(durationSeconds * 100) / 100
  const times = Array.from({ length: frames + 1 }, (_, frame) => Math.min(end, frame / GIF_FRAMES_PER_SECOND))
  const plan = { width, height, times, paint: pixelsOf(film) }
  const bytes = await encodeGif(plan, makeFrameStep(context, 15, frames))
  return { bytes, mediaType: 'image/gif', durationSeconds: end, framesPerSecond: GIF_FRAMES_PER_SECOND }
}

function pixelsOf(film: Film): (seconds: number) => Uint8ClampedArray {
  return (seconds) => {
    const canvas = film.paint(seconds)
    return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
  }
}

/** Each frame is read into memory of its own: of the largest six megabytes. */
const FRAMES_PER_COLLECTION = 4

function makeFrameStep(context: StudioContext, from: number, frames: number): (frame: number) => Promise<void> {
  return async (frame) => {
    if (frame % FRAMES_PER_COLLECTION === 0) collectGarbage()
    context.onProgress(from + ((99 - from) * frame) / frames)
    await pauseUnlessAborted(context)
  }
}
