import type { AudioFormat, StudioContext } from '../contract.ts'
import { encodeFlac } from './encode-flac.ts'
import { encodeMp3 } from './encode-mp3.ts'
import { encodeVorbis } from './encode-vorbis.ts'
import { encodeWav } from './encode-wav.ts'
import { pauseUnlessAborted } from './pause-unless-aborted.ts'
import type { Pcm } from './pcm.ts'

export interface EncodedAudio {
  bytes: Uint8Array
  mediaType: string
}

/** Called between chunks with the share done, 0 to 1; it may wait, and throw to stop the encoder. */
export type EncodeStep = (share: number) => Promise<void>

/**
 * Encodes stereo PCM. WAV, FLAC and OGG hold exactly the given samples; MP3 does too for players that read the
 * gapless header, others hear up to two frames (52 ms) more. Reports no progress: see `encodeAudioInSteps`.
 */
export async function encodeAudio(pcm: Pcm, format: AudioFormat, context: StudioContext): Promise<EncodedAudio> {
  return encodeAudioInSteps(pcm, format, () => pauseUnlessAborted(context))
}

export async function encodeAudioInSteps(pcm: Pcm, format: AudioFormat, step: EncodeStep): Promise<EncodedAudio> {
  switch (format) {
    case 'mp3':
      return { bytes: await encodeMp3(pcm, step), mediaType: 'audio/mpeg' }
    case 'ogg':
      return { bytes: await encodeVorbis(pcm, step), mediaType: 'audio/ogg' }
    case 'wav':
      return { bytes: await encodeWav(pcm, step), mediaType: 'audio/wav' }
    case 'flac':
      return { bytes: await encodeFlac(pcm, step), mediaType: 'audio/flac' }
  }
}
