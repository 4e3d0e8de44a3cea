import { expect, test } from 'vitest'

import { sniffMediaType } from './sniff-media-type.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')

test.each([
  ['\x89PNG\r\n\x1a\nrest', 'image/png', 'png'],
  ['\xff\xd8\xff\xe0', 'image/jpeg', 'jpg'],
  ['RIFFxxxxWEBPVP8 ', 'image/webp', 'webp'],
  ['RIFFxxxxWAVEfmt ', 'audio/wav', 'wav'],
  ['\xff\xfb\x90\x00', 'audio/mpeg', 'mp3'],
  ['ID3\x04', 'audio/mpeg', 'mp3'],
  ['OggS\x00', 'audio/ogg', 'ogg'],
  ['fLaC\x00', 'audio/flac', 'flac'],
  ['\x00\x00\x00\x18ftypisom', 'video/mp4', 'mp4'],
  ['\x00\x00\x00\x18ftypavif', 'image/avif', 'avif'],
  ['\x1aE\xdf\xa3\x01', 'video/webm', 'webm'],
  ['glTF\x02\x00', 'model/gltf-binary', 'glb'],
])('%j is %s whatever was said of it', (head, mediaType, extension) => {
  expect(sniffMediaType(latin(head), 'text/html')).toEqual({ mediaType, extension })
})

test('text is text only when it was said to be plain text', () => {
  expect(sniffMediaType(latin('<script>'), 'text/plain; charset=utf-8').mediaType).toBe('text/plain; charset=utf-8')
  expect(sniffMediaType(latin('<script>'), 'text/html').mediaType).toBe('application/octet-stream')
})

test('what nothing recognises is bytes, and so is an empty file', () => {
  expect(sniffMediaType(latin('\x01\x02'), 'image/png').extension).toBe('bin')
  expect(sniffMediaType(new Uint8Array(), 'image/png').extension).toBe('bin')
})
