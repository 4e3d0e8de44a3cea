import { NO_FACTS, type ProducedItem, type VideoWork } from '../../domain/work.ts'
import { COMPANIONS_SHARE } from './add-companions.ts'
import type { Run } from './make-run.ts'
import type { Making } from './making.ts'

/** A film, its first picture and its last. */
export async function produceFilm({ work, seed, request, run }: Making<VideoWork>): Promise<ProducedItem[]> {
  const { prompt, negativePrompt, durationSeconds, format } = work
  const image = work.image === null ? null : (await request.readMedia(work.image)).bytes
  const { width, height } = await frameOf(run, work, image)
  const film = await run(
    { kind: 'video', prompt, negativePrompt, image, width, height, durationSeconds, format, seed },
    1 - COMPANIONS_SHARE - SHAPE_SHARE,
  )
  const still = { ...NO_FACTS, kind: 'image', of: 0, mediaType: 'image/png', width, height, seed } as const
  return [
    {
      ...NO_FACTS,
      kind: 'video',
      mediaType: film.mediaType,
      width: film.width,
      height: film.height,
      durationSeconds: film.durationSeconds,
      seed,
      bytes: film.bytes,
    },
    { ...still, role: 'poster', bytes: film.poster },
    { ...still, role: 'last_frame', bytes: film.lastFrame },
  ]
}

/** Of the work of a film: looking how large its picture is. */
const SHAPE_SHARE = 0.01
/** Pixels of a film whose shape follows its picture: as many as the sizes that can be asked for have. */
const AREA = 832 * 480
const SIDE_MIN = 128
const SIDE_MAX = 1280
/** What a video encoder cuts pictures into. */
const BLOCK = 16

/** In the shape of its picture where nothing else was asked for. */
async function frameOf(
  run: Run,
  work: VideoWork,
  image: Uint8Array | null,
): Promise<{ width: number; height: number }> {
  if (work.width !== null && work.height !== null) return { width: work.width, height: work.height }
  const picture = image === null ? null : await run({ kind: 'companions', file: image }, SHAPE_SHARE)
  // What is no picture is refused by whoever has to paint with it.
  const ratio = picture?.width && picture.height ? picture.width / picture.height : 16 / 9
  return { width: toSide(Math.sqrt(AREA * ratio)), height: toSide(Math.sqrt(AREA / ratio)) }
}

function toSide(pixels: number): number {
  return Math.min(SIDE_MAX, Math.max(SIDE_MIN, Math.round(pixels / BLOCK) * BLOCK))
}
