import type { EncodeStep } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import { Refusal } from '../refusal.ts'
import { findAudioKind } from './audio-kind.ts'
import type { AudioKind } from './audio-kind.ts'
import { decodeFlac } from './decode-flac.ts'
import { decodeMp3 } from './decode-mp3.ts'
import { decodeVorbis } from './decode-vorbis.ts'
import { decodeWav } from './decode-wav.ts'

export interface DecodedAudio {
  kind: AudioKind
  /** At the file's own sample rate. 16-bit samples are `toPcm16`'s inverse: encoded again they are what they were. */
  pcm: Pcm
}

const BYTES_MAX = 100 * 2 ** 20

/**
 * Any MP3, WAV, FLAC or OGG Vorbis as stereo, up to ten minutes and 100 MB; more channels are mixed down, one is doubled.
 * Memory is bounded by what the file's headers say, which is checked first, and by what comes out, which is checked while
 * it comes. Throws a `Refusal` for all else: other formats, cut off files, garbage.
 */
export async function decodeAudio(bytes: Uint8Array, step: EncodeStep): Promise<DecodedAudio> {
  if (bytes.length > BYTES_MAX)
    throw new Refusal('The audio is larger than 100 MB; send a shorter or a compressed one.')
  const kind = findAudioKind(bytes)
  if (kind === null) throw new Refusal(`The audio is ${describe(bytes)}; send an MP3, WAV, FLAC or OGG Vorbis file.`)
  const pcm = await decode(kind, bytes, step)
  if (pcm.channels[0].length === 0) throw new Refusal('The audio holds no sound; send a file with some.')
  return { kind, pcm }
}

async function decode(kind: AudioKind, bytes: Uint8Array, step: EncodeStep): Promise<Pcm> {
  switch (kind) {
    case 'wav':
      return decodeWav(bytes, step)
    case 'flac':
      return decodeFlac(bytes, step)
    case 'ogg':
      return decodeVorbis(bytes, step)
    case 'mp3':
      return decodeMp3(bytes, step)
  }
}

/** What people send by mistake, by its first bytes. */
const OTHERS: [string, string][] = [
  ['89504e47', 'a PNG picture'],
  ['ffd8ff', 'a JPEG picture'],
  ['47494638', 'a GIF picture'],
  ['25504446', 'a PDF'],
  ['504b0304', 'a ZIP archive'],
  ['1a45dfa3', 'a WebM or Matroska file'],
  ['464f524d', 'an AIFF file'],
  ['52494646', 'a RIFF file without sound'],
]

function describe(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'empty'
  const start = Buffer.from(bytes.subarray(0, 12)).toString('hex')
  if (start.slice(8, 16) === '66747970') return 'an MP4 or M4A file'
  return OTHERS.find(([magic]) => start.startsWith(magic))?.[1] ?? 'in no format that is known here'
}
