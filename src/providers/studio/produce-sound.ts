import { NO_FACTS, type ProducedItem, type SoundWork } from '../../domain/work.ts'
import { COMPANIONS_SHARE } from './add-companions.ts'
import type { Making } from './making.ts'

/** A sound of a text, as long as asked for or as the video that it is for. */
export async function produceSound({ work, seed, request, run }: Making<SoundWork>): Promise<ProducedItem[]> {
  const { prompt, negativePrompt, durationSeconds } = work
  const video = work.video === null ? null : (await request.readMedia(work.video)).bytes
  const sound = await run(
    { kind: 'sound', prompt, negativePrompt, durationSeconds, video, seed, format: 'mp3' },
    1 - COMPANIONS_SHARE,
  )
  const { mediaType, bytes } = sound
  return [{ ...NO_FACTS, kind: 'audio', mediaType, durationSeconds: sound.durationSeconds, seed, bytes }]
}
