import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis'

import type { EncodeStep } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import { Refusal } from '../refusal.ts'
import { hasText } from './audio-kind.ts'
import { makeStereoSink } from './stereo-sink.ts'

const CUT_OFF = 'The OGG file is cut off or broken; send the whole of it.'
const PAGE_HEAD_BYTES = 27
const LAST_PAGE = 4
const PAGES_PER_STEP = 4
const CHANNELS_MAX = 8
/** Vorbis puts the centre second and the low one last; these are the places in the order of WAV. */
const ORDERS: Record<number, number[]> = {
  3: [0, 2, 1],
  5: [0, 2, 1, 3, 4],
  6: [0, 2, 1, 5, 3, 4],
  7: [0, 2, 1, 6, 5, 3, 4],
  8: [0, 2, 1, 7, 5, 6, 3, 4],
}

interface Page {
  start: number
  end: number
}

/** One Vorbis stream, decoded page by page: a page of 64 kB holds 255 blocks at most, which bounds what comes out of it. */
export async function decodeVorbis(bytes: Uint8Array, step: EncodeStep): Promise<Pcm> {
  const { pages, frames } = walkPages(bytes)
  const { sampleRate, channels } = readIdentification(bytes)
  const sink = makeStereoSink({ sampleRate, channels, frames })
  const order = ORDERS[channels]
  const decoder = new OggVorbisDecoder()
  await decoder.ready
  const take = (decoded: Awaited<ReturnType<OggVorbisDecoder['decode']>>) => {
    if (decoded.errors.length > 0) throw new Refusal(CUT_OFF)
    if (decoded.samplesDecoded === 0) return
    sink.write(
      order === undefined
        ? decoded.channelData
        : order.map((index) => decoded.channelData[index] ?? new Float32Array(0)),
    )
  }
  try {
    for (const [index, { start, end }] of pages.entries()) {
      if (index % PAGES_PER_STEP === 0) await step(index / pages.length)
      take(await decoder.decode(bytes.subarray(start, end)))
    }
    take(await decoder.flush())
  } finally {
    decoder.free()
  }
  return sink.finish()
}

/** Every page of the file; the last one counts the samples. */
function walkPages(bytes: Uint8Array): { pages: Page[]; frames: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const pages: Page[] = []
  for (let at = 0; at < bytes.length;) {
    const segments = bytes.subarray(at + PAGE_HEAD_BYTES, at + PAGE_HEAD_BYTES + (bytes[at + 26] ?? 0))
    const end = at + PAGE_HEAD_BYTES + segments.length + segments.reduce((sum, length) => sum + length, 0)
    if (!hasText(bytes, at, 'OggS') || end > bytes.length) throw new Refusal(CUT_OFF)
    pages.push({ start: at, end })
    if (((bytes[at + 5] ?? 0) & LAST_PAGE) !== 0) {
      if (end < bytes.length) throw new Refusal('The OGG file holds several streams; send one with one song.')
      return { pages, frames: Number(view.getBigUint64(at + 6, true)) }
    }
    at = end
  }
  throw new Refusal(CUT_OFF)
}

/** The first packet, right behind the first page's head and its one segment. */
function readIdentification(bytes: Uint8Array): { sampleRate: number; channels: number } {
  const at = PAGE_HEAD_BYTES + (bytes[26] ?? 0)
  if (hasText(bytes, at, 'OpusHead')) throw new Refusal('The OGG file holds Opus; send Vorbis, MP3, WAV or FLAC.')
  if (!hasText(bytes, at, '\u0001vorbis') || at + 16 > bytes.length)
    throw new Refusal('The OGG file holds no Vorbis; send Vorbis, MP3, WAV or FLAC.')
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 16)
  const channels = view.getUint8(11)
  if (channels < 1 || channels > CHANNELS_MAX)
    throw new Refusal(`The OGG file has ${channels} channels; send one of 1 to ${CHANNELS_MAX}.`)
  return { sampleRate: view.getUint32(12, true), channels }
}
