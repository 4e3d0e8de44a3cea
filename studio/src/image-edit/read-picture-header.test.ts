import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../refusal.ts'
import { decodePicture } from './decode-picture.ts'
import { readPictureHeader } from './read-picture-header.ts'

const formats = ['png', 'jpeg', 'webp', 'gif', 'avif'] as const

async function makePicture(format: (typeof formats)[number], width = 60, height = 40): Promise<Uint8Array> {
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#c03020'
  pen.fillRect(0, 0, width, height)
  switch (format) {
    case 'png':
      return canvas.encode('png')
    case 'gif':
      return canvas.encode('gif')
    case 'avif':
      return canvas.encode('avif')
    default:
      return canvas.encode(format, 90)
  }
}

/** A PNG's first chunk and no pixels: what a decoder would make room for. */
function makeClaim(width: number, height: number): Uint8Array {
  const claim = Buffer.alloc(64)
  claim.write('89504e470d0a1a0a0000000d49484452', 'hex')
  claim.writeUInt32BE(width, 16)
  claim.writeUInt32BE(height, 20)
  claim.write('IEND', 52)
  return claim
}

describe('the header', () => {
  it.each(formats)('of a %s says its size without decoding', async (format) => {
    expect(readPictureHeader(await makePicture(format))).toEqual({ format, width: 60, height: 40, isCutOff: false })
  })

  it.each(formats)('of a %s is read from any part of it without a crash', async (format) => {
    const bytes = await makePicture(format)
    for (let length = 0; length < bytes.length; length += 3) {
      const header = readPictureHeader(bytes.subarray(0, length)) ?? { format, width: 60, height: 40 }
      expect([header.format, header.width, header.height]).toEqual([format, 60, 40])
    }
  })

  it('of a lossless and a plain lossy WebP is read too', () => {
    const lossless = Buffer.from('52494646240000005745425056503850', 'hex')
    lossless.write('VP8L', 12)
    const body = Buffer.alloc(20)
    body.writeUInt32LE(59 | (39 << 14), 5)
    expect(readPictureHeader(Buffer.concat([lossless, body]))).toMatchObject({ width: 60, height: 40 })
    lossless.write('VP8 ', 12)
    body.writeUInt16LE(60, 10)
    body.writeUInt16LE(40, 12)
    expect(readPictureHeader(Buffer.concat([lossless, body]))).toMatchObject({ width: 60, height: 40 })
  })
})

describe('decoding', () => {
  it.each(formats)('a %s gives its pixels', async (format) => {
    const { canvas } = await decodePicture(await makePicture(format), 'image')
    expect([canvas.width, canvas.height]).toEqual([60, 40])
    expect(canvas.getContext('2d').getImageData(30, 20, 1, 1).data[0]).toBeGreaterThan(150)
  })

  it('a large picture is drawn as small as asked for, and keeps its own size in mind', async () => {
    const picture = await decodePicture(await makePicture('png', 2000, 1000), 'image', { megapixelsKept: 0.5 })
    expect([picture.width, picture.height]).toEqual([2000, 1000])
    expect([picture.canvas.width, picture.canvas.height]).toEqual([1000, 500])
  })

  it('turns a JPEG upright as its EXIF says', async () => {
    const jpeg = Buffer.from(await makePicture('jpeg'))
    const tiff = Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex')
    const exif = Buffer.concat([Buffer.from('ffe10022', 'hex'), Buffer.from('Exif\0\0', 'latin1'), tiff])
    const turned = Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)])
    const { canvas } = await decodePicture(turned, 'image')
    expect([canvas.width, canvas.height]).toEqual([40, 60])
  })

  it.each([
    ['nothing', new Uint8Array(0), /empty/],
    ['words', Buffer.from('hello '.repeat(3000)), /no PNG/],
    ['an MP3', Buffer.from('494433030000000000', 'hex'), /no PNG/],
    ['a bomb', makeClaim(20_000, 20_000), /20000 x 20000/],
    ['a strip', makeClaim(17_000, 1), /16384/],
    ['no pixels', makeClaim(0, 5), /no pixels/],
    ['a header without a body', makeClaim(10, 10), /cannot be decoded/],
  ])('%s is refused', async (_, bytes, message) => {
    const refused = decodePicture(bytes, 'image')
    await expect(refused).rejects.toThrow(message)
    await expect(refused).rejects.toBeInstanceOf(Refusal)
  })

  it.each(['png', 'jpeg', 'webp', 'avif'] as const)('half a %s is refused', async (format) => {
    const bytes = await makePicture(format, 300, 300)
    await expect(decodePicture(bytes.subarray(0, bytes.length * 0.6), 'image')).rejects.toBeInstanceOf(Refusal)
  })
})
