/** What goes with a file: its facts, a thumbnail and a blur hash. */
import type { Canvas } from '@napi-rs/canvas'
import { encode as encodeBlurHash } from 'blurhash'
import { pauseUnlessAborted } from '../audio/pause-unless-aborted.ts'
import type { CompanionsRequest, CompanionsResult, StudioContext } from '../contract.ts'
import { decodePicture } from '../image-edit/decode-picture.ts'
import { readPictureHeader } from '../image-edit/read-picture-header.ts'
import { findAudioKind } from '../listen/audio-kind.ts'
import { decodeAudio } from '../listen/decode-audio.ts'
import { drawWaveform } from './draw-waveform.ts'
import { readAudioHeader } from './read-audio-header.ts'
import { readVideo } from './read-video.ts'
import { shrinkPicture } from './shrink-picture.ts'
import { sniffMediaType } from './sniff-media-type.ts'

/** Of a larger file the headers are read, but nothing is decoded. */
const BYTES_MAX = 100 * 2 ** 20
/** Of a larger picture the size is read, but nothing is decoded: four bytes a pixel, and in some files twice that. */
const PICTURE = { megapixelsMax: 40, megapixelsKept: 4 }
const THUMBNAIL_SIDE_MAX = 320
const WEBP_QUALITY = 80
/** A blur hash holds a handful of waves; more pixels would only take longer. */
const BLUR_SIDE_MAX = 48

/** Takes any bytes. What cannot be read or would be too large to decode has nulls; only an abort throws. */
export async function makeCompanions(request: CompanionsRequest, context: StudioContext): Promise<CompanionsResult> {
  context.signal.throwIfAborted()
  context.onProgress(0)
  const mediaType = sniffMediaType(request.file)
  const facts = await findFacts(mediaType, request.file, context)
  context.signal.throwIfAborted()
  context.onProgress(100)
  return { kind: 'companions', mediaType, ...facts }
}

type Facts = Omit<CompanionsResult, 'kind' | 'mediaType'>
const NONE: Facts = {
  width: null,
  height: null,
  durationSeconds: null,
  sampleRate: null,
  channels: null,
  thumbnail: null,
  blurHash: null,
}

async function findFacts(mediaType: string, file: Uint8Array, context: StudioContext): Promise<Facts> {
  switch (mediaType.split('/')[0]) {
    case 'image':
      return pictureFacts(file, context)
    case 'audio':
      return audioFacts(file, context)
    case 'video':
      return videoFacts(file)
    default:
      return NONE
  }
}

async function pictureFacts(file: Uint8Array, context: StudioContext): Promise<Facts> {
  const picture = await unlessBroken(file, context, () => decodePicture(file, 'file', PICTURE))
  if (picture === null) {
    const header = readPictureHeader(file)
    return { ...NONE, width: header?.width ?? null, height: header?.height ?? null }
  }
  context.onProgress(60)
  await pauseUnlessAborted(context)
  const thumbnail = shrinkPicture(picture.canvas, THUMBNAIL_SIDE_MAX, null)
  return {
    ...NONE,
    width: picture.width,
    height: picture.height,
    thumbnail: await encodeThumbnail(thumbnail),
    blurHash: hashPicture(thumbnail),
  }
}

async function audioFacts(file: Uint8Array, context: StudioContext): Promise<Facts> {
  const kind = findAudioKind(file)
  // Nothing here decodes an M4A, which is a film without a picture.
  if (kind === null) return { ...NONE, durationSeconds: readVideo(file)?.durationSeconds ?? null }
  const header = readAudioHeader(kind, file)
  const sound = await unlessBroken(file, context, () =>
    decodeAudio(file, async (share) => {
      await pauseUnlessAborted(context)
      context.onProgress(share * 90)
    }),
  )
  const waveform = sound && (await drawWaveform(sound.pcm, context))
  return {
    ...NONE,
    // Decoded is exact; the header of an MP3 counts the silence that encoders add.
    durationSeconds: sound ? sound.pcm.channels[0].length / sound.pcm.sampleRate : (header?.durationSeconds ?? null),
    sampleRate: header?.sampleRate ?? sound?.pcm.sampleRate ?? null,
    channels: header?.channels ?? null,
    thumbnail: waveform && (await encodeThumbnail(waveform)),
  }
}

/** No thumbnail: nothing here decodes video. Whoever makes a film has its poster. */
function videoFacts(file: Uint8Array): Facts {
  const media = readVideo(file)
  return {
    ...NONE,
    width: media?.video?.width ?? null,
    height: media?.video?.height ?? null,
    durationSeconds: media?.durationSeconds ?? null,
  }
}

/** Null when the file is too large or cannot be decoded, for whatever reason; an abort goes through. */
async function unlessBroken<T>(file: Uint8Array, context: StudioContext, decode: () => Promise<T>): Promise<T | null> {
  if (file.length > BYTES_MAX) return null
  try {
    return await decode()
  } catch {
    context.signal.throwIfAborted()
    return null
  }
}

async function encodeThumbnail(canvas: Canvas): Promise<CompanionsResult['thumbnail']> {
  return { bytes: await canvas.encode('webp', WEBP_QUALITY), width: canvas.width, height: canvas.height }
}

/** On white, for a hash knows nothing of transparency. The longer side gets one wave more. */
function hashPicture(picture: Canvas): string {
  const small = shrinkPicture(picture, BLUR_SIDE_MAX, '#fff')
  const { width, height } = small
  const pixels = small.getContext('2d').getImageData(0, 0, width, height).data
  const [across, down] = width > height ? [4, 3] : width < height ? [3, 4] : [4, 4]
  return encodeBlurHash(pixels, width, height, across, down)
}
