import { readVideo } from '../companions/read-video.ts'
import type { SoundRequest } from '../contract.ts'
import { Refusal } from '../refusal.ts'

/** Where neither a length nor a video is given. */
const DEFAULT_SECONDS = 8
/** Of a longer video the beginning gets its sound. */
const SECONDS_MAX = 30
/** A video of one picture still gets a sound that is a file. */
const SECONDS_MIN = 0.1
const VIDEO_BYTES_MAX = 100_000_000

/** Seconds that the sound lasts. Refuses a video that cannot be read, whether or not its length is needed. */
export function chooseDuration(request: Pick<SoundRequest, 'durationSeconds' | 'video'>): number {
  const videoSeconds = request.video === null ? null : readVideoLength(request.video)
  return request.durationSeconds ?? videoSeconds ?? DEFAULT_SECONDS
}

function readVideoLength(video: Uint8Array): number {
  if (video.length > VIDEO_BYTES_MAX) throw new Refusal('video: it is larger than 100 MB. Send a smaller file.')
  const facts = readVideo(video)
  if (facts === null || facts.video === null || facts.durationSeconds === null) {
    throw new Refusal('video: this is no MP4 or WebM whose length can be read. Send another file.')
  }
  return Math.min(SECONDS_MAX, Math.max(SECONDS_MIN, facts.durationSeconds))
}
