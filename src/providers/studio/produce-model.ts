import { NO_FACTS, type Model3dWork, type ProducedItem } from '../../domain/work.ts'
import { COMPANIONS_SHARE } from './add-companions.ts'
import type { Making } from './making.ts'

/** A 3D model, a picture and a film of it, and the picture that it was made of, cut out. */
export async function produceModel({ work, seed, request, run }: Making<Model3dWork>): Promise<ProducedItem[]> {
  const image = work.image === null ? null : (await request.readMedia(work.image)).bytes
  const model = await run({ kind: 'model3d', prompt: work.prompt, image, seed }, 1 - COMPANIONS_SHARE)
  const along = { ...NO_FACTS, of: 0, seed }
  const picture = { ...along, kind: 'image', mediaType: 'image/png' } as const
  return [
    { ...NO_FACTS, kind: 'model', mediaType: model.mediaType, seed, bytes: model.bytes },
    { ...picture, role: 'preview', bytes: model.preview },
    { ...along, kind: 'video', role: 'turntable', mediaType: 'video/mp4', bytes: model.turntable },
    { ...picture, role: 'cut_out', bytes: model.cutOut },
  ]
}
