import type { ImageRequest } from '@medley/studio'

import { NO_FACTS, type ImageEditWork, type ImageWork, type ProducedItem } from '../../domain/work.ts'
import { COMPANIONS_SHARE } from './add-companions.ts'
import type { Run } from './make-run.ts'
import type { Making } from './making.ts'

const SHARE = 1 - COMPANIONS_SHARE

/** A picture of a text. */
export async function producePicture({ work, seed, run }: Making<ImageWork>): Promise<ProducedItem[]> {
  const { prompt, negativePrompt, width, height, format } = work
  return [await paint(run, { prompt, negativePrompt, width, height, format, seed }, SHARE)]
}

/** A change of a picture, and what was done to it. */
export async function produceEditedPicture({
  work,
  seed,
  request,
  run,
}: Making<ImageEditWork>): Promise<ProducedItem[]> {
  const { edit, prompt, negativePrompt, strength, width, height, margins, scale, format } = work
  const image = await request.readMedia(work.image)
  const mask = work.mask === null ? null : await request.readMedia(work.mask)
  const picture = await run(
    {
      kind: 'image-edit',
      edit,
      image: image.bytes,
      mask: mask?.bytes ?? null,
      prompt,
      negativePrompt,
      strength,
      width,
      height,
      margins,
      scale,
      seed,
      format,
    },
    SHARE,
  )
  return [{ ...pictureItem(picture, seed), changes: picture.facts.changes }]
}

/** A picture as a main result, painted from a text. */
export async function paint(run: Run, picture: Omit<ImageRequest, 'kind'>, share: number): Promise<ProducedItem> {
  const painted = await run({ kind: 'image', ...picture }, share)
  const { changes } = painted.facts
  // Drawn as asked, there is nothing to tell of it.
  return { ...pictureItem(painted, picture.seed), changes: changes.length === 0 ? null : changes }
}

function pictureItem(
  { mediaType, width, height, bytes }: Pick<ProducedItem, 'mediaType' | 'width' | 'height' | 'bytes'>,
  seed: number,
): ProducedItem {
  return { ...NO_FACTS, kind: 'image', mediaType, width, height, seed, bytes }
}
