import type { MediaInput, Work } from '../../domain/work.ts'

/** The files that a work names. */
export function mediaOf(work: Work): MediaInput[] {
  switch (work.capability) {
    case 'image.edit':
      return work.mask === null ? [work.image] : [work.image, work.mask]
    case 'music.modify':
      return [work.audio]
    case 'sound.generate':
      return work.video === null ? [] : [work.video]
    case 'video.generate':
    case 'model3d.generate':
      return work.image === null ? [] : [work.image]
    case 'image.generate':
    case 'lyrics.generate':
    case 'music.compose':
    case 'speech.synthesize':
    case 'chat.complete':
      return []
  }
}
