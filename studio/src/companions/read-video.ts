import type { VideoFacts } from './video-facts.ts'
import { readMp4 } from './read-mp4.ts'
import { readWebm } from './read-webm.ts'

/**
 * An MP4's or WebM's headers; null when it is neither or broken. Our own readers: those of larger libraries believe the counts
 * that a broken file claims and then count to four billion. Here no step is taken that the file's own bytes do not pay for.
 */
export function readVideo(file: Uint8Array): VideoFacts | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  try {
    if (view.getUint32(0) === 0x1a45dfa3) return readWebm(view)
    return view.getUint32(4) === 0x66747970 ? readMp4(view) : null
  } catch (error) {
    // The end of the bytes in the middle of something.
    if (error instanceof RangeError) return null
    throw error
  }
}
