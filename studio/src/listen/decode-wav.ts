import type { EncodeStep } from '../audio/encode-audio.ts'
import type { Pcm } from '../audio/pcm.ts'
import { Refusal } from '../refusal.ts'
import { hasText } from './audio-kind.ts'
import { makeStereoSink } from './stereo-sink.ts'

interface WavFormat {
  isFloat: boolean
  channels: number
  sampleRate: number
  bits: number
}

const INTEGER = 1
const FLOAT = 3
const EXTENSIBLE = 0xfffe
const CHANNELS_MAX = 64
const FRAMES_PER_STEP = 1 << 16

/** Integers of 8, 16, 24 and 32 bits, floats of 32 and 64, any number of channels. */
export async function decodeWav(bytes: Uint8Array, step: EncodeStep): Promise<Pcm> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { format, dataAt, dataBytes } = findChunks(bytes, view)
  const read = makeSampleReader(view, format)
  const sampleBytes = format.bits / 8
  const frames = Math.floor(dataBytes / (sampleBytes * format.channels))
  const sink = makeStereoSink({ ...format, frames })
  for (let start = 0; start < frames; start += FRAMES_PER_STEP) {
    await step(start / frames)
    const count = Math.min(FRAMES_PER_STEP, frames - start)
    const block = Array.from({ length: format.channels }, (_, channel) => {
      const samples = new Float32Array(count)
      for (let i = 0; i < count; i++)
        samples[i] = read(dataAt + ((start + i) * format.channels + channel) * sampleBytes)
      return samples
    })
    sink.write(block)
  }
  return sink.finish()
}

function findChunks(bytes: Uint8Array, view: DataView): { format: WavFormat; dataAt: number; dataBytes: number } {
  let format: WavFormat | null = null
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true)
    const rest = bytes.length - at - 8
    if (hasText(bytes, at, 'fmt ')) format = readFormat(view, at + 8, Math.min(size, rest))
    if (hasText(bytes, at, 'data')) {
      if (format === null) throw new Refusal('The WAV file does not say what its samples are; write it anew.')
      // Who writes a stream does not know its length beforehand.
      const isOpen = size === 0xffffffff || (size === 0 && rest > 0)
      if (size > rest && !isOpen) throw new Refusal('The WAV file is cut off; send the whole of it.')
      return { format, dataAt: at + 8, dataBytes: isOpen ? rest : size }
    }
    at += 8 + size + (size % 2)
  }
  throw new Refusal('The WAV file holds no samples; it is cut off or empty.')
}

function readFormat(view: DataView, at: number, size: number): WavFormat {
  if (size < 16) throw new Refusal('The WAV file is cut off; send the whole of it.')
  const tag = view.getUint16(at, true)
  // The real format stands at the start of the extension's identifier.
  const kind = tag === EXTENSIBLE && size >= 26 ? view.getUint16(at + 24, true) : tag
  const format: WavFormat = {
    isFloat: kind === FLOAT,
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  }
  const allowed = kind === INTEGER ? [8, 16, 24, 32] : kind === FLOAT ? [32, 64] : []
  if (!allowed.includes(format.bits))
    throw new Refusal(
      'The WAV file is compressed or of an uncommon sample format; send plain PCM of 8 to 32 bits or floats.',
    )
  if (format.channels < 1 || format.channels > CHANNELS_MAX)
    throw new Refusal(`The WAV file has ${format.channels} channels; send one of 1 to ${CHANNELS_MAX}.`)
  return format
}

/** Full scale is the largest positive integer: the inverse of what the encoders here do. */
function makeSampleReader(view: DataView, { isFloat, bits }: WavFormat): (at: number) => number {
  if (isFloat) return bits === 32 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true)
  switch (bits) {
    case 8:
      return (at) => (view.getUint8(at) - 128) / 127
    case 16:
      return (at) => view.getInt16(at, true) / 32_767
    case 24:
      return (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_607
    default:
      return (at) => view.getInt32(at, true) / 2_147_483_647
  }
}
