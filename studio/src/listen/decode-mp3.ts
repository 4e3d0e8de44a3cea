import { MPEGDecoder } from 'mpg123-decoder'

import type { EncodeStep } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import { Refusal } from '../refusal.ts'
import { makeStereoSink } from './stereo-sink.ts'
import { walkMp3 } from './walk-mp3.ts'

/** About a second of sound. */
const BYTES_PER_STEP = 1 << 15
/** A frame whose data lies in the frame that a cut took away cannot be decoded; more than a few are a broken file. */
const ERRORS_MAX = 4

/** MPEG 1, 2 and 2.5 layer III, trimmed as the gapless header says. */
export async function decodeMp3(bytes: Uint8Array, step: EncodeStep): Promise<Pcm> {
  const { start, end, sampleRate, samples } = walkMp3(bytes)
  const sink = makeStereoSink({ sampleRate, channels: 2, frames: samples })
  const decoder = new MPEGDecoder()
  await decoder.ready
  let errors = 0
  try {
    for (let at = start; at < end; at += BYTES_PER_STEP) {
      await step((at - start) / (end - start))
      const decoded = decoder.decode(bytes.subarray(at, Math.min(end, at + BYTES_PER_STEP)))
      errors += decoded.errors.length
      if (errors > ERRORS_MAX) throw new Refusal('The MP3 file is broken: its frames cannot be decoded.')
      if (decoded.samplesDecoded > 0) sink.write(decoded.channelData)
    }
  } finally {
    decoder.free()
  }
  return sink.finish()
}
