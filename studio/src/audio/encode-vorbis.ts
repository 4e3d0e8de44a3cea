import { createOggEncoder } from 'wasm-media-encoders'

import type { EncodeStep } from './encode-audio.ts'
import { encodeWithWasm } from './encode-with-wasm.ts'
import type { Pcm } from './pcm.ts'

/** Quality 5 is about 160 kbit/s, where listening tests call Vorbis transparent. */
const QUALITY = 5
/** Fixed: a random serial number would make two equal songs differ in bytes. */
const SERIAL_NUMBER = 0x4d45444c

export async function encodeVorbis(pcm: Pcm, step: EncodeStep): Promise<Uint8Array> {
  const encoder = await createOggEncoder()
  encoder.configure({
    channels: 2,
    sampleRate: pcm.sampleRate,
    vbrQuality: QUALITY,
    oggSerialNo: SERIAL_NUMBER,
  })
  return encodeWithWasm(encoder, pcm, step)
}
