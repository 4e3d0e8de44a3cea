import type { H264MP4Encoder } from 'h264-mp4-encoder'
import h264 from 'h264-mp4-encoder'
import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP3,
  MP4,
  Mp4OutputFormat,
  Output,
} from 'mediabunny'
import { clearDates } from './clear-dates.ts'
import type { FrameStep } from './encode-gif.ts'

interface Mp4Plan {
  /** Even. */
  width: number
  height: number
  framesPerSecond: number
  frames: number
  /** RGBA of a moment. */
  paint(seconds: number): Uint8ClampedArray
  /** An MP3; null = silent. */
  soundtrack: Uint8Array | null
}

/** Lower is better and larger; at 26 the painter's gradients show no steps. */
const QUANTISER = 26
/** The fastest setting is visibly no worse on flat colours, and twice as fast as the next. */
const SPEED = 10
const SECONDS_BETWEEN_KEYS = 2

/** H.264 in an MP4 whose index comes first, so that it plays while it loads. */
export async function encodeMp4(plan: Mp4Plan, step: FrameStep): Promise<Uint8Array> {
  const video = await encodeVideo(plan, step)
  await step(plan.frames)
  return mux(video, plan.soundtrack, plan.frames / plan.framesPerSecond)
}

async function encodeVideo(plan: Mp4Plan, step: FrameStep): Promise<Uint8Array> {
  const encoder: H264MP4Encoder = await h264.createH264MP4Encoder()
  encoder.width = plan.width
  encoder.height = plan.height
  encoder.frameRate = plan.framesPerSecond
  encoder.quantizationParameter = QUANTISER
  encoder.speed = SPEED
  encoder.groupOfPictures = plan.framesPerSecond * SECONDS_BETWEEN_KEYS
  encoder.initialize()
  try {
    for (let frame = 0; frame < plan.frames; frame++) {
      await step(frame)
      encoder.addFrameRgba(plan.paint(frame / plan.framesPerSecond))
    }
  } catch (error) {
    // An encoder that is deleted unfinished takes down all others of this thread.
    finish(encoder)
    throw error
  }
  return finish(encoder)
}

/** The film so far. Frees what the encoder holds: all encoders of a thread share one memory. */
function finish(encoder: H264MP4Encoder): Uint8Array {
  encoder.finalize()
  const video = encoder.FS.readFile(encoder.outputFilename)
  encoder.FS.unlink(encoder.outputFilename)
  encoder.delete()
  return video
}

const NAL_OF_KEY = 5

/** The encoder's file does not say which pictures need no other. Each packet is units with four bytes of length before them. */
function isKey(packet: Uint8Array): boolean {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
  for (let at = 0; at + 4 < packet.length; at += 4 + view.getUint32(at))
    if (((packet[at + 4] ?? 0) & 31) === NAL_OF_KEY) return true
  return false
}

/** Copies the packets of both into one file. Sound that outlasts the pictures, as the encoder's padding does, is left out. */
async function mux(video: Uint8Array, soundtrack: Uint8Array | null, seconds: number): Promise<Uint8Array> {
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target })
  const videoTrack = await new Input({ source: new BufferSource(video), formats: [MP4] }).getPrimaryVideoTrack()
  if (videoTrack === null) throw new Error('The encoder made a film without a video track')
  const pictures = new EncodedVideoPacketSource('avc')
  output.addVideoTrack(pictures)
  const audioTrack =
    soundtrack === null
      ? null
      : await new Input({ source: new BufferSource(soundtrack), formats: [MP3] }).getPrimaryAudioTrack()
  const sound = new EncodedAudioPacketSource('mp3')
  if (audioTrack !== null) output.addAudioTrack(sound)
  await output.start()
  const videoConfig = await videoTrack.getDecoderConfig()
  if (videoConfig === null) throw new Error('The film has no decoder configuration')
  for await (const packet of new EncodedPacketSink(videoTrack).packets())
    await pictures.add(packet.clone({ type: isKey(packet.data) ? 'key' : 'delta' }), { decoderConfig: videoConfig })
  if (audioTrack !== null) {
    const audioConfig = await audioTrack.getDecoderConfig()
    if (audioConfig === null) throw new Error('The soundtrack has no decoder configuration')
    for await (const packet of new EncodedPacketSink(audioTrack).packets())
      if (packet.timestamp + packet.duration <= seconds) await sound.add(packet, { decoderConfig: audioConfig })
  }
  await output.finalize()
  if (target.buffer === null) throw new Error('The film was not written')
  const bytes = new Uint8Array(target.buffer)
  clearDates(bytes)
  return bytes
}
