import type { ImageRequest } from '@medley/studio'

import { NO_FACTS, type ImageEditWork, type ImageWork, type ProducedItem } from '../../domain/work.ts'
import { COMPANIONS_SHARE } from './add-companions.ts'
import type { Run } from './make-run.ts'
import type { Making } from './making.ts'

const SHARE = 1 - COMPANIONS_SHARE

export async function producePicture({ work, seed, run }: Making<ImageWork>): Promise<ProducedItem[]> {
  const { prompt, negativePrompt, width, height, format } = work
  const picture = await paint(run, { prompt, negativePrompt, width, height, format, seed }, SHARE)
  return [picture]
}

export async function produceEditedPicture(making: Making<ImageEditWork>): Promise<ProducedItem[]> {
  const { work, seed, request, run } = making
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
  return [pictureItem(picture, seed)]
}

/** A main picture, painted from a text. */
export async function paint(run: Run, picture: Omit<ImageRequest, 'kind'>, share: number): Promise<ProducedItem> {
  return pictureItem(await run({ kind: 'image', ...picture }, share), picture.seed)
}

function pictureItem(
  { mediaType, width, height, bytes }: Pick<ProducedItem, 'mediaType' | 'width' | 'height' | 'bytes'>,
  seed: number,
): ProducedItem {
  return { ...NO_FACTS, kind: 'image', mediaType, width, height, seed, bytes }
}
