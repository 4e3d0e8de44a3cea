import { encodeAudioInSteps } from '../audio/encode-audio.ts'
import type { EncodeStep } from '../audio/encode-audio.ts'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { SongRequest, SongResult, StudioContext } from '../contract.ts'
import { masterSong } from './master/master-song.ts'
import { renderScore } from './render-score.ts'
import { writeScore } from './write-score.ts'

/** A song from a prompt: composed, played by sampled instruments, mastered and encoded. */
export async function composeSong(request: SongRequest, context: StudioContext): Promise<SongResult> {
  await pauseUnlessAborted(context)
  const score = writeScore(request)
  const pcm = await renderScore(score, makeStep(context, 2, 60))
  await masterSong(pcm, score, makeStep(context, 60, 70))
  const { bytes, mediaType } = await encodeAudioInSteps(pcm, request.format, makeStep(context, 70, 100))
  context.onProgress(100)
  return {
    kind: 'song',
    bytes,
    mediaType,
    durationSeconds: pcm.channels[0].length / pcm.sampleRate,
    bpm: score.bpm,
    key: score.key,
    title: score.title,
    genre: score.genre,
    sections: score.sections.map(({ name, beat }) => ({ name, startSeconds: (beat * 60) / score.bpm })),
  }
}

/** Reports a stage's share of the whole, and lets an abort in. */
function makeStep(context: StudioContext, from: number, to: number): EncodeStep {
  return async (share) => {
    context.onProgress(from + (to - from) * share)
    await pauseUnlessAborted(context)
  }
}
